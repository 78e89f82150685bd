import { expect, it } from 'vitest';
import { openHouse, ADMIN_PASSWORD } from './support/house.ts';

const NEXT = 'a longer and better one';

it('changes a password, and signs every other device out', async () => {
  const house = await openHouse();
  const [here, there] = [await house.signIn(), await house.signIn()];
  const admin = (await house.store.agents.byLogin('admin'))!;
  const changed = await here('PUT', '/api/v1/me/password', { body: { current: ADMIN_PASSWORD, next: NEXT } });
  expect([changed.status, changed.json.mustChangePassword]).toEqual([200, false]);
  expect((await there('GET', '/api/v1/session')).code).toBe('auth.required');
  const [cookie = ''] = String(changed.headers['set-cookie']).split(';');
  expect((await house.call('GET', '/api/v1/session', { headers: { cookie } })).status).toBe(200);
  expect(house.heard).toContain(`signed out ${admin.id}`);
  await expect(house.signIn('admin', ADMIN_PASSWORD)).rejects.toThrow('auth.failed');
  await house.signIn('admin', NEXT);
});

const REFUSED = [
  ['a wrong current one', { current: 'not this one', next: NEXT }, { current: 'wrong' }],
  ['a short one', { current: ADMIN_PASSWORD, next: 'nine char' }, { next: 'too-short' }],
  ['a huge one', { current: ADMIN_PASSWORD, next: 'x'.repeat(300) }, { next: 'too-long' }],
  ['the same again', { current: ADMIN_PASSWORD, next: ADMIN_PASSWORD }, { next: 'unchanged' }],
] as const;

it('refuses a password that is no good, and says why', async () => {
  const browser = await (await openHouse()).signIn();
  for (const [what, body, fields] of REFUSED) {
    const answer = await browser('PUT', '/api/v1/me/password', { body });
    expect([answer.code, answer.json.meta], what).toEqual(['input.invalid', { fields }]);
  }
});

it('counts ten letters, whatever they take to write, and does not take the login', async () => {
  const house = await openHouse();
  const lin = await house.hire('lin.from.support');
  const change = (next: string) => lin.call('PUT', '/api/v1/me/password', { body: { current: lin.password, next } });
  expect((await change('LIN.from.support')).json.meta).toEqual({ fields: { next: 'is-login' } });
  expect((await change('🔑🔑🔑🔑🔑')).json.meta).toEqual({ fields: { next: 'too-short' } });
  expect((await change('今天天气真好我们去吧')).status).toBe(200);
});

it('lets somebody with a one-time password do nothing but replace it', async () => {
  const house = await openHouse();
  await house.accounts.create({ login: 'new', name: 'New', password: 'one time only' });
  const browser = await house.signIn('new', 'one time only');
  expect((await browser('GET', '/api/v1/session')).json.agent.mustChangePassword).toBe(true);
  for (const [method, path] of [['GET', '/agents'], ['GET', '/conversations?scope=mine'], ['POST', '/desk/ticket'], ['PATCH', '/me'], ['GET', '/colleagues']] as const) {
    const answer = await browser(method, `/api/v1${path}`, { body: {} });
    expect([answer.code, answer.json.meta], path).toEqual(['auth.forbidden', { reason: 'password-change-required' }]);
  }
  const changed = await browser('PUT', '/api/v1/me/password', { body: { current: 'one time only', next: NEXT } });
  expect(changed.status).toBe(200);
  expect((await (await house.signIn('new', NEXT))('POST', '/api/v1/desk/ticket')).status).toBe(200);
});

it('slows down guesses at the current password', async () => {
  const browser = await (await openHouse()).signIn();
  const guess = () => browser('PUT', '/api/v1/me/password', { body: { current: 'guess', next: NEXT } });
  for (let n = 0; n < 10; n++) expect((await guess()).code).toBe('input.invalid');
  expect((await guess()).code).toBe('auth.throttled');
});

it('keeps name, language and theme', async () => {
  const browser = await (await openHouse()).signIn();
  expect((await browser('GET', '/api/v1/session', { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })).json.agent.locale).toBe('zh-CN');
  await browser('PATCH', '/api/v1/me', { body: { name: ' 林 ', locale: 'zh-cn', theme: 'dark' } });
  expect((await browser('GET', '/api/v1/session')).json.agent).toMatchObject({ name: '林', locale: 'zh-CN', theme: 'dark' });
  for (const body of [{ theme: 'pink' }, { locale: 'no such_language' }, { name: ' ' }, { name: 'x'.repeat(81) }]) {
    expect((await browser('PATCH', '/api/v1/me', { body })).code, JSON.stringify(body)).toBe('input.invalid');
  }
});

it('gives an agent the way to the own desk, and to nobody else\'s', async () => {
  const house = await openHouse();
  const lin = await house.hire('lin');
  const { json } = await lin.call('POST', '/api/v1/desk/ticket', { body: { agent: 'somebody else' } });
  expect(json.url).toMatch(/^ws:\/\/localhost:8000\/node-1\/socket\?ticket=/);
  const { tokenVersion } = (await house.store.agents.find(lin.id))!;
  expect(house.tickets.verify(new URL(json.url).searchParams.get('ticket')!)).toMatchObject({ kind: 'desk', agent: lin.id, session: tokenVersion });
});
