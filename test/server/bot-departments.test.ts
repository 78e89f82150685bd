import { expect, it } from 'vitest';
import { draftOf } from '../bot/support/flow-house.ts';
import { Bot } from './support/bot.ts';
import { eventually } from './support/eventually.ts';
import { logOf } from './support/log.ts';
import { Console, VisitorAt } from './support/people.ts';
import { several } from './support/several.ts';

it('a chat that a bot hands over to another department waits there at its own place, on whichever node', { timeout: 60_000 }, async () => {
  const { byName, house, nodes, place } = await several(2, { QUEUE_GRACE: '600' });
  const [one, two] = nodes as [typeof nodes[0], typeof nodes[0]];
  const [sales, billing, claims] = [await house.department('Sales'), await house.department('Billing'), await house.department('Claims')];
  const bot = await Bot.make({ node: one, house }, sales, { first: true }, []);
  const profile = (await bot.ask<readonly { id: string }[]>('look', {})).find(({ id }) => id === bot.id);
  await bot.ask('save', { profile: { ...profile, first: true, handoverTo: billing.id } });
  const { id: flow } = await bot.ask<{ id: string }>('flow.make', { name: 'Claim', draft: draftOf([{ is: 'handoff', id: 'person', summary: 'A claim', department: claims.id }], { begins: { phrases: ['file a claim'] } }) });
  await bot.ask('flow.publish', { flow });
  const { id: lost } = await bot.ask<{ id: string }>('flow.make', { name: 'Lost', draft: draftOf([{ is: 'handoff', id: 'person', summary: 'Lost', department: 'd-that-never-was' }], { begins: { phrases: ['get lost'] } }) });
  await bot.ask('flow.publish', { flow: lost });

  // Nodes hear of plugins within seconds.
  await eventually(async () => (await (await VisitorAt.arrive(two, sales, byName)).welcome()).state.assignee?.startsWith('b_')).toBe(true);
  // The one who was there first is handed over last.
  const first = await VisitorAt.arrive(one, sales, byName);
  const later = await VisitorAt.arrive(two, billing, byName);
  await first.say('human, please');
  await first.event('conversation.queued', ({ department, reason }) => reason === 'handed-over' && department === billing.id);
  const desk = await Console.open(two, await house.hire({ departments: [billing.id] }), byName);
  await eventually(() => [first, later].every(({ conversation }) => desk.cards.has(conversation))).toBe(true);
  expect(await desk.accept()).toMatchObject({ conversation: first.conversation });
  expect(await desk.accept()).toMatchObject({ conversation: later.conversation });
  const { events } = await desk.open(first.conversation);
  expect(events.some((event) => event.type === 'message.posted' && event.body.text.startsWith('Handed over by Robin'))).toBe(true);

  const claimant = await VisitorAt.arrive(two, sales, byName);
  await claimant.say('file a claim');
  await claimant.event('conversation.queued', ({ department }) => department === claims.id);
  const adjuster = await Console.open(one, await house.hire({ departments: [claims.id] }), byName);
  expect(await adjuster.accept()).toMatchObject({ conversation: claimant.conversation });

  // Nobody looks into the queue of a department that is not there.
  const stray = await VisitorAt.arrive(one, sales, byName);
  await stray.say('get lost');
  await stray.event('conversation.queued', ({ reason }) => reason === 'handed-over');
  const log = await logOf(place, stray.conversation);
  expect(log.findLast((event) => event.type === 'conversation.queued')).toMatchObject({ department: sales.id });
});
