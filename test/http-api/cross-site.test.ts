import { expect, it } from 'vitest';
import { ADMIN_PASSWORD, openHouse } from './support/house.ts';

const writes = [
  ['PATCH', '/api/v1/me', { name: 'Mallory' }],
  ['PUT', '/api/v1/me/password', { current: ADMIN_PASSWORD, next: 'something else entirely' }],
  ['POST', '/api/v1/agents', { login: 'mallory', name: 'Mallory', password: 'something long', role: 'admin' }],
  ['POST', '/api/v1/departments', { name: 'Mallory' }],
  ['POST', '/api/v1/desk/ticket', {}],
] as const;

const foreign = [
  ['with its origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['with its origin alone', { origin: 'https://evil.example' }],
  ['on another port of this host', { origin: 'http://localhost:9000', 'sec-fetch-site': 'same-site' }],
  ['from a sandbox', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['hiding where it is', { 'sec-fetch-site': 'cross-site' }],
  ['hiding everything', { 'sec-fetch-site': 'none' }],
] as const;

it.each(foreign)('lets no foreign page write with the cookie: %s', async (_how, headers) => {
  const house = await openHouse();
  const browser = await house.signIn();
  for (const [method, path, body] of writes) {
    expect((await browser(method, path, { body, headers })).code, `${method} ${path}`).toBe('request.forbidden-origin');
  }
  expect((await house.store.agents.list()).map(({ name }) => name)).toEqual(['Admin']);
});

it('lets no foreign page sign anybody in or out', async () => {
  const { call } = await openHouse();
  for (const [, headers] of foreign.slice(0, 5)) {
    const signIn = await call('POST', '/api/v1/session', { body: { login: 'admin', password: ADMIN_PASSWORD }, headers });
    const signOut = await call('DELETE', '/api/v1/session', { headers });
    expect([signIn.code, signOut.code]).toEqual(['request.forbidden-origin', 'request.forbidden-origin']);
  }
});

it.each([
  ['fetch metadata', { 'sec-fetch-site': 'same-origin' }],
  ['the origin', { origin: 'http://localhost:8000', 'sec-fetch-site': '' }],
])('knows our own pages by %s', async (_what, headers) => {
  const browser = await (await openHouse()).signIn();
  expect((await browser('PATCH', '/api/v1/me', { body: { name: 'Ada' }, headers })).json.name).toBe('Ada');
});

it('needs no origin with a Bearer token, which no page can be made to send', async () => {
  const { call } = await openHouse();
  const { headers } = await call('POST', '/api/v1/session', { body: { login: 'admin', password: ADMIN_PASSWORD } });
  const authorization = `Bearer ${/=([^;]+)/.exec(String(headers['set-cookie']))![1]}`;
  const answer = await call('PATCH', '/api/v1/me', { body: { name: 'Ada' }, headers: { authorization } });
  expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined]);
});

it('names no origin that the configuration does not', async () => {
  const { call } = await openHouse({ publicUrl: 'https://chat.example', corsOrigins: ['https://app.example'] });
  const allowed = async (origin: string) =>
    (await call('OPTIONS', '/api/v1/session', { headers: { origin, 'access-control-request-method': 'POST' } })).headers['access-control-allow-origin'];
  expect(await allowed('https://evil.example')).toBeUndefined();
  expect(await allowed('https://app.example')).toBe('https://app.example');
  const answer = await call('GET', '/api/v1/session', { headers: { origin: 'https://app.example' } });
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
});
