import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { testPlugin } from '#plugin/testing.ts';
import { isolated } from './support/isolated.ts';

const SOON = { timeout: 30_000 };

const title = "{ en: 'A plugin', 'zh-CN': '插件' }";

/** A plugin of one file. */
const one = (more: string, permissions = "['data.keep', 'work.background', 'http.request', 'events.read', 'messages.filter'], hosts: ['example.com']"): Readonly<Record<string, string>> => ({
  'index.js': `import { definePlugin, setting, z } from 'parlor/plugin';\nexport default definePlugin({ id: 'one', version: '1.0.0', title: ${title}, description: ${title}, permissions: ${permissions}, config: z.object({}), ${more} });`,
});
const job = (run: string): string => `jobs: { go: { title: ${title}, schedule: { seconds: 60 }, run: ${run} } }`;

it('offers choices while somebody writes, as in the house', async () => {
  const choices = `slots: { pick: { place: 'composer', kind: 'choices', title: ${title}, render: (ctx, { conversation, query }) => [{ title: query, detail: conversation.visitor.name, action: 'take', values: { id: 1 } }], act: (ctx, { values }) => ({ insert: 'taken ' + values.id }) } }`;
  const tested = await testPlugin(await isolated('index.js', one(choices, "['console.extend']")));
  expect(await tested.choices('pick', 'ref')).toEqual([{ title: 'ref', detail: 'Anna', action: 'take', values: { id: 1 } }]);
  expect(await tested.act('pick', 'take', { id: 1 })).toEqual({ insert: 'taken 1' });
});

it('has an icon of those that there are, or none of its own', async () => {
  expect((await isolated('index.js', one("icon: 'star'"))).definition.icon).toBe('star');
  expect((await isolated('index.js', one(''))).definition.icon).toBe(undefined);
  await expect(isolated('index.js', one("icon: 'ship'"))).rejects.toThrow(/there is no icon "ship"/);
});

it('knows people and writes to them as in the house', async () => {
  const plugin = await isolated('index.js', one(job(`async ({ contacts, data, outreach }) => {
    const { contacts: [anna], next } = await contacts.page({ email: undefined, seenSince: 5 });
    const said = await outreach.say({ id: 'n1', contact: anna.id, text: 'News', title: 'News' });
    await outreach.optOut(anna.id, true);
    await data.set('seen', [anna.name, next, said, (await contacts.reach(anna.ways))[0], await outreach.waiting([said]), await outreach.said({ id: 'n1', contact: anna.id }), await outreach.said({ id: 'n2', contact: anna.id }), (await contacts.find('a')).optedOut, await data.replace('seen', undefined, 1), await data.replace('seen', 2, 3)]);
  }`), "['data.keep', 'work.background', 'contacts.read', 'contacts.write']"));
  const anna = { id: 'a', name: 'Anna', email: null, phone: null, optedOut: false, ways: [{ contact: 'a', account: 'shop', channel: 'telegram', lastAt: 1, open: false }] };
  const tested = await testPlugin(plugin, { people: { known: () => [anna] } });
  await tested.run('go');
  expect(tested.data.get('seen')).toEqual(['Anna', null, { account: '', conversation: 'c-a', seq: 1 }, { possible: true }, [], { account: '', conversation: 'c-a', seq: 1 }, null, true, true, false]);
  const less = await testPlugin(plugin, { people: { known: () => [anna] }, grant: ['data.keep', 'work.background', 'contacts.read'] });
  await expect(less.run('go')).rejects.toMatchObject({ code: 'plugin.not-granted' });
  expect([less.said, less.denied]).toEqual([[], ['contacts.write']]);
});

it('has the same ctx as in the house', async () => {
  const plugin = await isolated('index.js', one(`${job(`async ({ config, data, http, log, queue }) => {
    await data.set('a', { deep: [1, null, '文'] });
    await data.set('kept', await data.get('a'));
    await data.set('nothing', (await data.get('none')) === undefined);
    await data.delete('a');
    await data.set('keys', await data.keys());
    await data.set('status', (await http.request({ url: 'https://example.com/' })).status);
    await data.set('refused', await queue.add('nobody', { key: 'a', payload: 1 }).catch(({ code }) => code));
    await data.set('cycle', await data.set('x', (() => { const x = {}; x.x = x; return x; })()).catch(({ name }) => name));
    await queue.add('work', { key: 'a', payload: { n: 1 } });
    log('done', { config });
  }`)}, workers: { work: { title: ${title}, run: ({ data }, piece) => data.set('piece', piece.payload) } },
  on: { 'message.posted': ({ data }, event, conversation) => data.set('seen', [conversation, event.body.text]) }`));
  const tested = await testPlugin(plugin);
  await tested.run('go');
  await tested.work();
  await tested.happens({ type: 'message.posted', body: { text: 'hi' } }, 'c7');
  expect(Object.fromEntries(tested.data)).toEqual({
    kept: { deep: [1, null, '文'] }, nothing: true, keys: ['kept', 'nothing'], status: 204, refused: 'input.invalid', cycle: 'TypeError', piece: { n: 1 }, seen: ['c7', 'hi'],
  });
  await expect.poll(() => tested.logs, SOON).toEqual([{ message: 'done', fields: { config: {} } }]);
  expect(tested.errors).toEqual([]);
});

