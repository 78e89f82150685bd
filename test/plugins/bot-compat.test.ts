import { expect, it } from 'vitest';
import plugin from '../../plugins/bot/index.ts';
import { BotClient } from '../bot/compat-client.ts';
import { archiveOf } from '../bot/support/archive.ts';
import { openHouse } from '../http-api/support/house.ts';

/** A house with the plugin on, and a client of one of its bots, through the door that the world has. */
async function opened() {
  const house = await openHouse({ plugins: [plugin] });
  const admin = await house.signIn();
  const { json: { permissions } } = await admin('GET', '/api/v1/plugins/bot');
  await admin('POST', '/api/v1/plugins/bot/install', { body: { grant: permissions.map(({ name }: { name: string }) => name) } });
  await admin('PUT', '/api/v1/plugins/bot/config', { body: { config: { accountToken: 'a-token-of-24-characters-or-more' } } });
  await admin('POST', '/api/v1/plugins/bot/activate');
  const made = await house.call('POST', '/plugins/bot/api/v1/chatbot', { headers: { authorization: 'Bearer a-token-of-24-characters-or-more' }, body: { name: 'Xiao' } });
  const client = new BotClient({
    request: async ({ encoding, headers = {}, method = 'GET', path, rawBody = '', rawQuery = '' }) => {
      const answer = await house.call(method, `/plugins/bot${path}${rawQuery === '' ? '' : `?${rawQuery}`}`, { headers, raw: Buffer.from(rawBody, encoding) });
      return { status: answer.status, headers: { 'content-type': String(answer.headers['content-type']) }, body: answer.text };
    },
  }, made.json.data.clientId, made.json.data.secret);
  return { ...house, admin, client };
}

it('answers clients through the door of the house: signed addresses, methods, files', async () => {
  const { client } = await opened();
  expect(await client.command('POST', '/faq/database', { docId: 'q', post: '如何退货', replies: [{ content: '七天之内' }] })).toMatchObject({ rc: 0 });
  expect(await client.command('GET', '/faq/database?q=退货&limit=5&page=1')).toMatchObject({ rc: 0, total: 1 });
  expect(await client.command('PUT', '/faq/database/q', { post: '怎么退货', replies: [{ content: '七天之内' }] })).toMatchObject({ rc: 0 });
  expect(await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: '+ 你好\n- 你好！' }))).toMatchObject({ rc: 0 });
  expect((await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: '你好' })).data.string).toBe('你好！');
  expect(await client.command('DELETE', '/faq/database/q')).toMatchObject({ rc: 0 });
  expect(await client.command('GET', '/')).toMatchObject({ rc: 0, data: { name: 'Xiao' } });
});

it('is away while the plugin is', async () => {
  const { admin, call } = await opened();
  await admin('POST', '/api/v1/plugins/bot/deactivate');
  expect((await call('GET', '/plugins/bot/api/v1/chatbot')).code).toBe('unavailable');
});

it('keeps the account’s token as a secret', async () => {
  const { admin } = await opened();
  expect(JSON.stringify((await admin('GET', '/api/v1/plugins/bot')).json)).not.toContain('a-token-of-24');
});
