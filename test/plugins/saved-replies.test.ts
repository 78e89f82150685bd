import { expect, it } from 'vitest';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/saved-replies/index.ts';
import type { Book } from '../../plugins/saved-replies/book.ts';
import { fill } from '../../plugins/saved-replies/reply.ts';
import { known, learn } from '../../plugins/saved-replies/shelves.ts';

const as = (id: string, role: 'agent' | 'supervisor' = 'agent') => ({ viewer: { kind: 'agent', id, name: id === '1' ? 'Lin' : 'Bo', role } }) as const;
const [lin, bo, boss] = [as('1'), as('2'), as('9', 'supervisor')];
const refund = { title: 'Refund', shortcut: '/refund', text: 'Hi {{name|there}}, {{agent}} of {{department}} sends it back.' };

type Look = typeof boss;
const page = async (tested: TestedPlugin, action: string, values: object, look: Look = boss) => (await tested.act('replies', action, values as never, look)).data as Record<string, any>;
/** Somebody opens it and saves it with this. */
const rewrite = async (tested: TestedPlugin, shelf: string, id: string, words: object, look?: Look) => page(tested, 'change', { id, from: shelf, shelf, read: (await page(tested, 'look', { id, shelf }, look))['at'] ?? 0, ...words }, look);
const titles = async (tested: TestedPlugin, query = '', look: object = lin) => (await tested.choices('insert', query, look)).map(({ title }) => title);

it('fills in what is known where it is used, and counts it', async () => {
  const tested = await testPlugin(plugin);
  await page(tested, 'add', { shelf: 'all', ...refund });
  const [choice] = await tested.choices('insert', 'ref', lin);
  expect(choice).toMatchObject({ title: 'Refund', shortcut: 'refund', detail: 'Hi Anna, Lin of Support sends it back.' });
  expect(await tested.act('insert', choice!.action, choice!.values, lin)).toEqual({ insert: 'Hi Anna, Lin of Support sends it back.' });
  const nameless = { ...lin, conversation: { visitor: { id: '1', name: '#4711', named: false, email: null, attributes: {} } } };
  expect(await tested.act('insert', 'insert', choice!.values, nameless)).toEqual({ insert: 'Hi there, Lin of Support sends it back.' });
  expect((await page(tested, 'list', {}))['items']).toMatchObject([{ uses: 2, by: 'Bo' }]);
});

it('leaves what people call themselves the text that it is, and no gap where a name is not known', () => {
  const occasion = { name: '$& {{agent}}', agent: 'Lin', department: 'Support' };
  expect(fill('Hi {{ name }}, {{NAME|there}}!', occasion)).toBe('Hi $& {{agent}}, $& {{agent}}!');
  const nameless = { ...occasion, name: null };
  expect(fill('Hi {{name}}, I am {{agent}}.', nameless)).toBe('Hi, I am Lin.');
  expect(fill('您好{{name}}，{{name|朋友}}。{{order}}', nameless)).toBe('您好，朋友。{{order}}');
});

it('offers everybody’s, those of the chat’s department, and the agent’s own: the best first', async () => {
  const tested = await testPlugin(plugin);
  for (const [shelf, title, shortcut] of [['all', 'Greeting', 'hi'], ['d:d1', 'Here only', 'hint'], ['d:d2', 'Elsewhere', 'high']] as const) await page(tested, 'add', { shelf, title, shortcut, text: 'Say this' });
  await page(tested, 'add', { shelf: 'a:1', title: 'History', shortcut: '', text: 'Mine' }, lin);
  expect(await titles(tested, 'hi')).toEqual(['Greeting', 'Here only', 'History']);
  expect(await titles(tested, 'hi', bo)).toEqual(['Greeting', 'Here only']);
  expect(await titles(tested, 'say')).toEqual(['Greeting', 'Here only']);
  expect(await titles(tested, 'nothing such')).toEqual([]);
});

