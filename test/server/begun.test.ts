import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'vitest';
import type { ContactItem, ContactReach, Page } from '#wire/api.ts';
import type { Command } from '#domain/commands.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import { projectState } from '#wire/project.ts';
import type { Card } from '#wire/protocol.ts';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { Bot } from './support/bot.ts';
import { eventually } from './support/eventually.ts';
import { House, type Staff } from './support/house.ts';
import { logOf, query } from './support/log.ts';
import { engines, freshCluster, startNode, type ServerNode } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer, type Shared } from './support/shared.ts';

/** Somebody whose first chat has ended, and an agent at their desk. */
async function meet({ house, node }: Pick<Shared, 'house' | 'node'>, { capacity = 5 }: { capacity?: number } = {}) {
  const department = await house.department('Orders');
  const agent = await house.hire({ departments: [department.id], capacity });
  const visitor = await VisitorAt.arrive(node, department);
  const desk = await Console.open(node, agent);
  await desk.accept(visitor.conversation);
  await desk.open(visitor.conversation);
  await desk.command(visitor.conversation, { type: 'conversation.close' });
  visitor.line.close();
  const { items: [contact] } = await agent.call<Page<ContactItem>>(node, 'GET', '/contacts');
  const [identity] = contact!.identities;
  const path = `/contacts/${contact!.id}`;
  const begin = (text: string, once: string, { by = agent, at = node, ...more }: { by?: Staff; at?: Pick<ServerNode, 'origin'>; department?: string; from?: string } = {}) =>
    by.call<{ conversation: string }>(at, 'POST', `${path}/chats`, { contact: identity!.contact, account: identity!.account, department: department.id, text, ...more }, { 'idempotency-key': once });
  const reach = async () => (await agent.call<ContactReach[]>(node, 'GET', `${path}/reach`))[0];
  /** On a console of its own: a console's commands are in one order, and a chat knows its own only. */
  const command = async (conversation: string, cmd: Command) => {
    const own = await Console.open(node, agent);
    await own.open(conversation);
    await own.command(conversation, cmd);
    own.line.close();
  };
  return { agent, begin, command, contact: contact!, department, desk, first: visitor.conversation, person: visitor.person, reach };
}

atOnce();

