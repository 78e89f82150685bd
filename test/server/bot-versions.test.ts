import { expect, it } from 'vitest';
import { Bot } from './support/bot.ts';
import { eventually } from './support/eventually.ts';
import { VisitorAt } from './support/people.ts';
import { several } from './support/several.ts';

/** A version of one intent, which says in its question which one it is, and knows its own word only. */
async function release(bot: Bot, edition: string): Promise<void> {
  await bot.ask('dictionary.remove', { name: 'town' });
  await bot.ask('dictionary.save', { isNew: true, dictionary: { name: 'town', type: 'vocab', description: '', words: [{ word: `${edition}ville`, synonyms: [] }], patterns: [] } });
  await bot.ask('intent.remove', { name: 'weather' });
  await bot.ask('intent.save', { isNew: true, intent: { name: 'weather', description: '', utters: ['the weather please'], slots: [{ name: 'where', dict: 'town', requires: true, question: `${edition}: which town?` }] } });
  await bot.ask('intent.train', {});
  await eventually(() => bot.ask('intent.training', {})).toMatchObject({ state: 'done', isStale: false });
  await bot.ask('version.put', {});
}

it('chats of every node are answered by the version that is live, and one that is under way ends in its own', { timeout: 120_000 }, async () => {
  const { byName, house, nodes: [a, b] } = await several(2);
  const department = await house.department('Weather');
  const bot = await Bot.make({ node: a!, house }, department, { first: true }, []);
  await bot.ask('script.add', { name: 'main', text: 'intent weather\n- {keep} It is fine.' });
  for (const edition of ['red', 'blue']) await release(bot, edition);
  const asked = async (node = b!) => {
    const visitor = await VisitorAt.arrive(node, department, byName);
    await visitor.say('the weather please');
    const { e } = await visitor.event('message.posted', ({ body }) => body.text.endsWith('which town?'));
    return { visitor, question: e.type === 'message.posted' ? e.body.text : '' };
  };
  await eventually(async () => (await asked()).question).toBe('blue: which town?');
  const { visitor } = await asked();
  await bot.ask('version.live', { version: 1 });
  // The node that was asked knows it at once, the other one within a second.
  expect((await asked(a)).question).toBe('red: which town?');
  await eventually(async () => (await asked()).question).toBe('red: which town?');
  await visitor.say('blueville');
  await visitor.event('message.posted', ({ body }) => body.text === 'It is fine.');
});
