import { expect, it, vi } from 'vitest';
import { keepDictionary } from '../../plugins/bot/compat/dictionaries.ts';
import { hasRoom, type Faq } from '../../plugins/bot/faq.ts';
import { reply } from '../../plugins/bot/reply.ts';
import { newProfile } from '../../plugins/bot/profile.ts';
import { draftOf } from './support/flow-house.ts';
import { SlowHouse } from './support/slow-house.ts';

const DATES = { createdate: '', updatedate: '' };
const entryOf = (id: string, post = 'a', similar: readonly string[] = []): Faq => ({ id, post, similar: [...similar], replies: ['x'], enabled: true, categories: [] });
const known = (count: number): ReadonlyMap<string, Faq> => new Map(Array.from({ length: count }, (_, i) => [String(i), entryOf(String(i))]));

it('a bot has room for so many questions', () => {
  expect(hasRoom(known(19_999), [entryOf('new')])).toBe(true);
  expect(hasRoom(known(20_000), [entryOf('new')])).toBe(false);
  expect(hasRoom(known(19_999), [entryOf('new'), entryOf('another')])).toBe(false);
  expect(hasRoom(known(20_000), [entryOf('7', 'another text')])).toBe(true);
});

it('a bot has room for so many characters, and may lose some where it has more', () => {
  const long = Array.from({ length: 200 }, () => 'x'.repeat(500));
  const large = new Map(Array.from({ length: 200 }, (_, i) => [String(i), entryOf(String(i), 'a', long)]));
  expect(hasRoom(large, [entryOf('new', 'a', long)])).toBe(false);
  expect(hasRoom(large, [entryOf('1', 'a', long.slice(1))])).toBe(true);
});

it('the door and the page refuse what is more', async () => {
  const house = await SlowHouse.open();
  for (let i = 0; i < 20_000; i++) house.data.kept.set(`faq:robin:${i}`, JSON.stringify(entryOf(String(i))));
  // As if it were read: that takes long, and is tried elsewhere.
  vi.spyOn(house.around.brains, 'of').mockResolvedValue({ entries: known(20_000), search: { alike: () => [] } } as never);
  const client = await house.client();
  expect(await client.command('POST', '/faq/database', { docId: 'new', post: 'a', replies: [{ content: 'b' }] })).toMatchObject({ rc: 4 });
  const entry = { post: 'a', similar: [], replies: ['b'], enabled: true, categories: [] };
  expect(await house.do('put', { entry })).toEqual({ refused: 'full' });
  expect(await house.do('bring', { entries: [{ ...entry, post: 'b' }] })).toEqual({ refused: 'full' });
  expect(house.data.kept.size).toBe(20_002);
});

it('intents have so many utterances in all', async () => {
  const house = await SlowHouse.open();
  const utters = (count: number) => Array.from({ length: count }, (_, i) => ({ id: String(i), utterance: `u${i}`, ...DATES }));
  for (let i = 0; i < 20; i++) house.data.kept.set(`intent:robin:i${i}`, JSON.stringify({ name: `i${i}`, description: '', utters: utters(i === 0 ? 999 : 1_000), slots: [], ...DATES }));
  const client = await house.client();
  expect(await client.command('POST', '/clause/utters', { intent: { name: 'i0' }, utter: { utterance: 'one' } })).toMatchObject({ rc: 0 });
  await client.command('POST', '/clause/intents', { name: 'new' });
  expect(await client.command('POST', '/clause/utters', { intent: { name: 'new' }, utter: { utterance: 'two' } })).toMatchObject({ rc: 4 });
  expect(await client.command('POST', '/clause/intents/import', { intents: [{ name: 'other', utters: [{ utterance: 'two' }] }] })).toMatchObject({ rc: 4 });
  expect(await house.do('intent.save', { isNew: true, intent: { name: 'third', description: '', utters: ['two'], slots: [] } })).toEqual({ refused: 'full' });
});

it('dictionaries have so many words and patterns in all', async () => {
  const house = await SlowHouse.open();
  const dictionary = (name: string, words: number, patterns: number) => ({ name, description: '', type: words > 0 ? 'vocab' as const : 'regex' as const, words: Array.from({ length: words }, (_, i) => ({ word: `w${i}`, synonyms: [`s${i}`], ...DATES })), patterns: Array.from({ length: patterns }, () => 'x'), ...DATES });
  for (const name of ['a', 'b', 'c']) await keepDictionary(house.ctx, house.bot, dictionary(name, 3_000, 0));
  await keepDictionary(house.ctx, house.bot, dictionary('d', 1_000, 0));
  await keepDictionary(house.ctx, house.bot, dictionary('d', 1_000, 0));
  await expect(keepDictionary(house.ctx, house.bot, dictionary('e', 1, 0))).rejects.toMatchObject({ rc: 4 });
  for (let i = 0; i < 10; i++) await keepDictionary(house.ctx, house.bot, dictionary(`p${i}`, 0, 50));
  await expect(keepDictionary(house.ctx, house.bot, dictionary('q', 0, 1))).rejects.toMatchObject({ rc: 4 });
});

