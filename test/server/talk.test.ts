import { describe, expect, it } from 'vitest';
import { CloseCode } from '#wire/close-codes.ts';
import { Frame } from '#wire/protocol.ts';
import { projectEvent, projectState } from '#wire/project.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import { eventually } from './support/eventually.ts';
import { logOf } from './support/log.ts';
import { engines } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer, type Shared } from './support/shared.ts';

/** A visitor who is being served by an agent. */
async function meet({ place, node, house }: Shared) {
  const department = await house.department('Orders');
  const agent = await house.hire({ departments: [department.id] });
  const visitor = await VisitorAt.arrive(node, department);
  const { conversation } = visitor;
  const desk = await Console.open(node, agent);
  expect(await desk.accept()).toMatchObject({ conversation });
  await desk.open(conversation);
  return { place, node, house, agent, visitor, conversation, desk };
}

describe.each(engines)('on %s', (engine) => {
  const server = useServer(engine);

  it('carries words both ways, each once and in order', async () => {
    const { place, visitor, conversation, desk, agent } = await meet(server);
    expect(await visitor.say('Where is my order?')).toMatchObject({ seq: 4 });
    await desk.event(conversation, 'message.posted', ({ body }) => body.text === 'Where is my order?');
    expect(await desk.say(conversation, 'On its way.')).toMatchObject({ seq: 5 });
    const { e } = await visitor.event('message.posted', ({ body }) => body.text === 'On its way.');
    expect(e).toMatchObject({ by: agent.participant, seq: 5, publicSeq: 5 });
    expect(e.id).toBeUndefined();
    const log = await logOf(place, conversation);
    expect(log.map(({ type }) => type)).toEqual(['conversation.started', 'conversation.queued', 'conversation.assigned', 'message.posted', 'message.posted']);
    expect(visitor.line.all(Frame.notice).map(({ e }) => e)).toEqual(log.slice(2).map((event) => projectEvent(event, 'public')));
    expect(desk.line.all(Frame.notice).map(({ e }) => e)).toEqual(log.slice(3));
  });

  it('lets no byte of a note reach the visitor, neither live nor on a later page', async () => {
    const { place, node, visitor, conversation, desk } = await meet(server);
    await desk.say(conversation, 'a secret between us', 'agents');
    await desk.say(conversation, 'Hello');
    await visitor.event('message.posted', ({ body }) => body.text === 'Hello');
    const again = await VisitorAt.join(node, visitor.person);
    const log = await logOf(place, conversation);
    const note = log.find(({ publicSeq }) => publicSeq === null)!;
    for (const { line } of [visitor, again]) {
      const bytes = Buffer.concat(line.raw).toString();
      expect(bytes).not.toContain('secret');
      expect(bytes).not.toContain(note.id);
      expect(bytes).not.toContain(desk.stream.name);
    }
    const { state, events } = await again.welcome();
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(state).toEqual(projectState(log.reduce(evolve, initialState), 'public'));
    expect(state).toEqual(events.reduce(evolve, initialState));
    expect(await again.say('still here')).toMatchObject({ seq: 5 });
  });

  it('tells both sides how far the other has read, and still knows after a reload', async () => {
    const { node, visitor, conversation, desk, agent } = await meet(server);
    await visitor.say('one');
    await desk.say(conversation, 'two');
    desk.line.send(Frame.receipt, { c: conversation, delivered: 5, read: 4 });
    const told = await visitor.line.first(Frame.receipts);
    expect(told.receipts).toEqual([{ participant: agent.participant, delivered: 5, read: 4 }]);
    visitor.line.send(Frame.receipt, { delivered: 5, read: 99 });
    const back = await desk.line.first(Frame.receipts, ({ receipts }) => receipts[0]?.participant === visitor.person.participant);
    expect(back).toEqual({ c: conversation, receipts: [{ participant: visitor.person.participant, delivered: 5, read: 5 }] });
    visitor.line.send(Frame.receipt, { delivered: 2, read: 1 });
    const { receipts } = await (await VisitorAt.join(node, visitor.person)).welcome();
    expect(receipts).toContainEqual({ participant: visitor.person.participant, delivered: 5, read: 5 });
  });

  it('tells agents that the visitor is back, in however many tabs at the same time', async () => {
    const { node, visitor, desk } = await meet(server);
    // So long that what a tab is shown has to be read from the store.
    for (const text of ['one', 'two', 'three']) await visitor.say(text);
    const told = (): readonly unknown[] => desk.line.all(Frame.signal).flatMap(({ online }) => online ?? []);
    let tabs: readonly VisitorAt[] = [visitor];
    for (let round = 1; round <= 5; round++) {
      for (const tab of tabs) tab.line.close();
      await eventually(told).toHaveLength(2 * round - 1);
      tabs = await Promise.all([visitor.person, visitor.person, visitor.person].map((person) => VisitorAt.join(node, person)));
      await eventually(told).toEqual(Array.from({ length: 2 * round }, (_, index) => index % 2 === 1));
    }
  });
});

