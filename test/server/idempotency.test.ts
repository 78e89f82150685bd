import { describe, expect, it } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import { freePort } from '../support/ports.ts';
import { House } from './support/house.ts';
import { logOf, logTable, query } from './support/log.ts';
import { engines, freshPlace, restart, startNode } from './support/node.ts';
import { Console, Stream, VisitorAt, say } from './support/people.ts';
import { useServer } from './support/shared.ts';

/** Sends a command of the given number by hand. */
function send(visitor: VisitorAt, { name }: Stream, number: number, text = `words ${number}`, p = number - 1): ReturnType<VisitorAt['line']['answer']> {
  const id = `${name}:${number}`;
  const before = visitor.line.frames.length;
  visitor.line.send(Frame.command, { id, p, cmd: say(text) });
  const later = <T extends { readonly id?: string }>(frame: T): boolean => frame.id === id && visitor.line.frames.findIndex(({ payload }) => payload === frame) >= before;
  return Promise.any([visitor.line.first(Frame.ack, later), visitor.line.first(Frame.refusal, later)]);
}

describe.each(engines)('on %s', (engine) => {
  const server = useServer(engine, { VISITOR_RATE: '1000' });
  const arrive = () => VisitorAt.arrive(server.node, server.house.support);
  const words = async ({ conversation }: VisitorAt) => (await logOf(server.place, conversation)).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));

  it('answers a resend after the commit with the first position, and writes nothing', async () => {
    const visitor = await arrive();
    const first = await send(visitor, visitor.stream, 1);
    expect(first).toMatchObject({ seq: 3 });
    expect(await send(visitor, visitor.stream, 1, 'other words under the same number')).toEqual(first);
    expect(await words(visitor)).toEqual(['words 1']);
  });

  it('takes a command once that is sent again before its commit, from wherever', async () => {
    const visitor = await arrive();
    const tab = await VisitorAt.join(server.node, visitor.person);
    const answers = await Promise.all([visitor, visitor, tab, visitor, tab].map((from) => send(from, visitor.stream, 1)));
    expect(answers.map((answer) => 'seq' in answer && answer.seq)).toEqual([3, 3, 3, 3, 3]);
    expect(await words(visitor)).toEqual(['words 1']);
  });

  it('answers from the log what it no longer remembers', async () => {
    const visitor = await arrive();
    await Promise.all(Array.from({ length: 200 }, (_, i) => send(visitor, visitor.stream, i + 1)));
    expect(await send(visitor, visitor.stream, 3)).toMatchObject({ seq: 5 });
    expect(await words(visitor)).toEqual(Array.from({ length: 200 }, (_, i) => `words ${i + 1}`));
  });

  it('refuses what comes after a gap until the gap is filled', async () => {
    const visitor = await arrive();
    expect(await send(visitor, visitor.stream, 2)).toMatchObject({ code: 'stream.gap', retryable: true, meta: { last: 0 } });
    expect(await send(visitor, visitor.stream, 1)).toMatchObject({ seq: 3 });
    expect(await send(visitor, visitor.stream, 2)).toMatchObject({ seq: 4 });
    expect(await words(visitor)).toEqual(['words 1', 'words 2']);
  });

  it('lets nobody write into somebody else\'s stream', async () => {
    const visitor = await arrive();
    await send(visitor, visitor.stream, 1);
    const agent = await Console.open(server.node, server.house.admin);
    await agent.open(visitor.conversation);
    agent.line.send(Frame.command, { c: visitor.conversation, id: `${visitor.stream.name}:2`, p: 1, cmd: say('forged', 'agents') });
    expect(await agent.line.answer(`${visitor.stream.name}:2`)).toMatchObject({ code: 'stream.foreign', retryable: false });
    expect(await send(visitor, visitor.stream, 2)).toMatchObject({ seq: 4 });
  });

  it('stays bounded and exact however many streams there are', async () => {
    const visitor = await arrive();
    const streams = Array.from({ length: 150 }, () => new Stream());
    for (const stream of streams) expect(await send(visitor, stream, 1, stream.name)).toMatchObject({ seq: expect.any(Number) });
    expect(await send(visitor, streams[0]!, 1)).toMatchObject({ seq: 3 });
    expect(await words(visitor)).toEqual(streams.map(({ name }) => name));
    const { state } = await (await VisitorAt.join(server.node, visitor.person)).welcome();
    expect(state.streams.length).toBeLessThanOrEqual(64);
  });

  it('keeps the order of a new stream also where so many are known that it may have been forgotten', async () => {
    const visitor = await arrive();
    for (const stream of Array.from({ length: 64 }, () => new Stream())) await send(visitor, stream, 1, stream.name);
    const late = new Stream();
    expect(await send(visitor, late, 2)).toMatchObject({ code: 'stream.gap', retryable: true });
    expect(await send(visitor, late, 1)).toMatchObject({ seq: 67 });
    expect(await send(visitor, late, 2)).toMatchObject({ seq: 68 });
    expect((await words(visitor)).slice(-2)).toEqual(['words 1', 'words 2']);
  });
});

it.each(engines)('knows after kill -9 what it acknowledged before it, on %s', async (engine) => {
  const place = await freshPlace(engine);
  const node = await startNode(place, { port: await freePort() });
  const visitor = await VisitorAt.arrive(node, (await House.open(node)).support);
  for (let number = 1; number <= 3; number++) await send(visitor, visitor.stream, number);
  visitor.line.send(Frame.command, { id: `${visitor.stream.name}:4`, p: 3, cmd: say('words 4') });
  await node.kill();
  const again = await restart(place, node);
  const back = await VisitorAt.join(again, visitor.person);
  for (let number = 1; number <= 4; number++) expect(await send(back, visitor.stream, number)).toMatchObject({ seq: number + 2 });
  expect(await query<{ body: string }>(place, `select body from ${logTable(place)} where body is not null order by conversation_id, seq`)).toHaveLength(4);
  expect(await send(back, visitor.stream, 5)).toMatchObject({ seq: 7 });
});
