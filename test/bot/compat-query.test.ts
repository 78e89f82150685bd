import { expect, it } from 'vitest';
import { botServer } from './compat-server.ts';
import type { BotClient } from './compat-client.ts';
import { archiveOf } from './support/archive.ts';

const reply = (content: string) => ({ rtype: 'plain', content, enabled: true });
const teach = (client: BotClient, docId: string, post: string, content: string) => client.command('POST', '/faq/database', { docId, post, replies: [reply(content)] });
const talker = (client: BotClient, fromUserId = 'u1') => async (textMessage: string, more: object = {}) => (await client.command('POST', '/conversation/query', { fromUserId, textMessage, ...more })).data;
const scripted = async (client: BotClient, topics: Readonly<Record<string, string>>, plugin?: string, config?: Readonly<Record<string, string>>) => client.upload('/conversation/droplet/import', 'droplet', archiveOf(topics, plugin, config));

it('answers from questions, tells what else is near, and says what it does not know', async () => {
  const client = await (await botServer()).bot({ fallback: '请联系客服' });
  await teach(client, 'q1', '如何查看快递单号', '在订单页');
  await teach(client, 'q2', '如何查看快递费用', '在结算页');
  const say = talker(client);
  expect(await say('如何查看快递单号')).toMatchObject({
    state: 'default', string: '在订单页', logic_is_fallback: false, logic_is_unexpected: false, botName: 'Xiao',
    service: { provider: 'faq', docId: 'q1', score: 1 }, faq: [{ id: 'q1', score: 1, post: '如何查看快递单号', categories: [] }],
  });
  expect(await say('今天吃什么')).toEqual({ state: 'default', string: '请联系客服', logic_is_fallback: true, logic_is_unexpected: false, service: { provider: 'fallback' }, botName: 'Xiao', faq: [] });
});

it.each([
  ['faqBestReplyThreshold', 'faqSuggReplyThreshold'], ['faq_best_reply', 'faq_sugg_reply'],
])('takes thresholds by the names %s and %s', async (best, suggest) => {
  const client = await (await botServer()).bot();
  await teach(client, 'q1', '如何查看快递单号', '在订单页');
  const say = talker(client);
  const asked = '怎么查看我的快递单号';
  expect((await say(asked, { [best]: 0.99, [suggest]: 0.95 })).faq).toEqual([]);
  expect(await say(asked, { [best]: 0.99, [suggest]: 0.2 })).toMatchObject({ service: { provider: 'fallback' }, faq: [{ id: 'q1' }] });
  expect(await say(asked, { [best]: 0.2, [suggest]: 0.1 })).toMatchObject({ service: { provider: 'faq', faqBestReplyThreshold: 0.2 } });
  expect((await client.command('POST', '/faq/query', { query: asked, fromUserId: 'u', [suggest]: 0.99 })).data).toEqual([]);
  expect((await client.command('POST', '/faq/query', { query: asked, fromUserId: 'u', [suggest]: 0.2 })).data).toMatchObject([{ id: 'q1', replies: [reply('在订单页')] }]);
});

it('counts what was the answer, and ranks it', async () => {
  const client = await (await botServer()).bot();
  await teach(client, 'q1', '如何退货', '七天之内');
  await teach(client, 'q2', '几点开门', '九点');
  await Promise.all(['a', 'b'].map((user) => talker(client, user)('几点开门')));
  expect((await client.command('GET', '/faq/database/inquiryrank?topN=1')).data).toMatchObject([{ docId: 'q2', post: '几点开门' }]);
});

it('answers by scripts where no question is near, remembers what was said, and tells of the topic', async () => {
  const client = await (await botServer()).bot();
  expect(await scripted(client, { greetings: '+ 你好\n- 你好！\n\n+ 我叫(*)\n- {keep} 你好，<cap1>' })).toMatchObject({ rc: 0, data: { conversations: [{ name: 'greetings', enabled: true }], problems: [] } });
  await teach(client, 'q1', '最近身体怎么样', '很好');
  const say = talker(client);
  expect(await say('最近身体怎么样')).toMatchObject({ string: '很好', service: { provider: 'faq' } });
  expect(await say('你好')).toMatchObject({ string: '你好！', topicName: 'greetings', service: { provider: 'conversation' } });
  expect(await say('我叫小明')).toMatchObject({ string: '你好，小明' });
  // It was said to this user; another one has not heard it.
  expect(await say('你好')).toMatchObject({ service: { provider: 'fallback' } });
  expect(await talker(client, 'u2')('你好')).toMatchObject({ string: '你好！' });
});

it('runs functions in their sandbox, hands on their parameters, and keeps what they keep', async () => {
  const client = await (await botServer()).bot();
  await scripted(client, { main: '+ 菜单\n- ^menu()\n\n+ 计数(*)\n- ^count(<cap1>)\n\n+ 谁\n- ^who()\n\n+ 坏\n- ^broken()' }, `
    exports.menu = async function () { debug('menu for', this.user.id); return { text: '请选', params: [{ type: 'qlist', text: config.FIRST }] } };
    exports.count = async function (by) { return '第' + (await this.maestro.incrby('n', Number(by || 1))) + '次'; };
    exports.who = function () { return JSON.stringify([this.user.id, this.user.history.length, this.message.original, this.message.extras]); };
    exports.broken = function () { throw new Error('oops'); };
  `, { FIRST: '查询' });
  const say = talker(client);
  expect(await say('菜单')).toMatchObject({ string: '请选', params: [{ type: 'qlist', text: '查询' }], service: { provider: 'conversation' } });
  expect([(await say('计数')).string, (await say('计数 5')).string]).toEqual(['第1次', '第6次']);
  expect(JSON.parse((await say('谁', { extras: { vip: true } })).string)).toEqual(['u1', 3, '谁', { vip: true }]);
  expect(await say('坏')).toMatchObject({ logic_is_fallback: true, logic_is_unexpected: true });
  const { data } = await client.command('POST', '/conversation/trace', { logLevel: 'DEBUG', afterDate: null });
  expect(data.map(({ message }: { message: string }) => message)).toEqual(['menu for u1', expect.stringContaining('oops')]);
  expect((await client.command('POST', '/conversation/trace', { logLevel: 'ERROR' })).data).toMatchObject([{ logLevel: 'error' }]);
});