it('orders in chats, and learns what became of it', async () => {
  const plugin = await isolated('index.js', one(job(`async ({ conversations, data, http }) => {
    const as = { name: 'One' };
    await data.set('posted', await conversations.post({ id: '1', conversation: 'c1', as, text: 'hi', audience: 'public' }));
    await data.set('ended', await conversations.end({ id: '2', conversation: 'c1', as, solved: true }));
    await data.set('addresses', await http.addresses({ host: 'example.com', port: 1 }));
  }`), "['data.keep', 'work.background', 'http.request', 'chats.command'], hosts: ['example.com']"));
  const tested = await testPlugin(plugin, { order: ({ does }) => (does === 'post' ? { seq: 7 } : { refused: 'conversation.ended', retryable: false }) });
  await tested.run('go');
  expect(Object.fromEntries(tested.data)).toEqual({ posted: { seq: 7 }, ended: { refused: 'conversation.ended', retryable: false }, addresses: ['example.com'] });
  expect(tested.orders.map(({ does, id }) => [does, id])).toEqual([['post', '1'], ['end', '2']]);
});

it('has its files, the contract and harmless builtins, and is told what it cannot import', async () => {
  const main = one(job('async ({ data }) => data.set("hash", await hash())'));
  const tested = await testPlugin(await isolated('index.js', {
    'index.js': `import { hash } from './lib/hash.js';\n${main['index.js']}`,
    'lib/hash.js': "import { createHash } from 'node:crypto';\nimport salt from './salt.json' with { type: 'json' };\nexport const hash = async () => createHash('sha256').update(salt.text).digest('hex').slice(0, 8);",
    'lib/salt.json': '{"text":"salt"}',
  }));
  await tested.run('go');
  expect(tested.data.get('hash')).toBe(createHash('sha256').update('salt').digest('hex').slice(0, 8));
  await expect(isolated('index.js', { 'index.js': "import 'left-pad';" })).rejects.toThrow(/left-pad cannot be imported: .*parlor\/plugin, and assert, buffer/);
  await expect(isolated('index.js', { 'index.js': "import 'node:net';" })).rejects.toThrow(/node:net cannot be imported/);
});

it.each([
  ['what definePlugin did not make', { 'index.js': 'export default 7' }, /definition|expected object/],
  ['a part that nobody knows', { 'index.js': `export default { definition: { id: 'one', version: '1.0.0', title: ${title}, description: ${title}, permissions: [], root: true }, fields: [], defaults: {}, check: () => {} }` }, /root/],
  ['a version that is none', { 'index.js': `export default { definition: { id: 'one', version: '1', title: ${title}, description: ${title}, permissions: [] }, fields: [], defaults: {}, check: () => {} }` }, /three numbers/],
  ['a permission that does not exist', one('', "['everything']"), /permissions/],
  ['a title of a thousand words', one(job('() => {}').replace("'A plugin'", "'long '.repeat(1_000)")), /title/],
  ['a schedule that is none', one(`jobs: { go: { title: ${title}, schedule: { cron: 'never' }, run: () => {} } }`), /schedule/],
  ['a slot that would be code of the house', one(`slots: { page: { place: 'page', kind: 'component', title: ${title}, render: () => [] } }`, "['console.extend']"), /kind/],
  ['a slot of no place', one(`slots: { page: { place: 'everywhere', kind: 'blocks', title: ${title}, render: () => [] } }`, "['console.extend']"), /no place/],
  ['what is no JSON', one(`jobs: { go: { title: ${title}, schedule: { seconds: 60 }, run: () => {}, budgetMs: new Map() } }`), /neither a function nor JSON/],
  ['a module that throws', { 'index.js': "throw new Error('not today')" }, /not today/],
  ['no such file', { 'other.js': '' }, /index\.js/],
])('refuses %s', async (_what, sources, message) => {
  await expect(isolated('index.js', sources)).rejects.toThrow(message);
});

it('looks at values where the plugin runs, and believes only what its form has room for', async () => {
  const settings = (shape: string): Readonly<Record<string, string>> => ({ 'index.js': (one('')['index.js'] ?? '').replace('z.object({})', `z.object({ word: setting(${shape}, { title: ${title} }) })`) });
  const good = await isolated('index.js', settings("z.string().regex(/^a+$/).default('a')"));
  expect(await good.check({ word: 'aaa' })).toEqual({ values: { word: 'aaa' } });
  expect(await good.check({ word: 'b' })).toEqual({ flaws: { word: 'invalid_format' } });
  await expect(isolated('index.js', settings("z.string().default('a').transform((text) => ({ text }))"))).rejects.toThrow('the value of word');
  const endless = await isolated('index.js', settings("z.string().regex(/^(a+)+$/).default('a')"), { limits: { silentCpu: 200, lookEvery: 20 } });
  await expect(endless.check({ word: `${'a'.repeat(50)}!` })).rejects.toMatchObject({ refusal: { code: 'plugin.crashed' } });
});

