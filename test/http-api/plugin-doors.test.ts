import { expect, it, onTestFinished } from 'vitest';
import { definePlugin, z, type RouteRequest } from '#plugin/define.ts';
import { about } from '../plugin/support/plugins.ts';
import { openHouse } from './support/house.ts';
import { limitedTo } from './support/limits.ts';

const seen: RouteRequest[] = [];
const door = definePlugin({
  ...about, id: 'door', version: '1.0.0', permissions: ['http.serve'], config: z.object({}),
  routes: {
    echo: {
      method: 'POST', path: '/echo/:what', maxBody: 300_000,
      handle: (_ctx, request) => {
        seen.push(request);
        return { status: 200, genuine: request.query['proof'] === 'good', headers: { 'content-type': 'text/html' }, body: '<script>alert(1)</script>' };
      },
    },
  },
});

const open = async (limit = { burst: 100, perSecond: 1 }) => {
  const limits = limitedTo(limit);
  const house = await openHouse({ plugins: [door], config: { limits } });
  const admin = await house.signIn();
  await admin('POST', '/api/v1/plugins/door/install', { body: { grant: ['http.serve'] } });
  await admin('POST', '/api/v1/plugins/door/activate');
  seen.length = 0;
  return { ...house, admin };
};

it('answers under its plugin’s address while that is on, and runs nothing in anybody’s browser', async () => {
  const { admin, call } = await open();
  const answer = await admin('POST', '/plugins/door/echo/a%2Fb?q=1&q=2', { body: { text: '你好' } });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/html', 'content-security-policy': expect.stringMatching(/default-src 'none'; sandbox/), 'x-content-type-options': 'nosniff' } });
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/echo/a%2Fb', params: { what: 'a/b' }, query: { q: '1' }, rawQuery: 'q=1&q=2', rawBody: '{"text":"你好"}', encoding: 'utf8' });
  // The administrator's session is nothing for a plugin.
  expect(Object.keys(seen[0]!.headers)).not.toContain('cookie');
  expect((await call('GET', '/plugins/door/echo/x')).code).toBe('route.method');
  expect((await call('POST', '/plugins/other/echo/x')).code).toBe('route.unknown');
  await admin('POST', '/api/v1/plugins/door/deactivate');
  expect((await call('POST', '/plugins/door/echo/x')).code).toBe('unavailable');
});

it('hands on bytes that are no text as they came, and refuses more of them than the route takes', async () => {
  const { call } = await open();
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0x00]);
  await call('POST', '/plugins/door/echo/x', { raw: bytes });
  expect(seen[0]).toMatchObject({ encoding: 'base64', rawBody: bytes.toString('base64') });
  const marked = Buffer.from('\ufeffhi');
  await call('POST', '/plugins/door/echo/x', { raw: marked });
  expect(Buffer.from(seen[1]!.rawBody, seen[1]!.encoding)).toEqual(marked);
  expect((await call('POST', '/plugins/door/echo/x', { raw: Buffer.alloc(300_001) })).code).toBe('request.too-large');
});

it('takes so many requests from one network', async () => {
  const { call } = await open({ burst: 2, perSecond: 0.1 });
  const from = (ip: string) => call('POST', '/plugins/door/echo/x', { ip }).then(({ status }) => status);
  expect([await from('203.0.113.9'), await from('203.0.113.9'), await from('203.0.113.9'), await from('198.51.100.7')]).toEqual([200, 200, 429, 200]);
});

it('counts nobody who has proved who they are against their network', async () => {
  const { call } = await open({ burst: 2, perSecond: 0.1 });
  const from = (proof: string) => call('POST', `/plugins/door/echo/x?proof=${proof}`, { ip: '203.0.113.9' }).then(({ status }) => status);
  for (let turn = 0; turn < 5; turn++) expect(await from('good')).toBe(200);
  expect([await from('none'), await from('none'), await from('none')]).toEqual([200, 200, 429]);
});

it('slows down who asks one thing after the other, and refuses who asks all at once', async () => {
  const { call, clock } = await open({ burst: 2, perSecond: 100 });
  const timer = setInterval(() => (clock.at += 5), 5);
  onTestFinished(() => clearInterval(timer));
  const ask = () => call('POST', '/plugins/door/echo/x', { ip: '203.0.113.9' }).then(({ status }) => status);
  for (let turn = 0; turn < 10; turn++) expect(await ask()).toBe(200);
  const all = await Promise.all(Array.from({ length: 200 }, ask));
  expect(all.filter((status) => status === 429).length).toBeGreaterThan(150);
});
