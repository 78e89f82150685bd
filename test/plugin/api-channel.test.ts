import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/api-channel/index.ts';
import { sourcesOf, useIsolated } from './support/isolated.ts';

const SECRET = 'the secret of the shop';
const FORMER = 'the one that it had before';
const shop = { id: 'shop', name: 'The shop', department: 'd1', callback: 'https://shop.example/said', secret: SECRET, formerSecret: FORMER };
const config = { accounts: [shop, { ...shop, id: 'bank', name: 'The bank', secret: 'the secret of the bank', formerSecret: '' }] };

interface Letter { readonly secret?: string; readonly id?: string; readonly ahead?: number; readonly account?: string; readonly body?: object; readonly more?: Readonly<Record<string, string>> }

const signed = (secret: string, id: string, timestamp: string, body: string): string => `sha256=${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex')}`;

/** As an application would post it. */
async function post(tested: TestedPlugin, { account = 'shop', ahead = 0, body = { from: { id: 'anna' }, text: 'hi' }, id = 'm-1', more = {}, secret = SECRET }: Letter = {}) {
  const rawBody = JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1000) + ahead);
  const headers = { 'idempotency-key': id, 'x-parlor-timestamp': timestamp, 'x-parlor-signature': signed(secret, id, timestamp, rawBody), ...more };
  const answer = await tested.request({ path: `/${account}/messages`, rawBody, headers });
  return { status: answer.status, body: JSON.parse(answer.body ?? '{}') as unknown };
}

