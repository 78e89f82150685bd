import { expect, it } from 'vitest';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/saved-replies/index.ts';
import { fill } from '../../plugins/saved-replies/reply.ts';

const as = (id: string, role: 'agent' | 'supervisor' = 'agent') => ({ viewer: { kind: 'agent', id, name: id === '1' ? 'Lin' : 'Bo', role } }) as const;
const [lin, bo, boss] = [as('1'), as('2'), as('9', 'supervisor')];
const refund = { title: 'Refund', shortcut: '/refund', text: 'Hi {{name|there}}, {{agent}} of {{department}} sends it back.' };

type Look = typeof boss;
const page = async (tested: TestedPlugin, action: string, values: object, look: Look = boss) => (await tested.act('replies', action, values as never, look)).data as Record<string, any>;
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
    expect(await page(tested, 'change', { id, from: 'a:1', shelf: 'a:1', ...refund }, look)).toEqual({ refused: 'forbidden' });
    expect(await tested.act('insert', 'insert', { id, shelf: 'a:1' }, look)).toMatchObject({ toast: { tone: 'danger' } });
  }
  for (const [action, values] of [['add', { shelf: 'all', ...refund }], ['change', { id: shared, from: 'all', shelf: 'a:1', ...refund }], ['remove', { id: shared, shelf: 'all' }], ['bring', { shelf: 'd:d1', rows: JSON.stringify([refund]) }]] as const) {
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
  expect(await page(tested, 'bring', { shelf: 'all', rows: '[{' })).toEqual({ refused: 'input' });
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
});

it('moves to other readers with what it has, and a table comes in twice as once', async () => {
  const tested = await testPlugin(plugin);
  const { id } = await page(tested, 'add', { shelf: 'all', ...refund });
  await page(tested, 'change', { id, from: 'all', shelf: 'd:d2', ...refund, title: 'Money back' });
  expect(await titles(tested)).toEqual([]);
  expect(await titles(tested, '', { ...lin, conversation: { department: { id: 'd2', name: 'Sales' } } })).toEqual(['Money back']);
  const rows = JSON.stringify(Array.from({ length: 30 }, (_, i) => ({ title: `Row ${i}`, shortcut: '', text: 'x'.repeat(100) })));
  for (let i = 0; i < 2; i++) expect(await page(tested, 'bring', { shelf: 'all', rows })).toEqual({ brought: 30 });
  expect((await page(tested, 'list', {}))['total']).toBe(31);
  expect((await page(tested, 'take', {}))['items']).toHaveLength(31);
});

it('five hundred of the longest are taken away in parts, and no more are kept', async () => {
  const tested = await testPlugin(plugin);
  const rows = (from: number, count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => ({ title: `Row ${from + i}`, shortcut: '', text: '话'.repeat(1_000) })));
  for (let from = 0; from < 500; from += 5) await page(tested, 'bring', { shelf: 'all', rows: rows(from, 5) });
  expect(await page(tested, 'bring', { shelf: 'all', rows: rows(500, 1) })).toEqual({ refused: 'full' });
  expect(await page(tested, 'add', { shelf: 'all', ...refund })).toEqual({ refused: 'full' });
  const { items: [{ id: last }] } = await page(tested, 'list', { from: 499 }) as { items: [{ id: string }] };
  await page(tested, 'remove', { shelf: 'all', id: last });
  await page(tested, 'bring', { shelf: 'all', rows: rows(500, 1) });
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