it('lets an answer lead to a script', async () => {
  const client = await (await botServer()).bot();
  await scripted(client, { order: '+ 查订单\n- {keep} 请给我单号' });
  await teach(client, 'q1', '我的订单呢', 'routeDirectReply#["order", "查订单"]');
  expect(await talker(client)('我的订单呢')).toMatchObject({ string: '请给我单号', topicName: 'order', service: { provider: 'faq', docId: 'q1' } });
});

it('shows what it tried, where that is asked for', async () => {
  const client = await (await botServer()).bot();
  await scripted(client, { main: '+ 你好\n- {keep} 你好！' });
  const say = talker(client);
  expect((await say('你好')).debug).toBeUndefined();
  expect((await say('再见', { isDebug: true })).debug.scripts).toMatchObject([{ steps: [{ matcher: '你好', outcome: 'missed' }] }]);
});

it('answers one user’s messages one after the other', async () => {
  const client = await (await botServer()).bot();
  await scripted(client, { main: '+ 你好\n- 一\n- 二\n- 三' });
  const said = await Promise.all([1, 2, 3].map(() => talker(client)('你好')));
  expect(new Set(said.map(({ string }) => string))).toEqual(new Set(['一', '二', '三']));
});

it('says nothing to who is muted', async () => {
  const client = await (await botServer()).bot();
  await teach(client, 'q1', '如何退货', '七天之内');
  const say = talker(client);
  expect(await client.command('POST', '/users/u1/ismute')).toEqual({ rc: 0, data: { mute: false } });
  expect(await client.command('POST', '/users/u1/mute')).toEqual({ rc: 0, data: {} });
  expect(await client.command('POST', '/users/u1/ismute')).toEqual({ rc: 0, data: { mute: true } });
  expect(await say('如何退货')).toMatchObject({ string: '', service: { provider: 'mute' }, faq: [] });
  await client.command('POST', '/users/u1/unmute');
  expect(await say('如何退货')).toMatchObject({ string: '七天之内' });
});

it('lists who has talked, and what was said: a hundred turns', async () => {
  const { bot, tested } = await botServer();
  const client = await bot({ fallback: '不懂' });
  await teach(client, 'q1', '如何退货', '七天之内');
  const say = talker(client);
  for (let turn = 0; turn < 103; turn++) await say(`第${turn}句`);
  await say('如何退货');
  expect([...tested.data.keys()].filter((key) => key.startsWith('turn:'))).toHaveLength(100);
  await talker(client, '李 雷/2')('你好');
  expect(await client.command('GET', '/users?limit=1&page=1&sortby=-lasttime')).toMatchObject({ rc: 0, total: 2, total_page: 2, data: [{ userId: '李 雷/2', lasttime: expect.any(String), created: expect.any(String) }] });
  const chats = await client.command('GET', '/users/u1/chats?limit=3&page=1');
  expect(chats).toMatchObject({ total: 200, data: [
    { userId: 'u1', textMessage: '七天之内', direction: 'outbound', service: 'faq', confidence: 1, docId: 'q1' }, { textMessage: '如何退货', direction: 'inbound' }, { textMessage: '不懂', service: 'fallback' },
  ] });
  expect((await client.command('GET', `/users/${encodeURIComponent('李 雷/2')}/chats`)).total).toBe(2);
  expect(await client.command('GET', '/users/u1/profile')).toMatchObject({ data: { userId: 'u1', profile: {}, mute: false } });
  expect(await client.command('GET', '/users/nobody/profile')).toMatchObject({ rc: 3 });
});

it.each([
  ['no file', 'other', archiveOf({ main: '+ a\n- b' }), 'no file droplet'],
  ['no archive', 'droplet', Buffer.from('hello'), 'cannot be read'],
  ['functions that are no JavaScript', 'droplet', archiveOf({ main: '+ a\n- b' }, 'exports.x = ('), 'plugin.js'],
])('refuses %s in the place of an archive, and keeps what was there', async (_what, field, bytes, error) => {
  const client = await (await botServer()).bot();
  await scripted(client, { main: '+ 你好\n- {keep} 你好！' });
  expect(await client.upload('/conversation/droplet/import', field, bytes)).toMatchObject({ rc: 1, error: expect.stringContaining(error) });
  expect(await talker(client)('你好')).toMatchObject({ string: '你好！' });
});

it('exports what was imported', async () => {
  const client = await (await botServer()).bot();
  expect((await client.command('POST', '/conversation/json/export')).data).toMatchObject({ name: 'Xiao', primaryLanguage: 'zh_CN', conversations: [], config: {} });
  await scripted(client, { main: '+ 你好\n- 你好！' }, 'exports.a = () => 1;\nexports.b = () => 2;', { K: 'v' });
  expect((await client.command('POST', '/conversation/json/export')).data).toEqual({ name: 'Xiao', primaryLanguage: 'zh_CN', config: { K: 'v' }, conversations: [{ name: 'main', enabled: true, script: '+ 你好\n- 你好！' }], plugin: ['exports.a = () => 1;', 'exports.b = () => 2;'] });
});
