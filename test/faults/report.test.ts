import { expect, it } from 'vitest';
import type { Post } from './evidence.ts';
import type { Happened } from './faults.ts';
import { recoveriesOf, reportKinds } from './report.ts';
import { begin, CHAT, desk, post } from './story.ts';
import { countLinks, describeRecoveries } from './table.ts';

const happened = (kind: Happened['kind'], at: number, back: number, more: Partial<Happened> = {}): Happened =>
  ({ kind, target: 'node-1', link: null, at, back, inFlight: 30, chats: [CHAT], trouble: null, ...more });
const said = (id: string, postedAt: number, settledAt: number | null): Post => post(id, id, 1, { postedAt, settledAt });
const served = begin().assign(0, { at: 2_000 });
const measure = (faults: readonly Happened[], posts: readonly Post[], story = served) => recoveriesOf(faults, { posts, desks: [desk()] }, new Map([[CHAT, story.rows]]));

it('measures from the fault to the first new word, and from a return where something was away', () => {
  const posts = [said('stream-v:1', 9_900, 10_900), said('stream-v:2', 10_200, 11_500), said('stream-v:3', 12_100, 12_300)];
  const [kill] = measure([happened('kill', 10_000, 12_000)], posts);
  expect(kill!.chats).toEqual([{ conversation: CHAT, ms: 1_500, sender: 'visitor' }]);
  const [restart] = measure([happened('redis-restart', 10_000, 12_000)], posts);
  expect(restart!.chats).toEqual([{ conversation: CHAT, ms: 300, sender: 'visitor' }]);
});

it("takes the agents' longest wait of their own, in whatever chat", () => {
  const posts = [said('stream-v:1', 10_100, 10_200), { ...said('stream-a:1', 9_500, 11_700), conversation: 'elsewhere' }, said('stream-a:2', 10_000, 10_300)];
  const [kill, cut] = measure([happened('kill', 10_000, 12_000), happened('cut', 30_000, 31_000)], posts);
  expect(kill!.agents).toEqual({ conversation: 'elsewhere', ms: 2_200, sender: 'agent' });
  expect(cut!.agents).toBeNull();
  expect(reportKinds([kill!])[0]).toMatchObject({ kind: 'kill', worst: 200, worstOfAgents: 2_200 });
});

it('does not blame a roll for the fault that comes while its waits are still counted', () => {
  const posts = [said('stream-v:1', 10_100, 10_200), said('stream-v:2', 11_600, 12_900)];
  const [roll] = measure([happened('roll', 10_000, 11_000), happened('kill', 11_500, 13_000)], posts);
  expect(roll).toMatchObject({ alone: false, chats: [{ ms: 1_300 }] });
  expect(measure([happened('roll', 10_000, 11_000), happened('kill', 30_000, 31_000)], posts.slice(0, 1))[0]).toMatchObject({ alone: true, chats: [{ ms: 100 }] });
});

it('counts chats in which nothing was said afterwards, unless somebody ended them', () => {
  const kill = happened('kill', 10_000, 12_000);
  expect(measure([kill], [said('stream-v:1', 9_000, 9_100)])[0]).toMatchObject({ chats: [], missing: [CHAT] });
  expect(measure([kill], [said('stream-v:1', 11_000, null)])[0]).toMatchObject({ chats: [], missing: [CHAT] });
  expect(measure([kill], [])[0]).toMatchObject({ missing: [CHAT] });
  const completed = begin().assign(0, { at: 2_000 }).tell('conversation.completed', 'a_1', { reason: 'agent' }, { at: 11_000 });
  expect(measure([kill], [], completed)[0]).toMatchObject({ missing: [] });
  const reopenedAfter = completed.tell('conversation.reopened', 'v_1', {}, { at: 12_000 });
  expect(measure([kill], [], reopenedAfter)[0]).toMatchObject({ missing: [] });
  const reopenedBefore = begin().tell('conversation.completed', 'a_1', { reason: 'agent' }, { at: 3_000 }).tell('conversation.reopened', 'v_1', {}, { at: 4_000 });
  expect(measure([kill], [], reopenedBefore)[0]).toMatchObject({ missing: [CHAT] });
  expect(reportKinds(measure([kill], []))[0]).toMatchObject({ missing: 1, median: null });
});

it('says of each fault when it was and whose wait was the longest', () => {
  const faults = [happened('cut', 30_000, 31_000, { target: 'node-2 <-> peers', link: 'peers', chats: null }), happened('roll', 10_000, 11_000)];
  const recoveries = measure(faults, [said('stream-v:1', 10_100, 12_810), said('stream-v:2', 10_000, 10_200)]);
  expect(describeRecoveries(recoveries, 4_000)).toEqual([
    `   6.0 s  roll node-1, alone: median 2.71, worst 2.71 s (${CHAT}, visitor) of 1 chats`,
    `  26.0 s  cut node-2 <-> peers, alone: nothing measured; without a message: ${CHAT}`,
  ]);
  expect([...countLinks(recoveries)]).toEqual([['cut', { clients: 0, redis: 0, database: 0, peers: 1 }]]);
});
