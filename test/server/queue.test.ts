import { describe, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { Frame } from '#wire/protocol.ts';
import { atOnce } from '../support/at-once.ts';
import { eventually } from './support/eventually.ts';
import type { House } from './support/house.ts';
import { logOf } from './support/log.ts';
import { engines } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer } from './support/shared.ts';

const GRACE = 4;
const places = (visitor: VisitorAt) => visitor.line.all(Frame.queue).map(({ position, waiting }) => `${position}/${waiting}`);
const atPlace = (visitor: VisitorAt, place: string) => eventually(() => places(visitor).at(-1)).toBe(place);

atOnce();

describe.concurrent.each(engines)('on %s', (engine) => {
  const server = useServer(engine, { QUEUE_GRACE: String(GRACE) });
  const queueOf = async (count: number, members: Parameters<House['hire']>[0][] = [{}]) => {
    const { node, house } = server;
    const department = await house.department('Queue');
    const staff = await Promise.all(members.map((member) => house.hire({ departments: [department.id], ...member })));
    const visitors: VisitorAt[] = [];
    for (let i = 0; i < count; i++) visitors.push(await VisitorAt.arrive(node, department));
    const desks = await Promise.all(staff.map((agent) => Console.open(node, agent)));
    return { node, department, visitors, desks };
  };

  it('tells everybody their true place, and moves them up one by one', async ({ expect }) => {
    const { visitors: [a, b, c], desks: [desk] } = await queueOf(3);
    await atPlace(a!, '1/3');
    await atPlace(b!, '2/3');
    await atPlace(c!, '3/3');
    expect(await desk!.accept()).toMatchObject({ conversation: a!.conversation });
    await atPlace(b!, '1/2');
    await atPlace(c!, '2/2');
    await c!.command({ type: 'conversation.close' });
    await atPlace(b!, '1/1');
    expect(await desk!.accept()).toMatchObject({ conversation: b!.conversation });
    expect(await desk!.accept()).toMatchObject({ code: 'queue.empty' });
  });

  it('shows the waiting to every agent of the department, longest first by ticket, with their words', async ({ expect }) => {
    const { visitors: [a, b], desks } = await queueOf(2, [{}, {}]);
    await b!.say('anybody there?');
    for (const desk of desks) {
      await eventually(() => desk.cards.get(b!.conversation)?.preview).toBe('anybody there?');
      expect(desk.cards.get(a!.conversation)).toMatchObject({ status: 'queued', assignee: null });
    }
    await desks[0]!.accept(b!.conversation);
    await eventually(() => desks[1]!.cards.has(b!.conversation)).toBe(false);
    expect(desks[0]!.cards.get(b!.conversation)).toMatchObject({ status: 'active', assignee: desks[0]!.staff.id });
    await desks[0]!.open(b!.conversation);
    expect((await desks[0]!.open(b!.conversation)).events.at(-2)).toMatchObject({ body: { text: 'anybody there?' } });
  });

  it('keeps the place over a reload and a dropped line', async ({ expect }) => {
    const { node, visitors: [a, b], desks: [desk] } = await queueOf(2);
    await atPlace(b!, '2/2');
    a!.line.close();
    await sleep(1_000);
    const back = await VisitorAt.join(node, a!.person);
    expect(back.conversation).toBe(a!.conversation);
    expect((await back.welcome()).queue).toMatchObject({ position: 1, waiting: 2 });
    await sleep(GRACE * 1_000 + 500);
    expect(places(b!).at(-1)).toBe('2/2');
    expect(await desk!.accept()).toMatchObject({ conversation: a!.conversation });
  });

  it('gives the place of somebody who stays away to those who are there', async ({ expect }) => {
    const { place } = server;
    const { visitors: [a, b], desks: [desk] } = await queueOf(2);
    await atPlace(b!, '2/2');
    await eventually(() => a!.line.all(Frame.queue).at(-1)).toMatchObject({ staffed: true });
    a!.line.close();
    await atPlace(b!, '1/1');
    expect((await logOf(place, a!.conversation)).at(-1)).toMatchObject({ type: 'conversation.closed', reason: 'abandoned' });
    expect(await desk!.accept()).toMatchObject({ conversation: b!.conversation });
  });

  it('keeps the chat of somebody who left while nobody was there to answer, and says so', async ({ expect }) => {
    const { visitors: [a, b], desks: [desk] } = await queueOf(2);
    await atPlace(b!, '2/2');
    await desk!.ask({ type: 'presence.set', status: 'away' });
    await eventually(() => b!.line.all(Frame.queue).at(-1)).toMatchObject({ staffed: false });
    a!.line.close();
    await sleep(GRACE * 1_000 + 1_000);
    expect(places(b!).at(-1)).toBe('2/2');
    await desk!.ask({ type: 'presence.set', status: 'online' });
    await eventually(() => b!.line.all(Frame.queue).at(-1)).toMatchObject({ staffed: true });
    // Whoever is back first has other things to do: a message that was left waits for its answer.
    await sleep(GRACE * 1_000 + 1_000);
    expect(await desk!.accept()).toMatchObject({ conversation: a!.conversation });
  });

  it('puts a chat that is given back where its ticket belongs', async ({ expect }) => {
    const { visitors: [a, b], desks: [desk] } = await queueOf(2);
    await desk!.accept();
    await atPlace(b!, '1/1');
    await desk!.open(a!.conversation);
    expect(await desk!.command(a!.conversation, { type: 'conversation.return' })).toMatchObject({ seq: 4 });
    await atPlace(a!, '1/2');
    await atPlace(b!, '2/2');
    await eventually(() => desk!.desk.seats).toBe(0);
    expect(await desk!.accept()).toMatchObject({ conversation: a!.conversation });
  });

  it('never gives one chat to two, nor an agent more than their seats, whoever asks at once', async ({ expect }) => {
    const { place } = server;
    const { visitors, desks } = await queueOf(12, [{ capacity: 3 }, { capacity: 3 }, { capacity: 3 }]);
    const capacity = 3;
    const asks = visitors.flatMap(({ conversation }) => desks.map((desk) => desk.accept(conversation)));
    asks.push(...Array.from({ length: 14 }, (_, i) => desks[i % desks.length]!.accept()));
    await Promise.all(asks);
    const taken = () => desks.map(({ desk: { seats } }) => seats);
    await eventually(() => Math.max(...taken())).toBeLessThanOrEqual(capacity);
    for (const desk of desks) while (!('code' in (await desk.accept()))) continue;
    await eventually(taken).toEqual([capacity, capacity, capacity]);
    const logs = await Promise.all(visitors.map(({ conversation }) => logOf(place, conversation)));
    const assigned = logs.map((log) => log.filter(({ type }) => type === 'conversation.assigned'));
    expect(assigned.filter(({ length }) => length > 1)).toEqual([]);
    const owners = assigned.flat().map((event) => (event.type === 'conversation.assigned' ? event.assignee.id : ''));
    expect(desks.map(({ staff }) => owners.filter((owner) => owner === staff.participant).length)).toEqual([3, 3, 3]);
    expect(await desks[0]!.accept()).toMatchObject({ code: 'agent.full', meta: { capacity: 3 } });
    for (const desk of desks) for (const { seats } of desk.line.all(Frame.deskState)) expect(seats).toBeLessThanOrEqual(capacity);
  });

  it('holds nothing back for an agent who has no seat for it', async ({ expect }) => {
    const { visitors: [a], desks: [full, free] } = await queueOf(1, [{ capacity: 0 }, {}]);
    await atPlace(a!, '1/1');
    expect(await full!.accept()).toMatchObject({ code: 'agent.full' });
    expect(await free!.accept()).toMatchObject({ conversation: a!.conversation });
  });

  it('gives chats out by itself where the department says so: longest waiting first, evenly, within the seats', async ({ expect }) => {
    const { node, house, place } = server;
    const department = await house.department('Automatic', 'auto');
    const agents = await Promise.all([2, 2].map((capacity) => house.hire({ departments: [department.id], capacity })));
    const visitors: VisitorAt[] = [];
    for (let i = 0; i < 5; i++) visitors.push(await VisitorAt.arrive(node, department));
    const desks = await Promise.all(agents.map((agent) => Console.open(node, agent)));
    await Promise.all(visitors.slice(0, 4).map((visitor) => visitor.event('conversation.assigned')));
    await eventually(() => desks.map(({ desk: { seats } }) => seats)).toEqual([2, 2]);
    await atPlace(visitors[4]!, '1/1');
    const ofFirst = () => [...desks[0]!.cards.values()].find(({ assignee }) => assignee === agents[0]!.id);
    // A seat is taken before the chat has its assignee, and the list tells of it a moment later.
    await eventually(ofFirst).toBeDefined();
    const mine = ofFirst()!;
    await desks[0]!.open(mine.id);
    await desks[0]!.command(mine.id, { type: 'conversation.complete' });
    const { e } = await visitors[4]!.event('conversation.assigned');
    expect(e).toMatchObject({ reason: 'routed', assignee: { id: agents[0]!.participant } });
    for (const { conversation } of visitors) {
      expect((await logOf(place, conversation)).filter(({ type }) => type === 'conversation.assigned')).toHaveLength(1);
    }
  });

  it('keeps the list of an agent who is away as true as that of the others', async () => {
    const { node, house } = server;
    const department = await house.department('Queue');
    const desk = await Console.open(node, await house.hire({ departments: [department.id] }));
    await desk.ask({ type: 'presence.set', status: 'away' });
    const [a, b] = [await VisitorAt.arrive(node, department), await VisitorAt.arrive(node, department)];
    await a.command({ type: 'conversation.close' });
    await eventually(() => [...desk.cards.keys()]).toEqual([b.conversation]);
  });

  it('calls the way in as its department is called by now, of chats that wait and of those that somebody has', async () => {
    const { node, house } = server;
    const { department, desks: [desk], visitors: [taken, waiting] } = await queueOf(2);
    await desk!.accept(taken!.conversation);
    const channels = () => [taken, waiting].map((visitor) => desk!.cards.get(visitor!.conversation)?.channel);
    await eventually(channels).toEqual(['Queue', 'Queue']);
    await house.admin.call(node, 'PATCH', `/departments/${department.id}`, { name: 'Sales' });
    await eventually(channels).toEqual(['Sales', 'Sales']);
  });

  it('gives nothing to an agent who is away', async ({ expect }) => {
    const { node, house } = server;
    const department = await house.department('Automatic', 'auto');
    const agent = await house.hire({ departments: [department.id] });
    const desk = await Console.open(node, agent);
    await desk.ask({ type: 'presence.set', status: 'away' });
    const visitor = await VisitorAt.arrive(node, department);
    await atPlace(visitor, '1/1');
    await sleep(500);
    expect(visitor.line.all(Frame.notice)).toEqual([]);
    await desk.ask({ type: 'presence.set', status: 'online' });
    await visitor.event('conversation.assigned');
  });
});
