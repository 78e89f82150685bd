import { expect, it, onTestFinished } from 'vitest';
import type { Request } from '../../src/store/sqlite/protocol.ts';
import { SqliteWriter } from '../../src/store/sqlite/writer.ts';

/** Answers each request after 2 ms, and writes nothing. */
const THREAD = new URL(`data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads';
  import { setTimeout as sleep } from 'node:timers/promises';
  const result = { rows: [], changes: 0, lastInsertRowid: 0 };
  const replies = { statement: () => ({ kind: 'statement', result }), statements: ({ statements }) => ({ kind: 'statements', results: statements.map(() => result) }), batch: () => ({ kind: 'batch', outcomes: null }), settle: ({ before }) => ({ kind: 'settled', left: before === null || before > 1 ? (before ?? 4) - 1 : null }) };
  parentPort.on('message', async (request) => {
    await sleep(2);
    parentPort.postMessage(replies[request.kind]?.(request) ?? { kind: 'done' });
  });
  parentPort.postMessage({ kind: 'ready' });
`)}`);

const BATCH: Request = { kind: 'batch', careful: false, flat: [], extras: [] };
const statement = { sql: 'update x', parameters: [] };

async function writer() {
  const opened = new SqliteWriter({ path: ':memory:', synchronous: 'full' }, THREAD);
  onTestFinished(() => opened.close());
  await opened.open();
  const order: string[] = [];
  const noted = (name: string, work: Promise<unknown>): Promise<void> => work.then(() => void order.push(name));
  return { opened, order, noted };
}

it('a batch waits for what is under way, and for nothing else', async () => {
  const { noted, opened, order } = await writer();
  const leased = opened.lease();
  const all = [noted('lease', leased.then((lease) => lease.release())), ...['a', 'b'].flatMap((name) => [noted(name, opened.execute(statement)), noted(`lease ${name}`, opened.lease().then((lease) => lease.release()))])];
  all.push(noted('batch', opened.request(BATCH)));
  await Promise.all(all);
  expect(order.indexOf('batch')).toBe(1);
});

it('a read whose turn has come waits for batches, and not for what came later', async () => {
  const { noted, opened, order } = await writer();
  const read = noted('read', opened.settle());
  await Promise.all([read, ...['a', 'b', 'c', 'd', 'e'].map((name) => noted(name, opened.lease().then((lease) => lease.release()))), noted('batch', opened.request(BATCH))]);
  expect(order.slice(0, 2)).toEqual(['batch', 'read']);
});

it('what comes in the background is written when nothing else waits', async () => {
  const { noted, opened, order } = await writer();
  const all = [noted('first', opened.execute(statement)), noted('background', opened.background.execute(statement)), noted('lease', opened.lease().then((lease) => lease.release())), noted('last', opened.execute(statement))];
  await Promise.all(all);
  expect(order).toEqual(['first', 'lease', 'last', 'background']);
});

it('and seldom while people talk, many at a time', async () => {
  const { opened } = await writer();
  await opened.request(BATCH);
  const times: number[] = [];
  const begun = performance.now();
  const one = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++) {
      await opened.background.execute(statement);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all([one(), one(), one()]);
  expect(times).toHaveLength(12);
  expect(times.at(-1), 'two gaps of 100 ms, and what is left of the talk').toBeGreaterThan(195);
  expect(times.at(-1), 'those that wait share a turn').toBeLessThan(1_000);
});

it('at once while nobody does', async () => {
  const { opened } = await writer();
  const begun = performance.now();
  for (let turn = 0; turn < 5; turn++) await opened.background.execute(statement);
  expect(performance.now() - begun).toBeLessThan(100);
});

it('after a second whatever else comes', async () => {
  const { opened } = await writer();
  const over = new AbortController();
  const busy = async (): Promise<void> => {
    while (!over.signal.aborted) await opened.execute(statement);
  };
  const begun = performance.now();
  const always = [busy(), busy()];
  await opened.background.execute(statement);
  over.abort();
  await Promise.all(always);
  expect(performance.now() - begun).toBeGreaterThan(900);
});

it('and at the end, whatever the gap', async () => {
  const { opened } = await writer();
  await opened.request(BATCH);
  await opened.background.execute(statement);
  const waiting = opened.background.execute(statement);
  const closing = opened.close();
  expect(await waiting).toMatchObject({ rows: [] });
  await closing;
});
