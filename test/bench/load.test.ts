import { expect, test } from 'vitest';
import type { CommandFrame, Frame as FrameTypes } from '#wire/protocol.ts';
import { Frame } from '#wire/protocol.ts';
import type { OpenChat } from '../../bench/generator/chats.ts';
import type { Wire } from '../../bench/generator/line.ts';
import { Load } from '../../bench/generator/load.ts';
import type { LoadResult } from '../../bench/generator/plan.ts';
import { evenly, poisson } from '../../bench/generator/schedule.ts';

type Deliver = (wire: Wire, type: (typeof FrameTypes)[keyof typeof FrameTypes], payload: object) => void;

const hear: Deliver = (wire, type, payload) => wire.heard({ type, payload }, performance.now());

/** A chat whose server is right here; `toVisitor` may spoil what the visitor gets. */
function chatOf(id: string, toVisitor: Deliver): OpenChat {
  let seq = 2;
  const take = (self: Wire, json: string): void => {
    const { id: command, cmd } = JSON.parse(json) as CommandFrame;
    if (cmd.type !== 'message.post') throw new Error('no message');
    const e = { type: 'message.posted', seq: ++seq, publicSeq: seq, at: 0, by: 'v_1', kind: 'text', body: cmd.body };
    setImmediate(() => {
      toVisitor(visitor, Frame.notice, { e });
      hear(agent, Frame.notice, { c: id, e });
      hear(self, Frame.ack, { ...(self === agent ? { c: id } : {}), id: command, seq: e.seq });
    });
  };
  const wire = (): Wire => ({ heard: () => {}, send: (_type, json) => take(visitorOrAgent(json), json), close: () => {} });
  const visitor = wire();
  const agent = wire();
  const visitorOrAgent = (json: string): Wire => (json.includes('"c":') ? agent : visitor);
  return { id, visitor, agent, visitorPosition: 2, agentPosition: 2 };
}

function run(toVisitor: Deliver): Promise<LoadResult> {
  const chats = ['A', 'B'].map((id) => chatOf(id, toVisitor));
  return new Load(chats, evenly(2, 400, 40), { pids: { nodes: [process.pid], services: [] }, positioned: true, warmup: 0, textBytes: 70, stream: 'test-run' }).run();
}

test('a faultless server shows no faults, and every message is measured', async () => {
  const result = await run(hear);
  expect(result).toMatchObject({ sent: 80, refusals: {}, closed: 0 });
  for (const faults of [result.notices, result.positions, result.acks]) expect(faults).toEqual({ lost: 0, duplicate: 0, reordered: 0 });
  expect(result.delivery.count).toBe(80);
  expect(result.ack.count).toBe(80);
  expect(result.delivery.p50).toBeGreaterThanOrEqual(0);
});

test('planted loss is caught', async () => {
  let count = 0;
  const { notices, positions } = await run((...frame) => {
    if (++count % 20 !== 0) hear(...frame);
  });
  expect(notices).toEqual({ lost: 4, duplicate: 0, reordered: 0 });
  expect(positions).toEqual({ lost: 4, duplicate: 0, reordered: 0 });
});

test('a planted duplicate is caught', async () => {
  let count = 0;
  const { notices, positions } = await run((...frame) => {
    hear(...frame);
    if (++count % 20 === 0) hear(...frame);
  });
  expect(notices).toEqual({ lost: 0, duplicate: 4, reordered: 0 });
  expect(positions).toEqual({ lost: 0, duplicate: 4, reordered: 0 });
});

test('planted disorder is caught', async () => {
  let count = 0;
  let held: Parameters<Deliver> | undefined;
  const { positions } = await run((...frame) => {
    count += 1;
    if (count % 20 === 10) held = frame;
    else hear(...frame);
    // Five messages of each chat later.
    if (count % 20 === 0 && held !== undefined) hear(...held);
  });
  expect(positions).toEqual({ lost: 0, duplicate: 0, reordered: 4 });
});

test('the time that the generator itself is late counts as the message\'s', async () => {
  let blocked = false;
  const { lag, delivery } = await run((...frame) => {
    if (!blocked) {
      blocked = true;
      const until = performance.now() + 60;
      while (performance.now() < until);
    }
    hear(...frame);
  });
  expect(lag.max).toBeGreaterThan(40);
  expect(delivery.max).toBeGreaterThan(40);
});

test('the same seed gives the same load, at the rate that was asked for', () => {
  const [one, two] = [poisson(10, 1_000, 5, 7), poisson(10, 1_000, 5, 7)];
  expect(one).toEqual(two);
  expect(one.length).toBeGreaterThan(4_700);
  expect(one.length).toBeLessThan(5_300);
  expect([...one.sender].filter((sender) => sender % 2 === 1).length / one.length).toBeCloseTo(0.5, 1);
});

test('where it rises, the first of it is slow and the rest at the rate that was asked for', () => {
  const { at } = poisson(10, 1_000, 10, 7, 5);
  const between = (from: number, to: number): number => at.filter((time) => time >= from * 1_000 && time < to * 1_000).length;
  expect(between(0, 1)).toBeLessThan(300);
  expect(between(5, 10) / 5).toBeGreaterThan(950);
  expect(between(5, 10) / 5).toBeLessThan(1_050);
});
