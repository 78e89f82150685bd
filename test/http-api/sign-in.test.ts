import { expect, it } from 'vitest';
import { SESSION_LIFETIME_MS } from '#desk/sessions.ts';
import { ADMIN_PASSWORD, openHouse } from './support/house.ts';
import { limitedTo } from './support/limits.ts';

it('opens a session in a cookie that scripts and foreign pages cannot use', async () => {
  const { call } = await openHouse();
  const answer = await call('POST', '/api/v1/session', { body: { login: ' Admin ', password: ADMIN_PASSWORD } });
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ publicUrl: 'http://localhost:8000', agent: { login: 'admin', role: 'admin', mustChangePassword: false, theme: 'auto' } });
  expect(answer.headers['set-cookie']).toMatch(/^parlor_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
});

it('keeps the cookie to https and to this host where people come by https', async () => {
  const { call } = await openHouse({ publicUrl: 'https://chat.example' });
  const answer = await call('POST', '/api/v1/session', { body: { login: 'admin', password: ADMIN_PASSWORD } });
  expect(answer.headers['set-cookie']).toMatch(/^__Host-parlor=.*; Secure$/);
});

it('knows who is signed in, by cookie or as Bearer, and forgets at the end', async () => {
  const { call, signIn } = await openHouse();
  const browser = await signIn();
  expect((await browser('GET', '/api/v1/session')).json.agent.login).toBe('admin');
  const { headers } = await call('POST', '/api/v1/session', { body: { login: 'admin', password: ADMIN_PASSWORD } });
  const token = /=([^;]+)/.exec(String(headers['set-cookie']))![1];
  expect((await call('GET', '/api/v1/session', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  expect((await browser('DELETE', '/api/v1/session')).headers['set-cookie']).toMatch(/^parlor_session=; .*Max-Age=0/);
});

it('answers 401 without a session, and to a forged, foreign or expired one', async () => {
  const { call, signIn, clock, tickets, store } = await openHouse();
  const admin = (await store.agents.byLogin('admin'))!;
  const ticket = tickets.issue({ kind: 'desk', agent: admin.id, session: admin.tokenVersion });
  for (const cookie of ['', 'parlor_session=x', `parlor_session=${ticket}`, `parlor_session=${'a'.repeat(5_000)}.${'b'.repeat(43)}`]) {
    expect((await call('GET', '/api/v1/session', { headers: { cookie } })).code).toBe('auth.required');
  }
  const browser = await signIn();
  clock.at += SESSION_LIFETIME_MS;
  expect((await browser('GET', '/api/v1/session')).code).toBe('auth.required');
});

it('renews a session that is used', async () => {
  const { signIn, clock } = await openHouse();
  const browser = await signIn();
  expect((await browser('GET', '/api/v1/session')).headers['set-cookie']).toBeUndefined();
  clock.at += 20 * 60_000;
  expect((await browser('GET', '/api/v1/session')).headers['set-cookie']).toMatch(/^parlor_session=/);
});

it('says the same, as slowly, whatever was wrong', async () => {
  const { call, store } = await openHouse({ slowPasswords: true });
  const timed = async (login: string) => {
    const start = performance.now();
    const answer = await call('POST', '/api/v1/session', { body: { login, password: 'not the password' } });
    return { answer, ms: performance.now() - start };
  };
  // The sooner of two: a machine that is busy takes longer, and never less long.
  const sooner = async (login: string) => [await timed(login), await timed(login)].reduce((a, b) => (a.ms < b.ms ? a : b));
  await timed('warm-up');
  const [unknown, wrong] = [await sooner('nobody'), await sooner('admin')];
  await store.agents.update((await store.agents.byLogin('admin'))!.id, { disabledAt: 1 });
  const disabled = await call('POST', '/api/v1/session', { body: { login: 'admin', password: ADMIN_PASSWORD } });
  expect([unknown.answer.text, disabled.text]).toEqual([wrong.answer.text, wrong.answer.text]);
  expect(wrong.answer.code).toBe('auth.failed');
  expect(unknown.ms).toBeGreaterThan(wrong.ms / 4);
});

it('slows down guesses at one account, whatever address they come from', async () => {
  const { call, clock } = await openHouse();
  const guess = (n: number) => call('POST', '/api/v1/session', { body: { login: 'admin', password: `guess ${n}` }, ip: `198.51.100.${n}` });
  for (let n = 0; n < 10; n++) expect((await guess(n)).code).toBe('auth.failed');
  const refused = await guess(10);
  expect([refused.status, refused.code, refused.headers['retry-after']]).toEqual([429, 'auth.throttled', '30']);
  clock.at += 30_000;
  expect((await guess(11)).code).toBe('auth.failed');
  expect((await guess(12)).code).toBe('auth.throttled');
});

it('slows down one network that tries many accounts, and nobody else', async () => {
  const limits = { burst: 3, perSecond: 1 };
  const { call } = await openHouse({ config: { limits: limitedTo(limits) } });
  const guess = (login: string, ip: string) => call('POST', '/api/v1/session', { body: { login, password: 'x' }, ip });
  for (const n of [1, 2, 3]) expect((await guess(`a${n}`, `2001:db8:0:1::${n}`)).code).toBe('auth.failed');
  expect((await guess('a4', '2001:db8::1:0:0:0:4')).code).toBe('auth.throttled');
  expect((await guess('a5', '2001:db8:0:2::1')).code).toBe('auth.failed');
});

const UNREADABLE = [
  ['no JSON', { raw: '{' }, 'request.malformed'],
  ['nothing', {}, 'request.malformed'],
  ['numbers for names', { body: { login: 1, password: 'x' } }, 'input.invalid'],
  ['a novel', { raw: JSON.stringify({ login: 'admin', password: 'x'.repeat(5_000) }) }, 'request.too-large'],
] as const;

it('refuses what it cannot read', async () => {
  const { call } = await openHouse();
  for (const [what, options, code] of UNREADABLE) expect((await call('POST', '/api/v1/session', options)).code, what).toBe(code);
});

it('tells everybody whether the one-time password of the first start is the way in still: until it was changed, or another took its place', async () => {
  const toCome = async ({ call }: Awaited<ReturnType<typeof openHouse>>) => (await call('GET', '/api/v1/session/first')).json;
  expect(await toCome(await openHouse())).toEqual({ toCome: false });
  for (const mustChange of [false, true]) {
    const house = await openHouse({ adminPassword: null });
    expect(await toCome(house)).toEqual({ toCome: true });
    expect((await house.call('POST', '/api/v1/session', { body: { login: 'admin', password: house.setup.oneTimePassword } })).status).toBe(200);
    expect(await toCome(house)).toEqual({ toCome: true });
    await house.store.agents.setPassword((await house.store.agents.byLogin('admin'))!.id, 'the hash of another', mustChange);
    expect(await toCome(house)).toEqual({ toCome: false });
  }
});
