import { Duplex, PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createCtx } from '#plugin/create-ctx.ts';
import { Connection, IsolatedError } from '#plugin/isolated/connection.ts';
import { MOST_ASKED } from '#plugin/isolated/limits.ts';
import type { IsolatedProcess } from '#plugin/isolated/process.ts';

const SOON = { timeout: 30_000 };

/** The house's end of a pipe whose other end somebody has got hold of. */
function taken() {
  const said = new PassThrough();
  const heard: { readonly t: string; readonly id?: number; readonly ctx?: number }[] = [];
  const killed: string[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const pipe = Duplex.from({ readable: said, writable: async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) for (const line of String(chunk).split('\n')) if (line !== '') heard.push(JSON.parse(line) as (typeof heard)[number]);
  } });
  const process = { pipe, ended, limit: async () => {}, look: async () => null, kill: (reason: string) => { killed.push(reason); end(reason); } } as unknown as IsolatedProcess; // what a connection needs of it
  const connection = new Connection(process, () => {});
  return { connection, heard, killed, pipe, say: (...frames: readonly unknown[]) => void said.write(frames.map((frame) => `${typeof frame === 'string' ? frame : JSON.stringify(frame)}\n`).join('')) };
}

/** A ctx that counts how many of its calls are under way. */
function counting() {
  const calls = { now: 0, most: 0, all: 0 };
  const ctx = createCtx({ channel: null, posts: () => {}, plugin: 'x', workers: new Set(), granted: new Set(['data.keep']), config: {}, over: new AbortController().signal }, {
    queue: {} as never, outbound: {} as never, chats: {} as never, conversations: {} as never, contacts: {} as never, files: {} as never, notice: async () => {}, privateHosts: [], publicUrl: null, now: () => 0, denied: () => {}, log: () => {},
    data: { get: () => new Promise(() => {}), replace: async () => false, delete: async () => {}, keys: async () => [], entries: async () => [], set: async () => {
      calls.all++;
      calls.most = Math.max(calls.most, ++calls.now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      calls.now--;
    } },
  });
  return { ctx, calls };
}

/** The place of `data.set` among the functions of a ctx. */
const SET = 2;

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

it.each([
  ['no JSON', ['hello']],
  ['a frame that nobody knows', [{ t: 'root' }]],
  ['a frame with more in it', [{ t: 'pong', and: 1 }]],
  ['an answer to no call', [{ t: 'answer', id: 9, value: 1 }]],
  ['an answer to a call twice', [{ t: 'answer', id: 1, value: 1 }, { t: 'answer', id: 1, value: 2 }]],
  ['a pong without a ping', [{ t: 'pong' }]],
  ['a description that nobody asked for', [{ t: 'loaded', plugin: { data: {}, functions: [] } }]],
  ['a key that means a prototype', ['{"t":"answer","id":1,"value":{"__proto__":{"a":1}}}']],
  ['the same key, hidden', ['{"t":"answer","id":1,"value":{"\\u005f_proto__":{"a":1}}}']],
  ['JSON without a bottom', [`{"t":"answer","id":1,"value":${nested(100_000)}}`]],
  ['lines for the log without end', Array.from({ length: 300 }, () => ({ t: 'log', text: 'x' }))],
  ['a line for the log that is too long', [{ t: 'log', text: 'x'.repeat(5_000) }]],
  ['calls without end', Array.from({ length: MOST_ASKED + 1 }, (_, id) => ({ t: 'ask', id, ctx: 2, fn: 1, args: ['a'] }))],
])('ends a process that sends %s', async (_what, frames) => {
  const { connection, killed, say } = taken();
  const { ctx } = counting();
  const call = connection.call(0, [ctx]);
  call.catch(() => {});
  say(...frames);
  await expect.poll(() => killed, SOON).toEqual(['it sent what nobody asked for']);
});

it('answers calls of a ctx that nobody gave it with a refusal', async () => {
  const { connection, heard, killed, say } = taken();
  connection.call(0, [counting().ctx]).catch(() => {});
  say({ t: 'ask', id: 1, ctx: 99, fn: 0, args: [] }, { t: 'ask', id: 2, ctx: 2, fn: 99, args: [] });
  await expect.poll(() => heard.filter(({ t }) => t === 'reply'), SOON).toMatchObject([{ error: { code: 'plugin.state' } }, { error: { code: 'plugin.state' } }]);
  expect(killed).toEqual([]);
});

it('makes no stack for what a plugin threw, and keeps those of the house', async () => {
  const { connection, say } = taken();
  const call = connection.call(0, []);
  say({ t: 'thrown', id: 1, error: { message: 'threw' } });
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(IsolatedError);
  expect((error as Error).stack).toBe('Error: threw');
  expect(new Error('own').stack).toContain('connection.test.ts');
});

it('ends a process whose line has no end', async () => {
  const { killed, pipe } = taken();
  pipe.push(Buffer.alloc(3 << 20, 'x'));
  pipe.push(Buffer.alloc(3 << 20, 'x'));
  await expect.poll(() => killed, SOON).toEqual(['it sent what nobody asked for']);
});

it('reads no more for a while of a process that says much, however well', async () => {
  const { connection, pipe, killed, say } = taken();
  const { calls, ctx } = counting();
  connection.call(0, [ctx]).catch(() => {});
  for (let id = 0; id < 40; id++) say({ t: 'ask', id, ctx: 2, fn: SET, args: ['a', 'x'.repeat(500_000)] });
  await expect.poll(() => pipe.isPaused(), SOON).toBe(true);
  expect([calls.all < 40, killed]).toEqual([true, []]);
});

it('reads a piece or two a turn of the loop, so that a pipe that is full holds up nobody', async () => {
  const { connection, say } = taken();
  let turn = 0;
  const turning = (): void => {
    turn++;
    if (answered.length < 12) setImmediate(turning);
  };
  const answered: number[] = [];
  const calls = Array.from({ length: 12 }, () => connection.call(0, []).then(() => answered.push(turn)));
  for (let id = 1; id <= 12; id++) say({ t: 'answer', id, value: 'x'.repeat(60_000) });
  turning();
  await Promise.all(calls);
  expect(new Set(answered).size, `at ${answered.join(', ')}`).toBeGreaterThan(3);
});

it('ends a process that does not read what it is told', async () => {
  const pipe = new Duplex({ read: () => {}, write: () => {} });
  const killed: string[] = [];
  const connection = new Connection({ pipe, ended: new Promise(() => {}), kill: (reason: string) => void killed.push(reason) } as unknown as IsolatedProcess, () => {}); // what a connection needs of it
  for (let turn = 0; turn < 40; turn++) connection.call(0, ['x'.repeat(1 << 20)]).catch(() => {});
  expect(killed[0]).toBe('it does not read what it is told');
});

it('lets so many calls wait for an answer, and no more', async () => {
  const { connection } = taken();
  for (let turn = 0; turn < 1_024; turn++) connection.call(0, []).catch(() => {});
  await expect(connection.call(0, [])).rejects.toMatchObject({ refusal: { code: 'plugin.crashed' } });
});

it('takes so many calls of a ctx at a time, and the next as one is answered', async () => {
  const { connection, heard, killed, say } = taken();
  const { calls, ctx } = counting();
  connection.call(0, [ctx]).catch(() => {});
  const ask = (id: number): void => say({ t: 'ask', id, ctx: 2, fn: SET, args: ['a', 1] });
  for (let id = 0; id < MOST_ASKED; id++) ask(id);
  for (let id = MOST_ASKED; id < 200; id++) {
    await expect.poll(() => heard.filter(({ t }) => t === 'reply').length, SOON).toBeGreaterThan(id - MOST_ASKED);
    ask(id);
  }
  await expect.poll(() => calls.all, SOON).toBe(200);
  expect([calls.most <= MOST_ASKED, killed]).toEqual([true, []]);
});
