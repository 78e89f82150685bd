import { afterAll, beforeAll, expect, it } from 'vitest';
import { OutsideHouse, QUESTION, RETURNS, startModel } from '../bot/support/outside-house.ts';
import type { OpenAi } from '../simulators/openai.ts';
import { Bot, switchBotsOn } from './support/bot.ts';
import { eventually } from './support/eventually.ts';
import { logOf } from './support/log.ts';
import type { ServerNode } from './support/node.ts';
import { VisitorAt } from './support/people.ts';
import { several, type Several } from './support/several.ts';
import { useServer } from './support/shared.ts';

const PRIVATE = { PRIVATE_HOSTS: '127.0.0.1' };
const server = useServer('sqlite', PRIVATE);
let model: OpenAi;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.end());

it('a chat is answered by a bot of another server, and what that one does not know by a model', async () => {
  const { house, node } = server;
  const remote = await Bot.make(server, await house.department('Elsewhere'), {}, [{ post: 'Do you deliver to islands?', similar: [], replies: ['To all of them.'] }]);
  const { clientId, secret } = await remote.ask<{ readonly clientId: string; readonly secret: string }>('rotate', {});
  await switchBotsOn(server);
  await house.admin.call(node, 'PUT', '/plugins/bot/config', { config: { ...OutsideHouse.config(model), engines: [{ id: 'other', url: `${node.origin}/plugins/bot`, clientId, secret }] } });
  const department = await house.department('Here');
  const bot = await Bot.make(server, department, { first: true, queued: false }, [{ post: 'When are you open?', similar: [], replies: ['From nine to five.'] }]);
  const profile = (await bot.ask<readonly { readonly id: string }[]>('look', {})).find(({ id }) => id === bot.id);
  await bot.ask('save', { profile: { ...profile, outside: { model: true, strict: true, engine: 'other', instead: false, assists: true } } });
  await bot.ask('document.put', { document: RETURNS });
  await model.script({ content: 'Yes, within 30 days [1].' });

  const visitor = await VisitorAt.arrive(node, department);
  const answered = async (text: string, answer: string): Promise<void> => {
    await visitor.say(text);
    await visitor.event('message.posted', ({ body, by }) => by.startsWith('b_bot.') && body.text.startsWith(answer));
  };
  await answered('when are you open', 'From nine to five.');
  await answered('do you deliver to islands?', 'To all of them.');
  expect(await model.asked()).toHaveLength(0);
  await answered(QUESTION, 'Yes, within 30 days [1].\n\n[1] Returns › Returning things: https://shop.example/returns');
  await bot.ask('outside.switch', { on: false });
  await answered('do you deliver to islands, and what does that cost?', 'I am afraid');
  expect(JSON.stringify(await house.admin.call(node, 'GET', '/plugins/bot'))).not.toMatch(new RegExp(`${secret}|sk-of-the-test`));
});

it('switched off on one node, an answer that is under way on another is not said', { timeout: 60_000 }, async () => {
  const cluster = await several(2, PRIVATE);
  const { house, nodes: [a, b] } = cluster;
  const bot = await Bot.make({ node: a!, house }, house.support, { first: true, queued: false }, []);
  await house.admin.call(a!, 'PUT', '/plugins/bot/config', { config: OutsideHouse.config(model) });
  const [profile] = await bot.ask<readonly object[]>('look', {});
  await bot.ask('save', { profile: { ...profile, outside: { model: true, strict: true, engine: '', instead: false, assists: true } } });
  await bot.ask('document.put', { document: RETURNS });
  const visitor = await servedBy(b!, cluster);
  await visitor.event('message.posted', ({ body }) => body.text.startsWith('Hello!'));
  await model.script({ content: 'Yes, within 30 days [1].', delayMs: 8_000 });
  const before = (await model.asked()).length;
  await visitor.say(QUESTION);
  await eventually(async () => (await model.asked()).length).toBe(before + 1);
  const began = performance.now();
  await bot.ask('outside.switch', { on: false });
  await visitor.event('message.posted', ({ body, by }) => by.startsWith('b_bot.') && body.text.startsWith('I am afraid'));
  expect(performance.now() - began).toBeLessThan(4_000);
});

/** Somebody new, as soon as a node has heard of the bot. */
async function servedBy(node: ServerNode, { byName, house: { support }, place }: Several): Promise<VisitorAt> {
  let served: VisitorAt | undefined;
  await eventually(async () => {
    const visitor = await VisitorAt.arrive(node, support, byName);
    served = (await logOf(place, visitor.conversation)).some(({ type }) => type === 'conversation.assigned') ? visitor : undefined;
    return served !== undefined;
  }).toBe(true);
  return served!;
}