it('is there again after its end, switched on again before anybody calls it', async () => {
  const plugin = await isolated('index.js', one(`activate: async ({ data }) => { await data.set('on', Number((await data.get('on')) ?? 0) + 1); globalThis.on = true; },
    filters: { 'message.posting': { run: (_ctx, message) => ({ ...message, body: { text: String(globalThis.on) } }) } }, ${job('() => { for (;;); }')}`), { limits: { silentCpu: 100, lookEvery: 20, restart: 1 } });
  const tested = await testPlugin(plugin);
  expect(await tested.post('hi')).toBe('true');
  await expect(tested.run('go')).rejects.toMatchObject({ refusal: { code: 'plugin.crashed' } });
  expect(await tested.post('hi')).toBe('hi');
  await expect.poll(() => tested.post('hi'), SOON).toBe('true');
  expect(tested.data.get('on')).toBe(2);
});

it('gives an observer its event again where the process ended under it', async () => {
  const plugin = await isolated('index.js', one(`on: { 'message.posted': async ({ data }) => {
    const before = await data.get('met');
    await data.set('met', true);
    while (!before);
    await data.set('done', true);
  } }`), { limits: { silentCpu: 100, lookEvery: 20, restart: 1 } });
  const tested = await testPlugin(plugin);
  await tested.happens({ type: 'message.posted', body: { text: 'hi' } });
  expect(tested.data.get('done')).toBe(true);
});

it('is away while nobody needs it, and there when somebody does', async () => {
  const plugin = await isolated('index.js', one(`install: ({ data }) => data.set('born', born), ${job('({ data }) => data.set("born", born)')}`.replaceAll('born)', 'performance.timeOrigin)')), { limits: { idle: 50 } });
  const first = await testPlugin(plugin);
  await first.run('go');
  const born = first.data.get('born');
  await first.stop();
  await sleep(500);
  const second = await testPlugin(plugin);
  await second.run('go');
  expect(second.data.get('born')).not.toBe(born);
});

it('says each time that its process has ended, also where nobody waited for an answer', async () => {
  const { definition: { activate }, isolate } = await isolated('index.js', one('activate: () => void setTimeout(() => { for (;;); }, 1)'), { limits: { silentCpu: 100, lookEvery: 20, restart: 1, deaths: 2 } });
  const told: string[] = [];
  await isolate!.hold({ begin: async () => void (await activate?.({} as never)), ended: (reason) => void told.push(reason), exhausted: (reason) => void told.push(reason) });
  const reason = 'it ran for 0.1 s without answering';
  await expect.poll(() => told, SOON).toEqual([reason, reason, `its process ended 2 times within 60 s, at last: ${reason}`]);
});

it('sends bytes through its pipe, files and requests, and no more than a frame may be', async () => {
  const plugin = await isolated('index.js', one(`channel: { icon: 'plug', title: ${title}, kinds: { in: ['image'], out: ['file'] }, send: async ({ data, files }, { body }) => {
    const { bytes, name } = await files.read(body.file.id);
    await data.set('read', [name, bytes instanceof Uint8Array, [...bytes]]);
  } }, ${job(`async ({ data, files, http }) => {
    const file = await files.keep({ name: 'cat.png', type: 'image/png', bytes: new Uint8Array([1, 2, 255]) });
    await data.set('kept', file);
    const { bytes } = await http.request({ url: 'https://example.com/', method: 'POST', bytes: new Uint8Array([9, 8]), as: 'bytes' });
    await data.set('answered', [bytes instanceof Uint8Array, [...bytes]]);
    await data.set('refused', await files.keep({ name: 'a', bytes: new Uint8Array(3 << 20) }).then(() => 'kept', (error) => error.message));
  }`)}`, "['data.keep', 'work.background', 'http.request', 'channels.run'], hosts: ['example.com']"));
  const tested = await testPlugin(plugin, { answer: ({ bytes }) => ({ bytes: Buffer.from([...(bytes ?? [])].reverse()) }) });
  await tested.run('go');
  expect(Object.fromEntries(tested.data)).toEqual({ kept: expect.objectContaining({ name: 'cat.png', size: 3 }), answered: [true, [8, 9]], refused: expect.stringContaining('file.too-large') });
  expect([...tested.files.values()]).toEqual([{ name: 'cat.png', type: 'image/png', bytes: new Uint8Array([1, 2, 255]) }]);
  tested.say('', { kind: 'image', body: { text: '', file: tested.keep({ name: 'dog.png', bytes: Buffer.from([7, 6]) }) } });
  await tested.work();
  expect([tested.data.get('read'), tested.dead, tested.errors]).toEqual([['dog.png', true, [7, 6]], [], []]);
});