it('users are read a page at a time, and what they are in the middle of is not held', async () => {
  const house = await SlowHouse.open();
  for (let i = 0; i < 250; i++) house.data.kept.set(`user:robin:${i}`, JSON.stringify({ id: `u${i}`, createdAt: 0, lastAt: i, scripts: {} }));
  const client = await house.client();
  expect(await client.command('GET', '/users?limit=2&page=2')).toMatchObject({ total: 250, total_page: 125, data: [{ userId: 'u247' }, { userId: 'u246' }] });
  expect((await client.command('GET', '/users?limit=1&sortby=lasttime')).data).toMatchObject([{ userId: 'u0' }]);
});

it('a file without words is something that a bot does not know: it asks, and then gives the chat to a person', async () => {
  const house = await SlowHouse.open();
  const brain = (await house.around.brains.of(house.ctx, house.bot))!;
  const turn = { bot: house.bot, conversation: 'c1', role: 'serves', visitor: { id: 'v_1', name: 'Anna' }, locale: 'en', at: 0 } as const;
  let memory: unknown = null;
  const nexts = [];
  for (let i = 1; i <= 4 && nexts.at(-1) !== 'hand-over'; i++) {
    const { answer } = await reply(brain, { ...turn, at: i * 60_000, turn: i, cue: { kind: 'said', text: '' }, memory });
    expect(answer.says?.every(({ text }) => text.trim() !== '')).toBe(true);
    ({ memory } = answer);
    nexts.push(answer.next);
  }
  expect(nexts.length).toBeGreaterThan(1);
  const first = await reply(brain, { ...turn, turn: 1, cue: { kind: 'said', text: '' }, memory: null });
  expect(first.answer.says).toMatchObject([{ text: expect.stringContaining('in words') }]);
  expect((await reply(brain, { ...turn, turn: 2, at: 1_000, cue: { kind: 'said', text: '' }, memory: first.answer.memory })).answer, 'sent together').toEqual({});
  expect(nexts.at(-1)).toBe('hand-over');
  const assisted = await reply(brain, { ...turn, role: 'assists', turn: 9, cue: { kind: 'said', text: '' }, memory: null });
  expect(assisted.answer.says ?? []).toEqual([]);
});

it('there are so many bots, whoever makes them', async () => {
  const house = await SlowHouse.open();
  for (let i = 1; i < 1_000; i++) house.data.kept.set(`bot:b${i}`, JSON.stringify({ profile: newProfile(`b${i}`, 'Bot', `d-${i}`, 'en') }));
  expect(await house.do('make', { name: 'One more', department: 'd-more', language: 'en' })).toEqual({ refused: 'full' });
  house.data.kept.delete('bot:b1');
  expect(await house.do('make', { name: 'One more', department: 'd-more', language: 'en' })).toMatchObject({ name: 'One more' });
});

it('a bot has so many flows, and a flow no test that is longer than it may be', async () => {
  const house = await SlowHouse.open();
  const draft = draftOf([{ is: 'message', id: 'long', text: 'x'.repeat(3_500), next: 'q' }, { is: 'question', id: 'q', slot: 'q', type: 'text', text: 'And?', fresh: true, next: 'long' }]);
  const { id: flow } = await house.do<{ id: string }>('flow.make', { name: 'Round and round', draft });
  const keep = (lines: number) => house.do('flow.keep', { flow, name: 'Talk', scene: { at: null, slots: [], lines: Array.from({ length: lines }, () => ({ say: 'again' })), startedAt: 0 } });
  expect(await keep(10)).toMatchObject({ name: 'Talk' });
  expect(await keep(80)).toEqual({ refused: 'tests.too-large', most: 200_000 });
  for (let i = 1; i < 50; i++) await house.do('flow.make', { name: `Flow ${i}`, draft });
  expect(await house.do('flow.make', { name: 'One more', draft })).toEqual({ refused: 'flows.too-many', most: 50 });
});