const server = useServer('sqlite');

it('shows agents what the visitor types, and the visitor only that somebody does', async () => {
  const { place, visitor, conversation, desk, agent } = await meet(server);
  visitor.line.send(Frame.typing, { on: true, text: 'I would like' });
  const shown = await desk.line.first(Frame.signal, ({ typing }) => typing);
  expect(shown).toMatchObject({ c: conversation, participant: visitor.person.participant, text: 'I would like' });
  desk.line.send(Frame.typing, { c: conversation, on: true, text: 'a draft that may be thrown away' });
  expect(await visitor.line.first(Frame.signal)).toEqual({ participant: agent.participant, name: agent.name, typing: true, ttl: 5_000 });
  expect(Buffer.concat(visitor.line.raw).toString()).not.toContain('thrown away');
  expect(await logOf(place, conversation)).toHaveLength(3);
});

it('tells agents when the visitor goes and comes back', async () => {
  const { node, visitor, desk, conversation } = await meet(server);
  visitor.line.close();
  await desk.line.first(Frame.signal, ({ online }) => online === false);
  await VisitorAt.join(node, visitor.person);
  const back = await desk.line.first(Frame.signal, ({ online }) => online === true);
  expect(back).toMatchObject({ c: conversation, participant: visitor.person.participant });
});

it('ends as solved, takes the visitor at their word, and goes on when they reopen', async () => {
  const { place, node, visitor, conversation, desk } = await meet(server);
  expect(await desk.command(conversation, { type: 'conversation.complete' })).toMatchObject({ seq: 4 });
  await visitor.event('conversation.completed');
  await eventually(() => desk.desk.seats).toBe(0);
  expect(await visitor.say('wait')).toMatchObject({ code: 'conversation.ended' });
  expect(await visitor.command({ type: 'feedback.give', solved: false })).toMatchObject({ seq: 5 });
  await desk.event(conversation, 'feedback.given', ({ solved }) => !solved);
  expect(await visitor.command({ type: 'conversation.reopen', agent: null, offer: null })).toMatchObject({ seq: 6 });
  await visitor.line.first(Frame.queue, ({ position }) => position === 1);
  const again = await VisitorAt.join(node, visitor.person);
  expect(again.conversation).toBe(conversation);
  expect(await desk.accept()).toMatchObject({ conversation });
  expect((await logOf(place, conversation)).map(({ type }) => type).slice(3)).toEqual([
    'conversation.completed', 'feedback.given', 'conversation.reopened', 'conversation.queued', 'conversation.assigned',
  ]);
});

it('shows every tab the same, and takes words from each', async () => {
  const { node, visitor, conversation, desk } = await meet(server);
  const tab = await VisitorAt.join(node, visitor.person);
  await visitor.say('from the first');
  await tab.say('from the second');
  await tab.event('message.posted', ({ body }) => body.text === 'from the first');
  await visitor.event('message.posted', ({ body }) => body.text === 'from the second');
  await desk.say(conversation, 'to both');
  await tab.event('message.posted', ({ body }) => body.text === 'to both');
  await visitor.event('message.posted', ({ body }) => body.text === 'to both');
});

it('goes on exactly where the client left off', async () => {
  const { node, visitor, conversation, desk } = await meet(server);
  await visitor.say('before');
  visitor.line.close();
  await desk.say(conversation, 'a note', 'agents');
  await desk.say(conversation, 'while you were away');
  const back = await VisitorAt.join(node, visitor.person, { since: 4 });
  const { resumed, events } = await back.welcome();
  expect(resumed).toBe(true);
  expect(events).toMatchObject([{ seq: 5, body: { text: 'while you were away' } }]);
  const lost = await VisitorAt.join(node, visitor.person, { since: 400 });
  expect(await lost.welcome()).toMatchObject({ resumed: false, events: [{ seq: 1 }, {}, {}, {}, { seq: 5 }] });
});

it('closes the consoles of somebody who signs out everywhere', async () => {
  const { node, house, agent, desk } = await meet(server);
  await house.admin.call(node, 'PATCH', `/agents/${agent.id}`, { disabled: true });
  expect(await desk.line.closed).toMatchObject({ code: CloseCode.unauthorised });
});
