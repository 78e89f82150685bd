import { expect, it, vi } from 'vitest';
import { botServer } from './compat-server.ts';
import { archiveOf } from './support/archive.ts';

it('shows and changes what a bot says of itself', async () => {
  const client = await (await botServer()).bot({ description: 'd' });
  expect(await client.command('GET', '/')).toMatchObject({ rc: 0, data: { name: 'Xiao', description: 'd', primaryLanguage: 'zh_CN', status: { reindex: 0, retrain: 0 } } });
  expect(await client.command('PUT', '/', { fallback: '请联系客服。', welcome: '你好', description: '对话' })).toMatchObject({ rc: 0, data: { name: 'Xiao', fallback: '请联系客服。', welcome: '你好', description: '对话' } });
  expect((await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: 'x' })).data.string).toBe('请联系客服。');
  expect(await client.command('GET', '/status')).toEqual({ rc: 0, data: { status: { reindex: 0, retrain: 0 } } });
});

it('goes with all that belongs to it', async () => {
  const { bot, tested } = await botServer();
  const client = await bot();
  await client.command('POST', '/faq/database', { docId: 'q', post: 'a', replies: [{ content: 'b' }], categoryTexts: ['c'] });
  await client.command('POST', '/clause/customdicts', { name: 'colours' });
  await client.command('POST', '/clause/intents', { name: 'book' });
  await client.command('POST', '/clause/prover/session', { uid: 'u' });
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: '+ 记\n- ^keep()' }, 'exports.keep = async function () { debug("x"); await this.maestro.set("k", 1); await this.maestro.profile(this.user.id, "name", "A"); return "ok"; }'));
  await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: '记' });
  await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: 'a' });
  expect((await client.command('GET', '/users/u/profile')).data).toMatchObject({ name: 'A' });
  expect(tested.data.size).toBeGreaterThan(14);
  expect(await client.command('DELETE', '/')).toEqual({ rc: 0, msg: 'done' });
  await vi.waitFor(() => expect([...tested.data.keys()]).toEqual([]));
  expect(await client.command('GET', '/')).toMatchObject({ rc: 5 });
});

it('has dictionaries of words, brought in by the list', async () => {
  const client = await (await botServer()).bot();
  expect(await client.command('POST', '/clause/customdicts', { name: 'verbs', type: 'vocab' })).toMatchObject({ rc: 0, data: { name: 'verbs', type: 'vocab' } });
  expect(await client.command('POST', '/clause/customdicts', { name: 'verbs', type: 'vocab' })).toMatchObject({ rc: 2 });
  expect(await client.command('PUT', '/clause/dictwords?sync=all', { customdict: { name: 'verbs' }, delete: [{ word: '预约' }], post: [{ word: '预约', synonyms: '预定;订;预订' }, { word: '退' }] })).toMatchObject({ rc: 0 });
  await client.command('PUT', '/clause/dictwords?sync=all', { customdict: { name: 'verbs' }, delete: [{ word: '退' }] });
  expect(await client.command('GET', '/clause/dictwords?customdict=verbs&page=1&limit=100')).toMatchObject({ total: 1, current_page: 1, total_page: 1, data: [{ word: '预约', synonyms: '预定;订;预订' }] });
  expect(await client.command('PUT', '/clause/customdicts/verbs', { description: '动词' })).toMatchObject({ data: { description: '动词', samples: '预约' } });
  expect(await client.command('GET', '/clause/customdicts?limit=9999&page=1')).toMatchObject({ total: 1, data: [{ name: 'verbs', type: 'vocab' }] });
  expect(await client.command('DELETE', '/clause/customdicts/verbs')).toMatchObject({ rc: 0 });
  expect(await client.command('GET', '/clause/dictwords?customdict=verbs')).toMatchObject({ rc: 3 });
});

it('knows synonyms in questions as soon as they are kept', async () => {
  const client = await (await botServer()).bot();
  await client.command('POST', '/faq/database', { docId: 'q', post: '怎么预约体检', replies: [{ content: '打电话' }] });
  const score = async () => (await client.command('POST', '/faq/query', { query: '怎么挂号体检', faqSuggReplyThreshold: 0.1 })).data[0].score as number;
  const before = await score();
  await client.command('POST', '/clause/customdicts', { name: 'verbs' });
  await client.command('POST', '/clause/dictwords', { customdict: { name: 'verbs' }, dictword: { word: '预约', synonyms: ['挂号'] } });
  expect(await score()).toBeGreaterThan(before);
});

it('has dictionaries of patterns, and refuses those that cannot be used', async () => {
  const client = await (await botServer()).bot();
  await client.command('POST', '/clause/customdicts', { name: 'orders', type: 'regex' });
  expect(await client.command('PUT', '/clause/customdicts/orders/pattern', { patterns: ['D[0-9]{4}'] })).toMatchObject({ rc: 0 });
  expect(await client.command('PUT', '/clause/customdicts/orders/pattern', { patterns: ['(a)\\1'] })).toMatchObject({ rc: 1, error: expect.stringContaining('Pattern 1') });
  expect(await client.command('GET', '/clause/customdicts/orders/pattern')).toEqual({ rc: 0, data: { patterns: ['D[0-9]{4}'] } });
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: '+ (*)\n- ^find(<cap1>)' }, 'exports.find = async function (text) { return JSON.stringify(await this.maestro.extractRegexDicts(text)); }'));
  expect(JSON.parse((await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: '单号D1234吗' })).data.string)).toEqual({ orders: [{ val: 'D1234', begin: 2, end: 7 }] });
});

it('knows the dictionaries of the system, and which of them are used', async () => {
  const client = await (await botServer()).bot();
  expect(await client.command('POST', '/clause/sysdicts/ref', { sysdict: { name: '@LOC' } })).toMatchObject({ rc: 0 });
  expect(await client.command('POST', '/clause/sysdicts/ref', { sysdict: { name: '@LOC' } })).toMatchObject({ rc: 2 });
  const { data } = await client.command('GET', '/clause/sysdicts?limit=9999&page=1');
  expect(data).toEqual(expect.arrayContaining([expect.objectContaining({ name: '@LOC', referred: true }), expect.objectContaining({ name: '@TIME', referred: false })]));
});