describe.each([
  ['in the house', () => () => plugin],
  ['in a process of its own', () => useIsolated('index.ts', sourcesOf('plugins/api-channel'))],
])('the API channel %s', (_where, opened) => {
  const open = opened();

  it('names its accounts, and brings in what they have signed', async () => {
    const tested = await testPlugin(open(), { config });
    expect(tested.accounts).toEqual([{ id: 'shop', name: 'The shop', department: 'd1' }, { id: 'bank', name: 'The bank', department: 'd1' }]);
    expect(await post(tested, { body: { from: { id: 'anna', name: 'Anna', locale: 'zh-CN' }, text: '你好' } })).toEqual({ status: 200, body: { conversation: 'c-anna', duplicate: false } });
    expect(await post(tested, { body: { from: { id: 'anna', name: 'Anna', locale: 'zh-CN' }, text: '你好' } })).toEqual({ status: 200, body: { conversation: 'c-anna', duplicate: true } });
    expect(tested.received).toEqual([{ account: 'shop', externalId: 'anna', name: 'Anna', locale: 'zh-CN', id: 'm-1', kind: 'text', body: { text: '你好' } }]);
  });

  it.each<[string, Letter]>([
    ['with the secret of another account', { secret: 'the secret of the bank' }],
    ['with a former secret that there is not', { account: 'bank', secret: '' }],
    ['for an account that there is not', { account: 'nobody' }],
    ['more than five minutes ago', { ahead: -301 }],
    ['more than five minutes hence', { ahead: 330 }],
    ['for another id', { more: { 'idempotency-key': 'm-2' } }],
    ['for another time', { more: { 'x-parlor-timestamp': String(Math.floor(Date.now() / 1000) + 200) } }],
    ['not at all', { more: { 'x-parlor-signature': '' } }],
    ['with half a signature', { more: { 'x-parlor-signature': 'sha256=00' } }],
  ])('lets in nothing that was signed %s', async (_how, letter) => {
    const tested = await testPlugin(open(), { config });
    expect(await post(tested, letter)).toMatchObject({ status: 401, body: { code: 'signature.invalid' } });
    expect(tested.received).toEqual([]);
  });

  it('brings in files, each as a message of its own, in the request or from an address', async () => {
    const tested = await testPlugin(open(), { config, answer: ({ url }) => (url.endsWith('a.mp3') ? { status: 200, bytes: Buffer.from('ID3') } : url.endsWith('gone') ? { status: 404 } : { status: 503 }) });
    const files = [{ name: 'cat.png', type: 'image/png', base64: Buffer.from('\x89PNG').toString('base64') }, { name: 'a.mp3', type: 'audio/mpeg', durationMs: 900, url: 'https://files.example/a.mp3' }];
    expect((await post(tested, { body: { from: { id: 'anna' }, text: 'look', files } })).status).toBe(200);
    expect(tested.received.map(({ body: { file, text }, id, kind }) => [id, kind, text, file?.name, file?.durationMs])).toEqual([['m-1', 'image', 'look', 'cat.png', undefined], ['m-1#2', 'voice', '', 'a.mp3', 900]]);
    expect([...tested.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['\x89PNG', 'ID3']);
    for (const [url, status, code] of [['https://files.example/gone', 422, 'file.unreachable'], ['https://files.example/broken', 502, 'file.unavailable']] as const) {
      expect(await post(tested, { id: url, body: { from: { id: 'anna' }, files: [{ name: 'x', url }] } })).toMatchObject({ status, body: { code } });
    }
    expect(tested.requests[0]).toMatchObject({ url: 'https://files.example/a.mp3', publicOnly: true });
    for (const bad of [{ name: 'x' }, { name: 'x', base64: 'no base64!' }, { name: 'x', url: 'file:///etc/passwd' }, { name: '', base64: 'aGk=' }]) expect((await post(tested, { id: 'bad', body: { from: { id: 'anna' }, files: [bad] } })).status).toBe(422);
    expect(tested.received).toHaveLength(2);
    const key = 'k'.repeat(160);
    expect((await post(tested, { id: key, body: { from: { id: 'anna' }, text: 'look', files } })).status).toBe(200);
    expect(tested.received.slice(-2).map(({ id }) => id)).toEqual([key, expect.stringMatching(/^[\w-]{43}#2$/)]);
  });

  it('says in one form what is wrong with a request, and what is wanted in its place', async () => {
    const tested = await testPlugin(open(), { config });
    const refused = (letter: Letter) => post(tested, letter);
    expect(await refused({ body: { from: { id: 'anna' } } })).toEqual({ status: 422, body: {
      type: 'about:blank', title: expect.any(String), status: 422, code: 'input.invalid', retryable: false, meta: { fields: { text: 'a text, or at least one of files' } },
    } });
    expect(await refused({ body: { text: 'hi' } })).toMatchObject({ body: { meta: { fields: { from: expect.stringContaining('expected object') } } } });
    expect(await refused({ body: { from: { id: 'anna' }, files: [{ name: 'x' }] } })).toMatchObject({ body: { meta: { fields: { 'files.0': expect.stringContaining('base64 or an http address') } } } });
    expect(await refused({ account: 'nobody' })).toEqual({ status: 401, body: { type: 'about:blank', title: expect.any(String), status: 401, code: 'signature.invalid', retryable: false } });
    const { headers } = await tested.request({ path: '/shop/messages' });
    expect(headers).toMatchObject({ 'content-type': expect.stringContaining('application/problem+json') });
  });

  it.each(['', ' ', null, undefined])('takes what is “%s” of a person for left out', async (nothing) => {
    const tested = await testPlugin(open(), { config });
    const from = { id: 'anna', name: nothing, locale: nothing, verified: { email: nothing, phone: nothing } };
    expect(await post(tested, { body: { from, text: 'hi' } })).toMatchObject({ status: 200 });
    expect(await post(tested, { id: 'm-2', body: { from: { ...from, verified: nothing }, text: 'hi' } })).toMatchObject({ status: 200 });
    expect(tested.received.map(({ locale, name, verified }) => ({ locale, name, verified: verified ?? {} }))).toEqual([{ verified: {} }, { verified: {} }]);
  });

  it('takes a name that was cut within a character, with what was written', async () => {
    const tested = await testPlugin(open(), { config });
    expect(await post(tested, { body: { from: { id: 'anna', name: 'Anna \ud83d' }, text: 'hi' } })).toMatchObject({ status: 200 });
    expect(tested.received).toMatchObject([{ name: 'Anna \ufffd' }]);
  });

  it.each<[string, object, Letter]>([
    ['a name that is too long', { 'from.name': 'a text of at most 120 characters' }, { body: { from: { id: 'anna', name: 'x'.repeat(121) }, text: 'hi' } }],
    ['a name that is none', { 'from.name': 'a text of at most 120 characters' }, { body: { from: { id: 'anna', name: 7 }, text: 'hi' } }],
    ['nobody', { 'from.id': 'a text of 1 to 160 characters' }, { body: { from: { id: '' }, text: 'hi' } }],
    ['no language', { 'from.locale': 'a language tag, such as zh-CN' }, { body: { from: { id: 'anna', locale: 'Chinese (China)' }, text: 'hi' } }],
    ['no address', { 'from.verified.email': 'an e-mail address' }, { body: { from: { id: 'anna', verified: { email: 'anna' } }, text: 'hi' } }],
    ['a key that is too long', { 'idempotency-key': 'at most 160 characters' }, { id: 'k'.repeat(161) }],
  ])('says which value it is for %s', async (_what, fields, letter) => {
    const tested = await testPlugin(open(), { config });
    expect(await post(tested, letter)).toMatchObject({ status: 422, body: { code: 'input.invalid', meta: { fields } } });
    expect(tested.received).toEqual([]);
  });

  it('says where a file is', async () => {
    const tested = await testPlugin(open(), { config });
    const file = tested.keep({ name: 'plan.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') });
    tested.say('', { kind: 'file', body: { text: '', file } });
    await tested.work();
    expect(JSON.parse(tested.requests[0]?.body ?? '')).toMatchObject({ kind: 'file', body: { text: '', file: { name: 'plan.pdf', size: 4, url: `https://chat.example/files/${file.id}` } } });
    expect([tested.dead, tested.errors]).toEqual([[], []]);
  });

  it('takes the former secret too, and one of two signatures', async () => {
    const tested = await testPlugin(open(), { config });
    expect((await post(tested, { secret: FORMER })).status).toBe(200);
    const [timestamp, body] = [String(Math.floor(Date.now() / 1000)), JSON.stringify({ from: { id: 'anna' }, text: 'hi' })];
    const both = [signed('a secret that is to come', 'm-2', timestamp, body), signed(SECRET, 'm-2', timestamp, body)].join(', ');
    expect((await post(tested, { id: 'm-2', more: { 'x-parlor-timestamp': timestamp, 'x-parlor-signature': both } })).status).toBe(200);
  });

  it.each([['no sender', { text: 'hi' }], ['no words', { from: { id: 'anna' } }], ['another kind', { from: { id: 'anna' }, kind: 'voice', text: 'hi' }]])('says what is wrong with a message: %s', async (_what, body) => {
    expect(await post(await testPlugin(open(), { config }), { body })).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
  });

  it('posts what is said to the callback of the account, signed with both secrets', async () => {
    const tested = await testPlugin(open(), { config });
    tested.say('hello', { seq: 7 });
    await tested.work();
    const [request] = tested.requests as [{ readonly url: string; readonly body: string; readonly headers: Readonly<Record<string, string>> }];
    expect(request.url).toBe('https://shop.example/said');
    expect(JSON.parse(request.body)).toEqual({ id: 'c-anna-7', conversation: 'c-anna', seq: 7, to: 'anna', by: { kind: 'agent', name: 'Lin' }, kind: 'text', body: { text: 'hello' }, at: 0 });
    expect(request.headers['idempotency-key']).toBe('c-anna-7');
    expect(request.headers['x-parlor-signature']).toBe([SECRET, FORMER].map((secret) => signed(secret, 'c-anna-7', request.headers['x-parlor-timestamp']!, request.body)).join(','));
  });

  it.each([
    [{ status: 500 }, [], 1], [{ status: 404 }, [], 1], [{ status: 302 }, [], 1], [{ status: 503, headers: { 'retry-after': '7' } }, [], 1],
    [{ status: 410 }, [{ conversation: 'c-anna', seq: 3, reason: 'refused', detail: 'answered 410' }], 0],
    [{ status: 422, body: '{"code":"no such person"}' }, [{ conversation: 'c-anna', seq: 3, reason: 'refused', detail: 'no such person' }], 0],
    [{ status: 422, body: '{"code":"window-closed"}' }, [{ conversation: 'c-anna', seq: 3, reason: 'window-closed', detail: 'window-closed' }], 0],
  ])('takes %j for what it is', async (answer, undelivered, waiting) => {
    const tested = await testPlugin(open(), { config, answer: () => answer });
    tested.say('hello');
    await tested.work();
    expect([tested.undelivered, tested.waiting.length]).toEqual([undelivered, waiting]);
    if ('headers' in answer) {
      tested.advance(6_999);
      await tested.work();
      expect(tested.requests).toHaveLength(1);
      tested.advance(1);
      await tested.work();
      expect(tested.requests).toHaveLength(2);
    }
  });
});