it('says whose each is, and of everybody’s only beside another of their title', async () => {
  const tested = await testPlugin(plugin);
  for (const [shelf, title] of [['all', 'Refund'], ['all', 'Hours'], ['d:d1', 'refund'], ['d:d1', 'Address'], ['a:9', 'REFUND']] as const) await page(tested, 'add', { shelf, title, shortcut: '', text: 'Say this' });
  const tags = async (look: object, query = '') => (await tested.choices('insert', query, look)).map(({ tag = '-', title }) => `${title} ${tag}`);
  expect((await tags(boss)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['Address This department', 'Hours -', 'REFUND Only me', 'Refund Everyone', 'refund This department']);
  expect(new Set(await tags({ ...lin, locale: 'zh-CN' }, 'refund'))).toEqual(new Set(['Refund 所有人', 'refund 本部门']));
});

it('offers what may have been meant to who has mistyped, and says that it is no more than that', async () => {
  const tested = await testPlugin(plugin);
  for (const [title, shortcut] of [['Thank you', 'thanks'], ['Tanks', ''], ['Greeting', 'hi'], ['Goodbye', 'bye']] as const) await page(tested, 'add', { shelf: 'all', title, shortcut, text: 'Say this' });
  const near = async (query: string) => (await tested.choices('insert', query, lin)).filter((choice) => choice.near === true).map(({ title }) => title);
  for (const slip of ['thnks', 'thansk', 'thankks', 'rhanks']) expect(await near(slip), slip).toContain('Thank you');
  expect(await near('tansk')).toEqual(['Tanks', 'Thank you']);
  expect(await near('bxe')).toEqual(['Goodbye']);
  for (const other of ['ho', 'thank', 'th', 'usr', 'thnks a lot', 'x'.repeat(60)]) expect(await near(other), other).toEqual([]);
});

it('lets nobody read or change what is another’s, whatever they call it', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'a:1', ...refund }, lin);
  const { id: shared } = await page(tested, 'add', { shelf: 'all', ...refund });
  for (const look of [bo, boss]) {
    expect(await page(tested, 'look', { shelf: 'a:1', id }, look)).toEqual({ refused: 'gone' });
    expect(await page(tested, 'remove', { shelf: 'a:1', id }, look)).toEqual({ refused: 'forbidden' });
    expect(await page(tested, 'change', { id, from: 'a:1', shelf: 'a:1', read: 0, ...refund }, look)).toEqual({ refused: 'forbidden' });
    expect(await tested.act('insert', 'insert', { id, shelf: 'a:1' }, look)).toMatchObject({ toast: { tone: 'danger' } });
  }
  for (const [action, values] of [['add', { shelf: 'all', ...refund }], ['change', { id: shared, from: 'all', shelf: 'a:1', read: 0, ...refund }], ['remove', { id: shared, shelf: 'all' }], ['bring', { shelf: 'd:d1', rows: JSON.stringify([refund]), does: true }]] as const) {
    expect(await page(tested, action, values, lin)).toEqual({ refused: 'forbidden' });
  }
  await page(tested, 'remove', { id: shared, shelf: 'all' });
  expect(await page(tested, 'restore', { id: shared }, lin)).toEqual({ refused: 'gone' });
  expect((await page(tested, 'list', {}, boss))['items']).toEqual([]);
  expect(await tested.act('insert', 'insert', { id, shelf: 'd:d2' }, lin)).toMatchObject({ toast: { tone: 'danger' } });
});

it('takes nothing that is no reply', async () => {
  const tested = await testPlugin(plugin);
  for (const wrong of [{ title: '' }, { title: 'two\nlines' }, { text: ' ' }, { text: 'x'.repeat(4_001) }, { shortcut: 'two words' }, { shelf: 'gone:1' }, { shelf: 'a:1:2' }, { title: '\ud800' }]) {
    expect(await page(tested, 'add', { shelf: 'all', ...refund, ...wrong })).toEqual({ refused: 'input' });
  }
  expect(await page(tested, 'look', { shelf: 'all', id: '../x' })).toEqual({ refused: 'input' });
  expect(await page(tested, 'bring', { shelf: 'all', rows: '[{', does: true })).toEqual({ refused: 'input' });
  expect([...tested.data]).toEqual([]);
});