describe.concurrent.each(engines)('a chat that an agent begins, on %s', (engine) => {
  const server = useServer(engine);

  it('is the agent\'s at once, without a queue, and the visitor finds it at the next visit', async ({ expect }) => {
    const { agent, begin, desk, first, person } = await meet(server);
    const { conversation } = await begin('Your parcel has arrived.', 'k1');
    expect(conversation).not.toBe(first);
    await eventually(() => desk.cards.get(conversation)).toMatchObject({ status: 'active', assignee: agent.id, ticket: null });
    await eventually(() => desk.desk.seats).toBe(1);
    const visitor = await VisitorAt.join(server.node, person);
    expect(visitor.conversation).toBe(conversation);
    const { state, events } = await visitor.welcome();
    const log = await logOf(server.place, conversation);
    expect(log.map(({ by, type }) => [type, by])).toEqual(['conversation.started', 'conversation.assigned', 'message.posted'].map((type) => [type, agent.participant]));
    expect(state).toEqual(projectState(log.reduce(evolve, initialState), 'public'));
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([[1, 'conversation.started'], [2, 'conversation.assigned'], [3, 'message.posted']]);
    await desk.open(conversation);
    await visitor.say('Thank you!');
    await desk.event(conversation, 'message.posted', ({ body }) => body.text === 'Thank you!');
  });

  it('begins once, and says it once, however often it is asked for at the same time', async ({ expect }) => {
    const { begin, desk } = await meet(server);
    const all = await Promise.all(Array.from({ length: 5 }, () => begin('Hello again', 'same')));
    const [{ conversation }] = all as [{ conversation: string }];
    expect(new Set(all.map((each) => each.conversation))).toEqual(new Set([conversation]));
    expect(await begin('Hello again', 'same')).toEqual({ conversation });
    await expect(begin('Something else', 'same')).rejects.toMatchObject({ code: 'message.id-reused' });
    expect((await logOf(server.place, conversation)).filter(({ type }) => type === 'message.posted')).toHaveLength(1);
    await eventually(() => desk.desk.seats).toBe(1);
  });

  it.runIf(engine === 'sqlite')('says nothing twice where its node died before it had noted that it was said, and the chat has ended since', async ({ expect }) => {
    const { begin, command } = await meet(server);
    const { conversation } = await begin('Your parcel has arrived.', 'noted');
    await command(conversation, { type: 'conversation.close' });
    const database = new DatabaseSync(server.place.databaseUrl.slice('sqlite:'.length), { timeout: 5_000 });
    expect(database.prepare('update channel_messages set posted = 0 where conversation = ?').run(conversation).changes).toBe(1);
    database.close();
    expect(await begin('Your parcel has arrived.', 'noted')).toEqual({ conversation });
    expect((await logOf(server.place, conversation)).filter(({ type }) => type === 'message.posted')).toHaveLength(1);
  });

  it('goes into the open chat where there is one, and not into a colleague\'s', async ({ expect }) => {
    const { begin, department, reach } = await meet(server);
    const { conversation } = await begin('One', 'k1');
    expect(await reach()).toMatchObject({ possible: true, open: { conversation, taken: false } });
    expect(await begin('Two', 'k2')).toEqual({ conversation });
    const other = await server.house.hire({ departments: [department.id] });
    await Console.open(server.node, other);
    await expect(begin('Three', 'k3', { by: other })).rejects.toMatchObject({ code: 'conversation.taken' });
    const words = (await logOf(server.place, conversation)).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
    expect(words).toEqual(['One', 'Two']);
  });

  it('takes nobody\'s chat out of the queue of a department that is not the agent\'s', async ({ expect }) => {
    const { agent, begin, department, person } = await meet(server);
    const elsewhere = await server.house.department('Elsewhere');
    await server.house.admin.call(server.node, 'PATCH', `/agents/${agent.id}`, { departments: [elsewhere.id] });
    const visitor = await VisitorAt.join(server.node, person);
    await expect(begin('Hello', 'k1', { department: elsewhere.id })).rejects.toMatchObject({ code: 'conversation.taken' });
    expect((await logOf(server.place, visitor.conversation)).map(({ type }) => type)).toEqual(['conversation.started', 'conversation.queued']);
    await expect(begin('Hello', 'k2', { department: department.id })).rejects.toMatchObject({ code: 'department.unknown' });
  });

  it('takes a seat, and is refused without one, in a foreign department and to who may not see the person', async ({ expect }) => {
    const { begin, command, department, desk, first } = await meet(server, { capacity: 1 });
    const foreign = await server.house.department('Elsewhere');
    await expect(begin('Hello', 'k0', { department: foreign.id })).rejects.toMatchObject({ code: 'department.unknown' });
    const stranger = await server.house.hire({ departments: [foreign.id] });
    await expect(begin('Hello', 'k0', { by: stranger })).rejects.toMatchObject({ code: 'contact.unknown' });
    await desk.ask({ type: 'chat.reopen', conversation: first });
    await expect(begin('Hello', 'k9', { department: department.id })).resolves.toEqual({ conversation: first });
    await command(first, { type: 'conversation.close' });
    await eventually(() => desk.desk.seats).toBe(0);
    await desk.ask({ type: 'presence.set', status: 'away' });
    await expect(begin('Hello', 'k1')).rejects.toMatchObject({ code: 'agent.unavailable' });
    await desk.ask({ type: 'presence.set', status: 'online' });
    const { conversation } = await begin('Hello', 'k1');
    await command(conversation, { type: 'conversation.return' });
    const [{ status }] = await query<{ status: string }>(server.place, 'select status from conversations where public_id = ?', conversation) as [{ status: string }];
    expect(status).toBe('queued');
  });

  it('gets a place when it is given back, and is the next one\'s who asks', async ({ expect }) => {
    const { agent, begin, command, department, desk } = await meet(server);
    const colleague = await server.house.hire({ departments: [department.id] });
    const other = await Console.open(server.node, colleague);
    const before = await VisitorAt.arrive(server.node, department);
    const { conversation } = await begin('Your parcel has arrived.', 'k1');
    await command(conversation, { type: 'conversation.return' });
    await eventually(() => desk.desk.seats).toBe(0);
    await eventually(() => other.cards.get(conversation)).toMatchObject({ status: 'queued', ticket: expect.any(Number) });
    const waiting = await agent.call<Page<Card>>(server.node, 'GET', '/conversations?scope=waiting');
    // In the order of the places: the other one came before it was given back.
    expect(waiting.items.map(({ id }) => id)).toEqual([before.conversation, conversation]);
    expect([await other.accept(), await other.accept(), await other.accept()]).toMatchObject([{ conversation: before.conversation }, { conversation }, { code: 'queue.empty' }]);
  });

  it('gets a place in the queue of a department to which it is offered, once for all its offers', async ({ expect }) => {
    const { begin, command, desk } = await meet(server);
    const sales = await server.house.department('Sales');
    const seller = await Console.open(server.node, await server.house.hire({ departments: [sales.id] }));
    const { conversation } = await begin('Your parcel has arrived.', 'k1');
    const offer = (): Promise<unknown> => desk.ask({ type: 'transfer.start', conversation, to: { department: sales.id } });
    await offer();
    await eventually(() => seller.cards.get(conversation)).toMatchObject({ status: 'transferring', ticket: expect.any(Number) });
    const { ticket } = seller.cards.get(conversation)!;
    await command(conversation, { type: 'transfer.cancel' });
    await eventually(() => seller.cards.get(conversation)).toBeUndefined();
    await offer();
    await eventually(() => seller.cards.get(conversation)).toMatchObject({ ticket });
    expect(await seller.accept()).toMatchObject({ conversation });
    await eventually(() => desk.desk.seats).toBe(0);
  });

  it('is given out by itself once it is given back, where a department does so', async () => {
    const { agent, begin, command, department } = await meet(server);
    await server.house.admin.call(server.node, 'PATCH', `/departments/${department.id}`, { assignment: 'auto' });
    const { conversation } = await begin('Your parcel has arrived.', 'k1');
    await command(conversation, { type: 'conversation.return' });
    const assigned = async () => (await logOf(server.place, conversation)).flatMap((event) => (event.type === 'conversation.assigned' ? [[event.reason, event.assignee.id]] : []));
    await eventually(assigned).toEqual([['accepted', agent.participant], ['routed', agent.participant]]);
  });

  it('meets no bot, neither a greeting nor an answer', async ({ expect }) => {
    const { begin, department, desk, person } = await meet(server);
    await Bot.make(server, department, { first: true, queued: true }, [{ post: 'When are you open?', similar: [], replies: ['From nine to five.'] }]);
    const { conversation } = await begin('We have moved.', 'k1');
    const visitor = await VisitorAt.join(server.node, person);
    await visitor.say('When are you open?');
    // Where the bot has a chat it answers: it is there, and has heard the same words.
    const other = await VisitorAt.arrive(server.node, department);
    await other.say('When are you open?');
    await other.event('message.posted', ({ body }) => body.text === 'From nine to five.');
    await eventually(() => desk.cards.get(conversation)).toMatchObject({ status: 'active' });
    const speakers = (await logOf(server.place, conversation)).flatMap((event) => (event.type === 'message.posted' && event.publicSeq !== null ? [event.by.slice(0, 2)] : []));
    expect(speakers).toEqual(['a_', 'v_']);
  });

  it('says in both chats where the talk went', async ({ expect }) => {
    const { begin, first } = await meet(server);
    const { conversation } = await begin('Here it goes on.', 'k1', { from: first });
    await begin('Here it goes on.', 'k1', { from: first });
    const linked = async (id: string) => (await logOf(server.place, id)).flatMap((event) => (event.type === 'conversation.linked' ? [[event.how, event.conversation, event.publicSeq]] : []));
    expect([await linked(first), await linked(conversation)]).toEqual([[['to', conversation, null]], [['from', first, null]]]);
    const stranger = await VisitorAt.arrive(server.node, server.house.support);
    await expect(begin('No', 'k2', { from: stranger.conversation })).rejects.toMatchObject({ code: 'conversation.unknown' });
  });
});

it.concurrent('lets one of two nodes begin it, with one seat taken', { timeout: 120_000 }, async ({ expect }) => {
  const place = await freshCluster();
  const [a, b] = await Promise.all(['a', 'b'].map(async (name) => startNode(place, { name: uniqueName(name), port: await freePort() }))) as [ServerNode, ServerNode];
  const { begin, command, desk } = await meet({ house: await House.open(a), node: a });
  for (let round = 0; round < 3; round++) {
    const all = await Promise.all([a, b, a, b].map((at, index) => begin(`Hello ${index % 2}`, `r${round}-${index % 2}`, { at })));
    const [{ conversation }] = all as [{ conversation: string }];
    expect(new Set(all.map((each) => each.conversation)).size).toBe(1);
    const words = (await logOf(place, conversation)).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
    expect(words.toSorted()).toEqual(['Hello 0', 'Hello 1']);
    await eventually(() => desk.desk.seats).toBe(1);
    await command(conversation, { type: 'conversation.close' });
    await eventually(() => desk.desk.seats).toBe(0);
  }
});
