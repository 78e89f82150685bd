import { expect, it } from 'vitest';
import { UsedSignatures } from '../../plugins/bot/compat/signature.ts';
import { BotClient } from './compat-client.ts';
import { botServer } from './compat-server.ts';

const reply = (content: string) => ({ rtype: 'plain', content, enabled: true });

it('lets in who signs with the secret, with numbers or with texts', async () => {
  const { account, bot, tested } = await botServer();
  const client = await bot();
  const { data: { secret } } = await account('GET', `/secret/${client.id}`);
  for (const as of ['numbers', 'texts'] as const) expect(await new BotClient(tested, client.id, secret, { as }).command('GET', '/faq/categories')).toEqual({ rc: 0, data: [] });
});

it('lets in who signs an address and sends it percent-encoded', async () => {
  const { bot } = await botServer();
  const client = await bot();
  await client.command('POST', '/faq/database', { post: '如何退货', replies: [reply('七天之内')] });
  expect(await client.command('GET', '/faq/database?q=退货&limit=5')).toMatchObject({ rc: 0, total: 1 });
  expect(await client.command('GET', '/faq/database?q=%E9%80%80%E8%B4%A7&limit=5')).toMatchObject({ rc: 0, total: 1 });
});

it('tells nobody else anything but that the signature is not good', async () => {
  const { account, bot, tested } = await botServer();
  const client = await bot();
  const { data: { secret } } = await account('GET', `/secret/${client.id}`);
  const asked = (each: BotClient) => each.command('GET', '/faq/categories');
  const answers = await Promise.all([
    asked(new BotClient(tested, client.id, 'another')), asked(new BotClient(tested, 'nobody', secret)),
    asked(new BotClient(tested, client.id, secret, { ahead: -301 })), asked(new BotClient(tested, client.id, secret, { ahead: 302 })),
    client.raw('GET', '/faq/categories', { headers: {}, method: 'POST' }),
    client.raw('GET', '/faq/categories', { headers: { authorization: new BotClient(tested, 'somebody', secret).authorization('GET', `/api/v1/chatbot/${client.id}/faq/categories`) } }),
    ...['', 'Bearer x', 'e30=', Buffer.from('null').toString('base64'), Buffer.from(JSON.stringify({ appId: client.id, timestamp: {}, random: [], signature: 1 })).toString('base64')].map((authorization) => client.raw('GET', '/faq/categories', { headers: { authorization } })),
  ]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ rc: 5, error: expect.stringContaining('signature') });
});

it('signs the address: another one with the same signature is refused', async () => {
  const { bot } = await botServer();
  const client = await bot();
  const authorization = client.authorization('GET', `/api/v1/chatbot/${client.id}/faq/database?limit=1`);
  expect(await client.raw('GET', '/faq/database?limit=1', { headers: { authorization } })).toMatchObject({ rc: 0 });
  expect(await client.raw('GET', '/faq/database?limit=2', { headers: { authorization } })).toMatchObject({ rc: 5 });
  expect(await client.raw('DELETE', '/faq/database?limit=1', { headers: { authorization } })).toMatchObject({ rc: 5 });
});

it('makes a change once for each signature; what is only read may be read again', async () => {
  const client = await (await botServer()).bot();
  const again = async (method: string, path: string, rawBody: string) => {
    const authorization = client.authorization(method, `/api/v1/chatbot/${client.id}${path}`);
    const loud = Buffer.from(Buffer.from(authorization, 'base64').toString().replace(/[0-9a-f]{40}/, (signature) => signature.toUpperCase())).toString('base64');
    return Promise.all([authorization, authorization, loud].map(async (each) => (await client.raw(method, path, { rawBody, headers: { authorization: each } })).rc));
  };
  expect(await again('POST', '/faq/categories', '{"label":"a"}')).toEqual([0, 5, 5]);
  expect(await again('GET', '/faq/categories', '')).toEqual([0, 0, 0]);
});

it('remembers signatures for as long as they are good, and so many', () => {
  const signatures = new UsedSignatures(3);
  const at = (signature: string, seconds: number) => ({ appId: 'b', random: '1', signature, timestamp: String(seconds) });
  const use = (signature: string, seconds: number, now: number) => signatures.use(at(signature, seconds), { now, windowMs: 1_000 });
  expect([use('a', 10, 10_000), use('a', 10, 11_000), use('b', 10, 10_000)]).toEqual([true, false, true]);
  expect([use('a', 10, 11_001), use('c', 11, 11_001), use('d', 11, 11_001)]).toEqual([true, true, true]);
  expect([use('c', 11, 11_001), use('d', 11, 11_001)]).toEqual([false, false]);
});