it('what was deleted comes back as it was; agents keep none where the settings say so', async () => {
  const tested = await testPlugin(plugin, { config: { agentsOwn: false } });
  expect(await page(tested, 'add', { shelf: 'a:1', ...refund }, lin)).toEqual({ refused: 'forbidden' });
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  await tested.act('insert', 'insert', { id, shelf: 'all' }, lin);
  await page(tested, 'remove', { id, shelf: 'all' });
  expect(await titles(tested)).toEqual([]);
  await page(tested, 'restore', { id });
  expect((await page(tested, 'list', {}))['items']).toMatchObject([{ title: 'Refund', uses: 1 }]);
  expect(await page(tested, 'restore', { id })).toEqual({ refused: 'gone' });
  const { now } = Date;
  try {
    await page(tested, 'remove', { id, shelf: 'all' });
    Date.now = () => now() + 3_600_001;
    expect(await page(tested, 'restore', { id })).toEqual({ refused: 'gone' });
  } finally {
    Date.now = now;
  }
});

it('comes back beside none that has its shortcut by now', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  await page(tested, 'remove', { id, shelf: 'all' });
  const other = await page(tested, 'add', { shelf: 'all', ...refund, title: 'Money back' });
  expect(await page(tested, 'restore', { id })).toEqual({ refused: 'shortcut' });
  await page(tested, 'remove', { id: other['id'], shelf: 'all' });
  expect(await page(tested, 'restore', { id })).toEqual({ id, shelf: 'all' });
});

it('fails with the shelf that could not be read, and nowhere else', async () => {
  const reading = Promise.withResolvers<never>();
  const book = { data: { get: async () => undefined, entries: () => reading.promise } } as unknown as Book; // what is not asked of it here
  const asked = known(book, ['all']);
  await new Promise(setImmediate);
  learn(book, { ...refund, id: '0', shelf: 'all', by: 'Lin', at: 0, uses: 1 });
  reading.reject(new Error('away'));
  await expect(asked).rejects.toThrow('away');
});

it('stand in the order in which they were written, also those of one millisecond', async () => {
  const tested = await testPlugin(plugin);
  const rows = Array.from({ length: 50 }, (_, i) => ({ title: `Row ${i}`, shortcut: '', text: 'Words' }));
  await page(tested, 'bring', { shelf: 'all', rows: JSON.stringify(rows), does: true });
  expect((await page(tested, 'take', {}))['items']).toMatchObject(rows);
});

it('moves to other readers with what it has', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  await rewrite(tested, 'all', id, { shelf: 'd:d2', ...refund, title: 'Money back' });
  expect(await titles(tested)).toEqual([]);
  expect(await titles(tested, '', { ...lin, conversation: { department: { id: 'd2', name: 'Sales' } } })).toEqual(['Money back']);
});

it('two who write it at once: the second is told what the first changed, and what is only used meanwhile stands in nobody’s way', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  const { at: read } = await page(tested, 'look', { id, shelf: 'all' });
  await tested.act('insert', 'insert', { id, shelf: 'all' }, lin);
  const mine = { id, from: 'all', shelf: 'all', read, ...refund };
  expect(await page(tested, 'change', { ...mine, text: 'One' })).toEqual({ id, shelf: 'all' });
  const answer = await page(tested, 'change', { ...mine, text: 'Two' });
  expect(answer).toMatchObject({ refused: 'conflict', theirs: { text: 'One', by: 'Bo', uses: 1, writable: true } });
  expect((await page(tested, 'look', { id, shelf: 'all' }))['text']).toBe('One');
  expect(await page(tested, 'change', { ...mine, read: answer['theirs'].at, text: 'Two' })).toEqual({ id, shelf: 'all' });
  expect((await page(tested, 'look', { id, shelf: 'all' }))['text']).toBe('Two');
});

