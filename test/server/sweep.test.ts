import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import type { DeskWelcome } from '#wire/protocol.ts';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/ports.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { Line } from './support/line.ts';
import { logOf } from './support/log.ts';
import { engines, freshPlace, restart, startNode, type Place } from './support/node.ts';
import { Console, VisitorAt, routed } from './support/people.ts';
import { ownerOf, recovery, several } from './support/several.ts';

const PATIENT = { QUEUE_GRACE: '600', TRANSFER_TIMEOUT: '2' };
const WORST_MS = 6_000;

const typesOf = async (place: Place, conversation: string): Promise<string[]> => (await logOf(place, conversation)).map(({ type }) => type);
const assigneesOf = async (place: Place, conversation: string): Promise<string[]> =>
  (await logOf(place, conversation)).flatMap((event) => (event.type === 'conversation.assigned' ? [event.assignee.id] : []));

it('lets an offer expire whose chat was on the node that died', { timeout: 120_000 }, async () => {
  const { place, nodes: [a, b], byName, house } = await several(2, PATIENT);
  const [first, second] = [await house.hire(), await house.hire()];
  const { conversation } = await VisitorAt.arrive(a!, house.support, byName);
  const [from, to] = [await Console.open(b!, first, byName), await Console.open(b!, second, byName)];
  await eventually(async () => 'conversation' in (await from.accept(conversation))).toBe(true);
  await from.ask({ type: 'transfer.start', conversation, to: { agent: second.id } });
  await eventually(() => to.desk.seats).toBe(1);
  expect(await ownerOf(place, `c_${conversation}`)).toBe(a!.name);
  const took = await recovery(a!, async () => (await typesOf(place, conversation)).includes('transfer.declined'));
  expect(took).toBeLessThan(WORST_MS);
  expect((await logOf(place, conversation)).at(-1)).toMatchObject({ type: 'transfer.declined', reason: 'expired' });
  // Both desks are told by the chat, and not the other way round.
  await eventually(() => [from.desk.seats, to.desk.seats]).toEqual([1, 0]);
  await eventually(() => to.cards.has(conversation)).toBe(false);
  expect(await ownerOf(place, `c_${conversation}`)).toBe(b!.name);
  expect(await assigneesOf(place, conversation)).toEqual([first.participant]);
});

it('gives out what waited on the node that died, longest first and each to one', { timeout: 120_000 }, async () => {
  const { place, nodes: [a, b, c], byName, house } = await several(3, PATIENT);
  const department = await house.department('Routed', 'auto');
  const agent = await house.hire({ departments: [department.id], capacity: 2 });
  const desk = await Console.open(b!, agent, byName);
  await desk.ask({ type: 'presence.set', status: 'away' });
  const chats: string[] = [];
  for (let i = 0; i < 5; i++) chats.push((await VisitorAt.arrive(a!, department, byName)).conversation);
  await eventually(() => ownerOf(place, `q_${department.id}`)).toBe(a!.name);
  // Its department cannot hear of the agent who is there now, and nobody tells it again.
  a!.signal('SIGSTOP');
  await desk.ask({ type: 'presence.set', status: 'online' });
  const assigned = async (): Promise<number> => (await Promise.all(chats.map((id) => assigneesOf(place, id)))).flat().length;
  const took = await recovery(a!, async () => (await assigned()) >= 2);
  expect(took).toBeLessThan(WORST_MS);
  await sleep(500);
  expect(await Promise.all(chats.map((id) => assigneesOf(place, id)))).toEqual([[agent.participant], [agent.participant], [], [], []]);
  await eventually(() => desk.desk.seats).toBe(2);
  // The rest has kept its order, on those that are left: where somebody touched it first, or where the sweeper put it.
  await desk.open(chats[0]!);
  await desk.command(chats[0]!, { type: 'conversation.close' });
  await eventually(() => assigneesOf(place, chats[2]!)).toEqual([agent.participant]);
  expect(await assigned()).toBe(3);
  const owners = new Set(await Promise.all(chats.map((id) => ownerOf(place, `c_${id}`))));
  expect(owners.difference(new Set([b!.name, c!.name]))).toEqual(new Set());
});

it('brings a desk back with its presence and its open chats when the console joins again', { timeout: 120_000 }, async () => {
  const { place, nodes: [a, b], byName, house } = await several(2, PATIENT);
  const agent = await house.hire({ capacity: 3 });
  const there = await VisitorAt.arrive(a!, house.support, byName);
  const elsewhere = await VisitorAt.arrive(b!, house.support, byName);
  const desk = await Console.open(a!, agent, byName);
  for (const { conversation } of [there, elsewhere]) await eventually(async () => 'conversation' in (await desk.accept(conversation))).toBe(true);
  await desk.open(elsewhere.conversation);
  await desk.ask({ type: 'presence.set', status: 'away' });
  expect(await ownerOf(place, `d_${agent.id}`)).toBe(a!.name);
  const took = await recovery(a!, async () => (await ownerOf(place, `d_${agent.id}`)) === b!.name);
  expect(took).toBeLessThan(WORST_MS);
  const line = await Line.open(`${routed((await agent.ticket(b!)).url, byName)}&status=away`);
  const welcome = (await line.first(Frame.welcome)) as DeskWelcome;
  expect(welcome.desk).toMatchObject({ status: 'away', seats: 2 });
  expect(welcome.cards.filter(({ assignee }) => assignee === agent.id).map(({ id }) => id).toSorted()).toEqual([there.conversation, elsewhere.conversation].toSorted());
  line.send(Frame.open, { c: elsewhere.conversation, since: 2 });
  expect((await line.first(Frame.opened)).events.map(({ seq }) => seq)).toEqual([3]);
  await elsewhere.say('still there?');
  await line.first(Frame.notice, ({ c, e }) => c === elsewhere.conversation && e.type === 'message.posted');
});

it('shows nobody as waiting who left while the department was on its way down', { timeout: 120_000 }, async () => {
  const { nodes: [a, b], byName, house } = await several(2, PATIENT);
  const visitor = await VisitorAt.arrive(b!, house.support, byName);
  const desk = await Console.open(b!, await house.hire(), byName);
  await eventually(() => desk.cards.has(visitor.conversation)).toBe(true);
  a!.signal('SIGSTOP');
  await visitor.command({ type: 'conversation.close' });
  const took = await recovery(a!, async () => !desk.cards.has(visitor.conversation));
  expect(took).toBeLessThan(WORST_MS);
});

describe.concurrent.each(engines)('one node alone on %s', (engine) => {
  atOnce();

  it('goes on after its own kill with what it left, whoever comes', { timeout: 60_000 }, async () => {
    const place = await freshPlace(engine);
    const env = { QUEUE_GRACE: '1', TRANSFER_TIMEOUT: '2' };
    const node = await startNode(place, { port: await freePort(), env });
    const house = await House.open(node);
    const [first, second] = [await house.hire(), await house.hire()];
    const [served, alone] = [await VisitorAt.arrive(node, house.support), await VisitorAt.arrive(node, house.support)];
    const from = await Console.open(node, first);
    const to = await Console.open(node, second);
    await from.accept(served.conversation);
    await from.ask({ type: 'transfer.start', conversation: served.conversation, to: { agent: second.id } });
    await eventually(() => to.desk.seats).toBe(1);
    await node.kill();
    await restart(place, node, env);
    await eventually(() => typesOf(place, served.conversation)).toContain('transfer.declined');
    expect(await typesOf(place, alone.conversation)).not.toContain('conversation.assigned');
  });
});
