import { expect, it } from 'vitest';
import { keyOf } from '../../plugins/bot/compat/keys.ts';
import { Lanes } from '../../plugins/bot/compat/lanes.ts';
import { Values } from '../../plugins/bot/compat/values.ts';
import type { Faq } from '../../plugins/bot/faq.ts';
import { SlowHouse } from './support/slow-house.ts';

/** A cluster of two, with a client of the API at each, and what its store has. */
async function two() {
  const one = await SlowHouse.open();
  const other = new SlowHouse(one.data);
  const atOne = await one.client();
  const atOther = await other.client((await keyOf(one.ctx, one.bot))?.secret);
  await one.do('put', { entry: { id: 'q', post: 'When?', similar: [], replies: ['At nine.'], enabled: true, categories: ['Hours'] } });
  const kept = <T>(key: string): T => one.data.peek(key) as T;
  return { one, other, atOne, atOther, kept };
}

const LETTERS = ['a', 'b', 'c', 'd'];
const byTurns = <N>(nodes: readonly [N, N], add: (node: N, letter: string) => Promise<unknown>): Promise<unknown> =>
  Promise.all(LETTERS.map((letter, index) => add(index % 2 === 0 ? nodes[0] : nodes[1], letter)));

it('a question has what both added to it, and the replies that one of them gave it meanwhile', async () => {
  const { atOne, kept, one, other } = await two();
  await Promise.all([
    byTurns([one, other], (house, letter) => house.do('history.teach', { entry: 'q', questions: [letter] })),
    atOne.command('PUT', '/faq/database/q', { post: 'Hours?', replies: [{ rtype: 'plain', content: 'x' }] }),
  ]);
  const { post, replies, similar } = kept<Faq>('faq:robin:q');
  expect([post, replies, similar.toSorted()]).toEqual(['Hours?', ['x'], LETTERS]);
});

it('categories that both make are all there, and one that is renamed keeps its questions', async () => {
  const { atOne, atOther, kept, other } = await two();
  await byTurns([atOne, atOther], (client, label) => client.command('POST', '/faq/categories', { label }));
  const made = kept<{ readonly label: string; readonly value: string }[]>('categories:robin');
  expect(made.map(({ label }) => label).toSorted()).toEqual(LETTERS);
  await atOne.command('POST', '/faq/database', { docId: 'r', post: 'Where?', replies: [{ rtype: 'plain', content: 'Here.' }], categoryTexts: ['a'] });
  await Promise.all([
    atOne.command('PUT', '/faq/categories', { value: made.find(({ label }) => label === 'a')?.value, label: 'z' }),
    other.do('history.teach', { entry: 'r', questions: ['In what street?'] }),
  ]);
  expect(kept<Faq>('faq:robin:r')).toMatchObject({ categories: ['z'], similar: ['In what street?'] });
});

it('scripts have the topics that both added', async () => {
  const { kept, one, other } = await two();
  await byTurns([one, other], (house, name) => house.do('script.add', { name, text: '+ hi\n- hi' }));
  expect(kept<{ readonly topics: { readonly name: string }[] }>('scripts:robin').topics.map(({ name }) => name).toSorted()).toEqual(LETTERS);
});

it('an intent has the utterances that both added', async () => {
  const { atOne, atOther, kept } = await two();
  await atOne.command('POST', '/clause/intents', { name: 'i' });
  await byTurns([atOne, atOther], (client, utterance) => client.command('POST', '/clause/utters', { intent: { name: 'i' }, utter: { utterance } }));
  expect(kept<{ readonly utters: { readonly utterance: string }[] }>('intent:robin:i').utters.map(({ utterance }) => utterance).toSorted()).toEqual(LETTERS);
});

it('a dictionary has the words that both added', async () => {
  const { atOne, atOther, kept } = await two();
  await atOne.command('POST', '/clause/customdicts', { name: 'd' });
  await byTurns([atOne, atOther], (client, word) => client.command('POST', '/clause/dictwords', { customdict: { name: 'd' }, dictword: { word } }));
  expect(kept<{ readonly words: { readonly word: string }[] }>('dictionary:robin:d').words.map(({ word }) => word).toSorted()).toEqual(LETTERS);
});

it('an intent is made once, whichever node is asked', async () => {
  const { atOne, atOther } = await two();
  const made = await Promise.all([atOne, atOther].map((client) => client.command('POST', '/clause/intents', { name: 'i' })));
  expect(made.map(({ rc }) => rc).toSorted((a, b) => a - b)).toEqual([0, 2]);
});

it('one training is begun, whichever node is asked', async () => {
  const { atOne, atOther, one } = await two();
  for (const name of ['buy', 'sell']) await one.do('intent.save', { isNew: true, intent: { name, description: '', utters: [`I ${name}`, `${name} it`], slots: [] } });
  const begun = await Promise.all([atOne, atOther].map((client) => client.command('POST', '/clause/devver/train')));
  expect(begun.map(({ rc }) => rc).toSorted((a, b) => a - b)).toEqual([0, 2]);
});

it('a number has all that functions added to it', async () => {
  const { one, other } = await two();
  const values = [one, other].map(({ bot, ctx }) => new Values(ctx, bot, new Lanes())) as [Values, Values];
  await byTurns(values, (each) => each.add('visits', 1, 0));
  expect(await values[0].get('visits', 0)).toBe(LETTERS.length);
});

it('a number that more nodes want at once than one would be overtaken by has all that they added', async () => {
  const { ctx, bot } = await SlowHouse.open();
  const nodes = Array.from({ length: 24 }, () => new Values(ctx, bot, new Lanes()));
  await nodes[0]?.add('visits', 1, 0);
  await Promise.all(nodes.map((each) => each.add('visits', 1, 0)));
  expect(await nodes[0]?.get('visits', 0)).toBe(nodes.length + 1);
});

it('a profile has what both changed of it by the API', async () => {
  const { atOne, atOther, one } = await two();
  await Promise.all([atOne.command('PUT', '/', { welcome: 'Welcome' }), atOther.command('PUT', '/', { fallback: 'Pardon?' })]);
  expect(await one.profile()).toMatchObject({ welcome: 'Welcome', fallback: 'Pardon?' });
});