it('at the same instant as well one save of two stands, and each use is counted', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  const { at: read } = await page(tested, 'look', { id, shelf: 'all' });
  const answers = await Promise.all(['One', 'Two'].map((text) => page(tested, 'change', { id, from: 'all', shelf: 'all', read, ...refund, text })));
  expect(answers.map((answer) => answer['refused'])).toEqual(expect.arrayContaining([undefined, 'conflict']));
  await Promise.all([1, 2, 3, 4].map(() => tested.act('insert', 'insert', { id, shelf: 'all' }, lin)));
  expect((await page(tested, 'look', { id, shelf: 'all' }))['uses']).toBe(4);
});

it('no two of a shelf have one shortcut, and whoever writes hears of those on others that they may see', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  const { id: other } = await page(tested, 'add', { shelf: 'all', ...refund, title: 'Other', shortcut: 'other' });
  await page(tested, 'add', { shelf: 'a:1', ...refund, title: 'Mine' }, lin);
  expect(await page(tested, 'add', { shelf: 'all', ...refund, shortcut: 'REFUND' })).toEqual({ refused: 'shortcut' });
  expect(await rewrite(tested, 'all', other, refund)).toEqual({ refused: 'shortcut' });
  expect(await rewrite(tested, 'all', id, { ...refund, title: 'Again' })).toEqual({ id, shelf: 'all' });
  expect(await page(tested, 'shortcut', { shortcut: 'Refund' }, lin)).toEqual({ items: [{ title: 'Again', shelf: 'all' }, { title: 'Mine', shelf: 'a:1' }] });
  expect(await page(tested, 'shortcut', { shortcut: 'refund', id }, bo)).toEqual({ items: [] });
  expect(await page(tested, 'shortcut', { shortcut: '' }, lin)).toEqual({ items: [] });
});

it('nor where two write at the same instant, or where one is had back whose shortcut another has by now', async () => {
  const tested = await testPlugin(plugin);
  const { id: gone } = await page(tested, 'add', { shelf: 'd:d1', ...refund, shortcut: 'gone' });
  const { id: other } = await page(tested, 'add', { shelf: 'all', ...refund, title: 'Other', shortcut: 'other' });
  const { at: read } = await page(tested, 'look', { id: other, shelf: 'all' });
  await page(tested, 'remove', { id: gone, shelf: 'd:d1' });
  const rows = JSON.stringify([{ ...refund, title: 'Brought', text: 'New' }]);
  const answers = await Promise.all([
    page(tested, 'add', { shelf: 'all', ...refund, title: 'One' }),
    page(tested, 'add', { shelf: 'all', ...refund, title: 'Two' }),
    page(tested, 'change', { id: other, from: 'all', shelf: 'all', read, ...refund, title: 'Three' }),
    page(tested, 'bring', { shelf: 'all', rows, does: true }),
    page(tested, 'add', { shelf: 'd:d1', ...refund, title: 'Newer', shortcut: 'gone' }),
  ]);
  expect(answers.slice(0, 3).filter((answer) => answer['refused'] === 'shortcut').length).toBeGreaterThanOrEqual(2);
  const { items } = await page(tested, 'list', { shelf: 'all' }) as { items: { shortcut: string }[] };
  expect(items.filter(({ shortcut }) => shortcut === 'refund')).toHaveLength(1);
  expect(await page(tested, 'restore', { id: gone })).toEqual({ refused: 'shortcut' });
});