it('gives the time that an administrator has set', async () => {
  const { account, bot, tested } = await botServer({ config: { replayMinutes: 20 } });
  const { id } = await bot();
  const { data: { secret } } = await account('GET', `/secret/${id}`);
  expect(await new BotClient(tested, id, secret, { ahead: -1_100 }).command('GET', '/faq/categories')).toMatchObject({ rc: 0 });
});

it.each([
  ['no JSON', '{"post":'], ['a list', '[]'], ['a number', '1'], ['what is too deep', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`], ['what is missing', '{}'], ['too much', JSON.stringify({ post: 'x'.repeat(501), replies: [reply('a')] })],
])('says what is wrong with a body that is %s, with status 200', async (_what, rawBody) => {
  const { bot, tested } = await botServer();
  expect(await (await bot()).raw('POST', '/faq/database', { rawBody })).toMatchObject({ rc: 1, error: expect.any(String) });
  expect(tested.errors).toEqual([]);
});

it('takes no body, or null, for nothing', async () => {
  const client = await (await botServer()).bot();
  for (const rawBody of ['', ' ', 'null']) expect(await client.raw('POST', '/users/u/ismute', { rawBody })).toMatchObject({ rc: 0 });
});

it('knows what it does not know', async () => {
  const { bot, tested } = await botServer();
  const client = await bot();
  expect(await client.command('GET', '/nothing')).toMatchObject({ rc: 3 });
  expect(await client.command('PUT', '/faq/database')).toMatchObject({ rc: 3 });
  expect(JSON.parse((await tested.request({ path: '/api/v1/x/y', headers: {} })).body ?? '')).toMatchObject({ rc: 5 });
  expect(JSON.parse((await tested.request({ path: '/api/v1/%ff', headers: {} })).body ?? '')).toMatchObject({ rc: 5 });
});

it('takes nothing from a body that would be the prototype of others', async () => {
  const { bot } = await botServer();
  const client = await bot();
  await client.raw('POST', '/faq/database', { rawBody: '{"__proto__":{"enabled":false},"post":"a","replies":[{"content":"b","__proto__":{"rtype":"html"}}]}' });
  expect((await client.command('GET', '/faq/database')).data).toMatchObject([{ enabled: true, replies: [{ rtype: 'plain' }] }]);
  expect(({} as { enabled?: boolean }).enabled).toBeUndefined();
});

it('makes bots for who has the account’s token, lists them, and tells their secrets', async () => {
  const { account, bot, tested } = await botServer();
  const made = await account('POST', '/chatbot', { name: 'Xiao', primaryLanguage: 'zh_CN', description: 'd', logo: '', trans_zhCN_ZhTw2ZhCn: false });
  expect(made).toMatchObject({ rc: 0, data: { clientId: expect.stringMatching(/^[a-z0-9]{20}$/), secret: expect.stringMatching(/^[0-9a-f]{48}$/), name: 'Xiao', primaryLanguage: 'zh_CN' } });
  await bot({ name: 'Da' });
  expect(await account('GET', '/chatbot')).toMatchObject({ rc: 0, total: 2, data: expect.arrayContaining([expect.objectContaining({ name: 'Da' })]) });
  expect((await account('GET', `/secret/${made.data.clientId}`)).data.secret).toBe(made.data.secret);
  expect(await account('GET', '/secret/nobody')).toMatchObject({ rc: 3 });
  expect(await account('GET', '/chatbot', undefined, 'another')).toMatchObject({ rc: 5 });
  // It takes part in no chats until somebody gives it a department.
  expect(tested.posts).toEqual([]);
});

it('makes no bots where there is no token', async () => {
  const { account } = await botServer({ config: { accountToken: '' } });
  expect(await account('GET', '/chatbot', undefined, '')).toMatchObject({ rc: 5 });
});

it('shows a new secret once, and refuses the one before', async () => {
  const { bot, tested } = await botServer();
  const client = await bot();
  const asked = async (action: string) => {
    const { data } = (await tested.act('bots', action, { json: JSON.stringify({ bot: client.id }) }, { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'admin' } })) as { data?: any };
    return data;
  };
  expect(await asked('keys')).toEqual({ clientId: client.id, madeAt: expect.any(Number) });
  const { secret } = await asked('rotate');
  expect(await client.command('GET', '/faq/categories')).toMatchObject({ rc: 5 });
  expect(await new BotClient(tested, client.id, secret).command('GET', '/faq/categories')).toMatchObject({ rc: 0 });
});
