import { describe, expect, it } from 'vitest';
import { isGenuine, opened } from '../../plugins/wechat/signature.ts';
import { AES_KEY, APPID, encrypt, opened as open, post, postSecret, message, secret, seconds, sign, TOKEN, xml } from './support.ts';

describe('Tencent’s own samples', () => {
  it('a message comes out of its ciphertext', () => {
    const encrypted = 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==';
    expect(opened(encrypted, { aesKey: AES_KEY, appid: APPID })).toBe('我是中文abcd123');
    expect(encrypt('我是中文abcd123')).toBe(encrypted);
  });

  it('an address is confirmed by what is in the echo', () => {
    const key = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
    const signed = {
      timestamp: '1409659589', nonce: '263014780', signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
      encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    };
    expect(isGenuine(signed, 'QDG6eK', 1_409_659_589_000)).toBe(true);
    expect(opened(signed.encrypted, { aesKey: key, appid: 'wx5823bf96d3bd56c7' })).toBe('1616140317555161061');
    expect(isGenuine(signed, 'QDG6eK', 1_409_659_589_000 + 301_000)).toBe(false);
    expect(isGenuine({ ...signed, nonce: '263014781' }, 'QDG6eK', 1_409_659_589_000)).toBe(false);
  });
});

describe('the address', () => {
  const check = { method: 'GET', path: '/shop' } as const;

  it('echoes what was signed, as it is', async () => {
    const [tested, timestamp] = [await open(undefined, { credit: false }), seconds()];
    const query = { timestamp, nonce: 'n', signature: sign(TOKEN, timestamp, 'n'), echostr: '5837397520665436492' };
    expect(await tested.request({ ...check, query })).toMatchObject({ status: 200, body: '5837397520665436492', headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(await tested.request({ ...check, query: { ...query, signature: sign('another', timestamp, 'n') } })).toMatchObject({ status: 401 });
    expect(await tested.request({ ...check, query: { ...query, timestamp: seconds(Date.now() - 301_000) } })).toMatchObject({ status: 401 });
    expect(await tested.request({ ...check, path: '/bank', query })).toMatchObject({ status: 401 });
  });

  it('answers with what an encrypted echo says', async () => {
    const [tested, timestamp, echostr] = [await open(undefined, { account: secret, credit: false }), seconds(), encrypt('1616140317555161061')];
    const query = { timestamp, nonce: 'n', echostr, msg_signature: sign(TOKEN, timestamp, 'n', echostr) };
    expect(await tested.request({ ...check, query })).toMatchObject({ status: 200, body: '1616140317555161061' });
    expect(await tested.request({ ...check, query: { ...query, msg_signature: sign(TOKEN, timestamp, 'n') } })).toMatchObject({ status: 401 });
  });
});

describe('a message', () => {
  it('is taken as it is signed, in the clear and encrypted', async () => {
    for (const [account, give] of [[undefined, post], [secret, async (tested, body) => postSecret(tested, encrypt(body))]] as const satisfies readonly [object | undefined, typeof post][]) {
      const tested = await open(undefined, { credit: false, ...(account === undefined ? {} : { account }) });
      expect(await give(tested, message({ Content: '你好 😀 <b>&amp;</b> ]]>' }))).toMatchObject({ status: 200, body: 'success' });
      expect(tested.received).toEqual([{ account: 'shop', externalId: 'anna', id: '23456789012345678', locale: 'en', kind: 'text', body: { text: '你好 😀 <b>&amp;</b> ]]>' } }]);
    }
  });

  it('is refused where its signature is another’s, or old', async () => {
    const tested = await open(undefined, { credit: false });
    for (const posting of [{ token: 'another' }, { account: 'bank' }, { timestamp: seconds(Date.now() - 301_000) }, { timestamp: seconds(Date.now() + 330_000) }, { query: { nonce: 'n' } }, { query: { signature: '' } }, { timestamp: 'soon' }]) {
      expect([posting, await post(tested, message(), posting)]).toMatchObject([posting, { status: 401 }]);
    }
    expect(tested.received).toEqual([]);
  });

  it('that is encrypted is refused where anybody has touched it', async () => {
    const tested = await open(undefined, { account: secret, credit: false });
    const good = encrypt(message());
    const bytes = Buffer.from(good, 'base64');
    bytes[40]! ^= 1;
    const touched = bytes.toString('base64');
    // Its signature is not for it.
    expect(await postSecret(tested, touched, { query: { msg_signature: sign(TOKEN, seconds(), '372623539', good) } })).toMatchObject({ status: 401 });
    expect(await postSecret(tested, good, { token: 'another' })).toMatchObject({ status: 401 });
    expect(await postSecret(tested, good, { timestamp: seconds(Date.now() - 301_000) })).toMatchObject({ status: 401 });
    // Whoever knows the token signs it well, and does not know the key.
    const wrong = [
      encrypt(message(), { appid: 'wx0000000000000000' }), encrypt(message(), { key: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }), good.slice(0, 20), Buffer.from(good, 'base64').subarray(0, -16).toString('base64'),
      Buffer.from(good, 'base64').subarray(0, 32).toString('base64'), encrypt(message(), { pad: (n) => Buffer.alloc(n) }), encrypt(message(), { pad: (n) => Buffer.alloc(n, 33) }),
      // Blocks of 16, as others fill them up.
      encrypt(message(), { pad: (n) => Buffer.alloc(n > 16 ? n - 16 : n + 16, n > 16 ? n - 16 : n + 16) }),
    ];
    for (const encrypted of wrong) expect(await postSecret(tested, encrypted)).toMatchObject({ status: 400, body: '{"code":"envelope.invalid"}' });
    expect(await post(tested, message())).toMatchObject({ status: 400, body: '{"code":"envelope.plain"}' });
    expect(await post(tested, message(), { token: 'another' })).toMatchObject({ status: 401 });
    expect(tested.received).toEqual([]);
    expect(await postSecret(tested, good)).toMatchObject({ status: 200 });
  });

  it('is said once however often it comes', async () => {
    const tested = await open(undefined, { credit: false });
    for (let i = 0; i < 3; i++) expect(await post(tested, message())).toMatchObject({ status: 200, body: 'success' });
    expect(tested.received).toHaveLength(1);
  });

  it('declares nothing: no document type, no entities', async () => {
    const tested = await open(undefined, { credit: false });
    const bomb = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'.split('').map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(10)}">`).join('')}]>`;
    for (const body of [
      `${bomb}${message().replace('<![CDATA[hello]]>', '&i;')}`, message().replace('<MsgType>', '<!DOCTYPE xml [<!ENTITY a "b">]><MsgType>'),
      `<!DOCTYPE xml SYSTEM "file:///etc/passwd">${message()}`, message().replace('</xml>', ''), '<xml>', '', 'nothing of this is XML', xml({ FromUserName: 'anna' }), message({ MsgId: 'x' }), message({ FromUserName: '../../anna' }),
      `${'<a>'.repeat(500)}${message()}`,
    ]) expect([body.slice(0, 80), await post(tested, body)]).toMatchObject([body.slice(0, 80), { status: 400, body: '{"code":"message.invalid"}' }]);
    expect(tested.received).toEqual([]);
    expect(await post(tested, message({ Content: '<!DOCTYPE html> &lt;b>' }))).toMatchObject({ status: 200 });
    expect(tested.received[0]?.body.text).toBe('<!DOCTYPE html> &lt;b>');
  });

  it('has a size', async () => {
    await expect(post(await open(), message({ Content: 'x'.repeat(32_768) }))).rejects.toMatchObject({ refusal: { code: 'request.too-large' } });
  });
});