it('takes no placeholder that nobody would fill in', async () => {
  const tested = await testPlugin(plugin);
  for (const slip of ['{{order}}', '{{ nmae }}', '{{names|there}}', '{{姓名}}']) {
    expect(await page(tested, 'add', { shelf: 'all', ...refund, text: `Hi ${slip}` }), slip).toEqual({ refused: 'placeholder' });
    expect(await page(tested, 'bring', { shelf: 'all', rows: JSON.stringify([{ ...refund, text: slip }]), does: true }), slip).toEqual({ refused: 'placeholder' });
  }
  for (const [index, words] of ['{{name}} {{ Agent }}', '{{name|my friend}}', 'Write {{ user.name }} there', '{{'].entries()) expect(await page(tested, 'add', { shelf: 'all', title: `T${index}`, shortcut: '', text: words })).toHaveProperty('id');
});

it('a table changes what has its shortcut, else its title; it comes in twice as once, and says what it does before and after', async () => {
  const tested = await testPlugin(plugin);
  for (const [title, shortcut] of [['Refund', 'refund'], ['Hours', 'hours'], ['Bye', '']] as const) await page(tested, 'add', { shelf: 'all', title, shortcut, text: 'Old' });
  const row = (title: string, shortcut: string, text = 'New') => ({ title, shortcut, text });
  const table = [row('Money back', 'REFUND'), row('Hours', ''), row('Bye', '', 'Old'), row('Bye', 'hours'), row('Hello', 'hi')];
  const bring = (does: boolean) => page(tested, 'bring', { shelf: 'all', rows: JSON.stringify(table), does });
  const brought = { outcomes: ['changed', 'changed', 'same', 'unclear', 'added'], room: 497 };
  expect(await bring(false)).toEqual(brought);
  expect((await page(tested, 'list', {}))['total']).toBe(3);
  expect(await bring(true)).toEqual(brought);
  const all = (await page(tested, 'take', {}))['items'] as object[];
  expect(all).toMatchObject([row('Money back', 'REFUND'), row('Hours', 'hours'), row('Bye', '', 'Old'), row('Hello', 'hi')]);
  expect(await bring(true)).toEqual({ outcomes: ['same', 'same', 'same', 'unclear', 'same'], room: 496 });
});

it('a table is taken away in the order in which it was brought', async () => {
  const tested = await testPlugin(plugin);
  const rows = Array.from({ length: 30 }, (_, index) => ({ title: `Row ${index}`, shortcut: '', text: 'Say this' }));
  await page(tested, 'bring', { shelf: 'all', rows: JSON.stringify(rows), does: true });
  expect((await page(tested, 'take', {}))['items']).toMatchObject(rows);
});

it('five hundred of the longest are taken away in parts, and no more are kept', async () => {
  const tested = await testPlugin(plugin);
  const rows = (from: number, count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => ({ title: `Row ${from + i}`, shortcut: '', text: '话'.repeat(1_000) })));
  for (let from = 0; from < 500; from += 5) await page(tested, 'bring', { shelf: 'all', rows: rows(from, 5), does: true });
  expect(await page(tested, 'bring', { shelf: 'all', rows: rows(499, 2), does: true })).toEqual({ outcomes: ['same', 'full'], room: 0 });
  expect(await page(tested, 'add', { shelf: 'all', ...refund })).toEqual({ refused: 'full' });
  const { items: [{ id: last }] } = await page(tested, 'list', { from: 499 }) as { items: [{ id: string }] };
  await page(tested, 'remove', { shelf: 'all', id: last });
  await page(tested, 'bring', { shelf: 'all', rows: rows(500, 1), does: true });
  expect(await page(tested, 'restore', { id: last })).toEqual({ refused: 'full' });
  let count = 0;
  for (let from: number | null = 0; from !== null;) {
    const part = await page(tested, 'take', { from });
    count += part['items'].length;
    from = part['next'] as number | null;
  }
  expect(count).toBe(500);
  expect((await page(tested, 'list', { from: 450 }))).toMatchObject({ next: null, items: { length: 50 } });
});
