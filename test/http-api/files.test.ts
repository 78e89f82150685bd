import { describe, expect, it } from 'vitest';
import { rangeOf } from '#http/range.ts';
import { png } from '../files/support.ts';
import { openHouse, type House } from './support/house.ts';
import { limitedTo } from './support/limits.ts';

const picture = png(40, 30);

const visitorOf = async (house: House): Promise<string> => (await house.call('POST', '/api/v1/widget/session', { body: { token: house.token } })).json.visitor;
const upload = (house: House, visitor: string, raw: Buffer = picture, { ip, name = 'cat.png', type = 'image/png' }: { name?: string; type?: string; ip?: string } = {}) =>
  house.call('POST', `/api/v1/widget/files?token=${house.token}&name=${encodeURIComponent(name)}`, { raw, headers: { authorization: `Visitor ${visitor}`, 'content-type': type }, ...(ip === undefined ? {} : { ip }) });

describe('uploading', () => {
  it('is for visitors with their token and for agents with their session, who then own the file', async () => {
    const house = await openHouse();
    const { json: { self, visitor } } = await house.call('POST', '/api/v1/widget/session', { body: { token: house.token } });
    const { json, status } = await upload(house, visitor);
    expect([status, json]).toEqual([201, { id: expect.stringMatching(/^[0-9a-f]{32}$/), name: 'cat.png', type: 'image/png', size: picture.length, width: 40, height: 30 }]);
    expect((await house.files.find(json.id))?.owner).toBe(self);
    const agent = await house.hire('lin');
    const theirs = await agent.call('POST', '/api/v1/files?name=plan.csv&durationMs=900', { raw: Buffer.from('a,b'), headers: { 'content-type': 'text/csv' } });
    expect([theirs.status, theirs.json]).toEqual([201, expect.objectContaining({ name: 'plan.csv', type: 'text/csv', durationMs: 900 })]);
    expect((await house.files.find(theirs.json.id))?.owner).toBe(`a_${agent.id}`);
  });

  it('is for nobody else', async () => {
    const house = await openHouse();
    const raw = picture;
    expect((await upload(house, 'somebody.else')).code).toBe('ticket.invalid');
    expect((await house.call('POST', `/api/v1/widget/files?token=${house.token}&name=a`, { raw })).code).toBe('ticket.invalid');
    expect((await house.call('POST', '/api/v1/files?name=a', { raw })).code).toBe('auth.required');
    const agent = await house.hire('lin');
    expect((await agent.call('POST', '/api/v1/files?name=a', { raw, headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })).code).toBe('request.forbidden-origin');
    expect((await upload(house, await visitorOf(house), Buffer.alloc(0))).code).toBe('file.empty');
    const large = await upload(house, await visitorOf(house), Buffer.alloc(1_000_001));
    expect([large.status, large.code, large.json.meta]).toEqual([413, 'file.too-large', { max: 1_000_000 }]);
    expect(await house.store.db.selectFrom('files').selectAll().execute()).toEqual([]);
  });

  it('is slowed down, by network and by sender, and ends where too much is never sent', async () => {
    const house = await openHouse({ config: { limits: limitedTo({ burst: 2, perSecond: 1 }) } });
    const visitor = await visitorOf(house);
    const answers = [await upload(house, visitor), await upload(house, visitor), await upload(house, visitor)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.headers['retry-after']).toBe('1');
    const many = await openHouse({ config: { limits: limitedTo({ burst: 1_000, perSecond: 1 }) } });
    const collector = await visitorOf(many);
    for (let i = 0; i < 40; i++) expect((await upload(many, collector, Buffer.from('x'))).status).toBe(201);
    expect((await upload(many, collector)).code).toBe('rate.limited');
  });
});

describe('downloading', () => {
  it('shows a picture as what it is, for good, in a sandbox', async () => {
    const house = await openHouse();
    const { json: { id } } = await upload(house, await visitorOf(house), picture, { name: '猫 "1".png' });
    const { content, headers, status } = await house.call('GET', `/files/${id}`);
    expect([status, content.equals(picture)]).toEqual([200, true]);
    expect(headers).toMatchObject({
      'content-type': 'image/png', 'content-disposition': "inline; filename*=UTF-8''%E7%8C%AB%20%221%22.png", 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*; sandbox;/), 'cache-control': 'private, max-age=31536000, immutable',
    });
    expect(await house.call('GET', `/files/${id}`, { headers: { 'if-none-match': `"${id}"` } })).toMatchObject({ status: 304, text: '' });
  });

  it.each([
    ['a page', '<html><script>alert(1)</script>', 'text/html', 'x.html'], ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml', 'x.svg'],
    ['a page that is called a picture', '<html><script>alert(1)</script>', 'image/png', 'x.png'], ['a document', '%PDF-1.7', 'application/pdf', 'x.pdf'], ['a script', 'alert(1)', 'text/javascript', 'x.js'],
  ])('saves %s and shows it nowhere', async (_what, text, type, name) => {
    const house = await openHouse();
    const { json: { id } } = await upload(house, await visitorOf(house), Buffer.from(text), { type, name });
    const { headers } = await house.call('GET', `/files/${id}`);
    expect([headers['content-type'], String(headers['content-disposition']).split(';')[0], headers['x-content-type-options']]).toEqual(['application/octet-stream', 'attachment', 'nosniff']);
  });

  it('gives a part where one is asked for', async () => {
    const house = await openHouse();
    const { json: { id } } = await upload(house, await visitorOf(house), Buffer.from('ID3456789'), { type: 'audio/mpeg', name: 'a.mp3' });
    const part = async (range: string) => {
      const { headers, status, text } = await house.call('GET', `/files/${id}`, { headers: { range } });
      return [status, text, headers['content-range']];
    };
    expect(await part('bytes=3-4')).toEqual([206, '45', 'bytes 3-4/9']);
    expect(await part('bytes=7-')).toEqual([206, '89', 'bytes 7-8/9']);
    expect(await part('bytes=-2')).toEqual([206, '89', 'bytes 7-8/9']);
    expect(await part('bytes=9-')).toEqual([416, '', 'bytes */9']);
    expect(await part('bytes=0-1,3-4')).toEqual([200, 'ID3456789', undefined]);
  });

  it.each(['0'.repeat(32), 'x', '..%2f..%2fetc%2fpasswd', `${'0'.repeat(32)}%00`, 'A'.repeat(32)])('finds nothing under %s', async (id) => {
    const house = await openHouse();
    expect((await house.call('GET', `/files/${id}`)).status).toBe(404);
  });
});

it('a range is one part of a file, or none', () => {
  const ranges = ['bytes=0-', 'bytes=0-0', 'bytes=5-2', 'bytes=-0', 'bytes=-99', 'bytes=9-99', 'bytes=10-', 'items=0-1', 'bytes=-', 'bytes=1e3-', 'bytes=99999999999999999-', undefined];
  expect(ranges.map((range) => rangeOf(range, 10))).toEqual([
    { from: 0, to: 10 }, { from: 0, to: 1 }, null, 'unsatisfiable', { from: 0, to: 10 }, { from: 9, to: 10 }, 'unsatisfiable', null, null, null, null, null,
  ]);
});
