import { expect, it, vi } from 'vitest';
import type { Department } from '#store/departments.repository.ts';
import type { ChannelName } from '#wire/api.ts';
import type { Call } from './support/caller.ts';
import { openHouse } from './support/house.ts';

it('lets only administrators change who works here', async () => {
  const house = await openHouse();
  const [support] = await house.store.departments.list();
  const [channel] = await house.store.channelAccounts.list();
  const changes = [
    ['POST', '/agents', { login: 'x2', name: 'X', password: 'something long' }],
    ['PATCH', `/agents/${house.setup.adminLogin}`, { role: 'agent' }],
    ['POST', '/departments', { name: 'X' }],
    ['PATCH', `/departments/${support!.id}`, { name: 'X' }],
    ['DELETE', `/departments/${support!.id}`, undefined],
    ['PATCH', `/channels/${channel!.id}`, { allowedOrigins: ['*'] }],
  ] as const;
  for (const role of ['agent', 'supervisor'] as const) {
    const { call } = await house.hire(`one-${role}`, { role });
    for (const [method, path, body] of changes) {
      expect((await call(method, `/api/v1${path}`, { body })).code, `${role} ${method} ${path}`).toBe('auth.forbidden');
    }
    for (const path of ['/agents', '/departments', '/channels', '/colleagues']) expect((await call('GET', `/api/v1${path}`)).status).toBe(200);
  }
  for (const [method, path, body] of changes) expect((await house.call(method, `/api/v1${path}`, { body })).code).toBe('auth.required');
});

it('names to agents the ways in to their own departments, closed ones too, and to supervisors all', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const [support] = await house.store.departments.list();
  const lin = await house.hire('lin', { departments: [support!.id] });
  const boss = await house.hire('boss', { role: 'supervisor' });
  const { id: sales } = (await admin('POST', '/api/v1/departments', { body: { name: support!.name } })).json;
  const namesTo = async (call: Call) => (await call('GET', '/api/v1/channel-names')).json as readonly ChannelName[];
  const [own] = await namesTo(lin.call);
  expect(await namesTo(lin.call)).toEqual([own]);
  expect(own).toEqual({ id: expect.any(String), name: support!.name, kind: 'web', department: support!.id, closed: false });
  await admin('DELETE', `/api/v1/departments/${sales}`);
  // By name, and these two have one.
  const all = (await namesTo(boss.call)).toSorted((a, b) => Number(a.closed) - Number(b.closed));
  expect(all).toEqual([own, { ...own, id: expect.any(String), department: sales, closed: true }]);
  expect((await house.call('GET', '/api/v1/channel-names')).code).toBe('auth.required');
});

it('shows nobody a password, in any form', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const made = await admin('POST', '/api/v1/agents', { body: { login: 'lin', name: 'Lin', password: 'one time only' } });
  expect(made.status).toBe(201);
  const { text } = await admin('GET', '/api/v1/agents');
  expect(text + made.text).not.toMatch(/argon2|one time only|passwordHash|tokenVersion/);
});

it('hires, moves and lets go', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const [support] = await house.store.departments.list();
  const lin = (await admin('POST', '/api/v1/agents', { body: { login: 'Lin', name: 'Lin', password: 'one time only', departments: [support!.id] } })).json;
  expect(lin).toMatchObject({ login: 'lin', role: 'agent', capacity: 5, departments: [support!.id], mustChangePassword: true, disabled: false });
  expect(house.heard).toEqual(expect.arrayContaining([`agent ${lin.id}`, `department ${support!.id}`]));
  const browser = await house.signIn('lin', 'one time only');
  const moved = await admin('PATCH', `/api/v1/agents/${lin.id}`, { body: { departments: [], capacity: 3, role: 'supervisor' } });
  expect(moved.json).toMatchObject({ departments: [], capacity: 3, role: 'supervisor', name: 'Lin' });
  await admin('PATCH', `/api/v1/agents/${lin.id}`, { body: { disabled: true } });
  expect((await browser('GET', '/api/v1/session')).code).toBe('auth.required');
  expect(house.heard).toContain(`signed out ${lin.id}`);
  await expect(house.signIn('lin', 'one time only')).rejects.toThrow('auth.failed');
});

it('signs an agent out whose password an administrator sets anew', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const lin = await house.hire('lin');
  await admin('PATCH', `/api/v1/agents/${lin.id}`, { body: { password: 'another one-time' } });
  expect((await lin.call('GET', '/api/v1/session')).code).toBe('auth.required');
  expect((await (await house.signIn('lin', 'another one-time'))('GET', '/api/v1/session')).json.agent.mustChangePassword).toBe(true);
});

it('changes nothing of an agent whose new password cannot be hashed now', async () => {
  const house = await openHouse({ slowPasswords: true });
  const admin = await house.signIn();
  const lin = await house.hire('lin');
  house.heard.length = 0;
  // More at a time than the hashing takes in: the last is refused.
  const guesses = Array.from({ length: 40 }, () => house.accounts.signIn('nobody', 'a guess').catch(() => {}));
  const answer = await admin('PATCH', `/api/v1/agents/${lin.id}`, { body: { name: 'Gone', disabled: true, password: 'another one-time' } });
  expect([answer.code, answer.status]).toEqual(['busy', 503]);
  await Promise.all(guesses);
  expect(await house.store.agents.find(lin.id)).toMatchObject({ name: 'lin', disabledAt: null });
  expect(house.heard).toEqual([]);
});

it('lets no administrator lock themselves out', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const { id } = (await house.store.agents.byLogin('admin'))!;
  for (const body of [{ role: 'agent' }, { disabled: true }]) expect((await admin('PATCH', `/api/v1/agents/${id}`, { body })).code).toBe('input.invalid');
  expect((await admin('PATCH', `/api/v1/agents/${id}`, { body: { name: 'Ada', role: 'admin' } })).json).toMatchObject({ name: 'Ada', role: 'admin' });
});

const WRONG = [
  ['a login that is in use', { login: 'ADMIN' }, 'input.taken'],
  ['a login of look-alikes', { login: 'аdmin' }, 'input.invalid'],
  ['no name', { name: '' }, 'input.invalid'],
  ['a role that is none', { role: 'owner' }, 'input.invalid'],
  ['half a chat', { capacity: 1.5 }, 'input.invalid'],
  ['a department that is none', { departments: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'] }, 'input.invalid'],
  ['a short password', { password: 'short' }, 'input.invalid'],
] as const;

it('hires nobody with values that are wrong, and names them', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  for (const [what, more, code] of WRONG) {
    const answer = await admin('POST', '/api/v1/agents', { body: { login: 'lin', name: 'Lin', password: 'one time only', ...more } });
    expect([answer.code, Object.keys(answer.json.meta.fields)], what).toEqual([code, Object.keys(more)]);
  }
  expect(await house.store.agents.list()).toHaveLength(1);
});

it('a website is called as its department is, whatever that is called by now, unless somebody has named it', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const [support] = await house.store.departments.list();
  const { id: sales } = (await admin('POST', '/api/v1/departments', { body: { name: support!.name } })).json;
  const websites = async () => Object.fromEntries((await house.store.channelAccounts.list()).map(({ departmentId, name }) => [departmentId, name]));
  await admin('PATCH', `/api/v1/departments/${sales}`, { body: { name: 'Sales' } });
  expect(await websites()).toEqual({ [support!.id]: support!.name, [sales]: 'Sales' });
  const channels = await house.store.channelAccounts.list();
  const [channel, other] = [support!.id, sales].map((department) => channels.find(({ departmentId }) => departmentId === department));
  await admin('PATCH', `/api/v1/channels/${channel!.id}`, { body: { name: 'Shop' } });
  await admin('PATCH', `/api/v1/departments/${channel!.departmentId}`, { body: { name: 'Helpdesk' } });
  expect((await websites())[channel!.departmentId]).toBe('Shop');
  expect(house.heard.filter((word) => word.startsWith('channels'))).toEqual([`channels ${other!.id}`, `channels ${channel!.id}`]);
});

it('a department that two call something else at once is called as its website is', async () => {
  const { departments, store } = await openHouse();
  const [{ id }] = (await store.departments.list()) as [Department];
  const find = vi.spyOn(store.departments, 'find');
  find.mockImplementationOnce(async () => {
    const found = await store.departments.find(id);
    await departments.update(id, { name: 'Sales' });
    return found;
  });
  await departments.update(id, { name: 'Helpdesk' });
  expect([(await store.departments.find(id))?.name, (await store.channelAccounts.list()).map(({ name }) => name)]).toEqual(['Helpdesk', ['Helpdesk']]);
});

it('makes a department with its channel, and archives both', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const lin = await house.hire('lin');
  const made = (await admin('POST', '/api/v1/departments', { body: { name: '售后', assignment: 'auto', members: [lin.id] } })).json;
  expect(made).toMatchObject({ name: '售后', assignment: 'auto', members: [lin.id], waiting: 0, archived: false });
  const channels = (await admin('GET', '/api/v1/channels')).json;
  const channel = channels.find(({ department }: { department: string }) => department === made.id);
  expect(channel).toMatchObject({ kind: 'web', name: '售后', allowedOrigins: [] });
  expect(channel.token).toMatch(/^[\w-]{16}$/);
  expect((await admin('PATCH', `/api/v1/departments/${made.id}`, { body: { members: [] } })).json.members).toEqual([]);
  expect((await admin('DELETE', `/api/v1/departments/${made.id}`)).status).toBe(204);
  expect((await admin('GET', '/api/v1/departments')).json.at(-1)).toMatchObject({ id: made.id, archived: true });
  expect((await admin('GET', '/api/v1/channels')).json).toHaveLength(channels.length - 1);
  expect((await admin('PATCH', `/api/v1/departments/${made.id}`, { body: { name: 'X' } })).code).toBe('department.unknown');
  expect((await admin('PATCH', `/api/v1/channels/${channel.id}`, { body: { name: 'X' } })).code).toBe('channel.unknown');
});

it('keeps origins as browsers name them', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const [channel] = await house.store.channelAccounts.list();
  const set = (allowedOrigins: unknown) => admin('PATCH', `/api/v1/channels/${channel!.id}`, { body: { allowedOrigins } });
  expect((await set(['https://Shop.example:443/', 'http://localhost:3000', '*', '*'])).json.allowedOrigins).toEqual(['https://shop.example', 'http://localhost:3000', '*']);
  for (const wrong of ['shop.example', 'javascript:alert(1)', 'https://a.example/path', 'https://me@a.example', "https://a.example; script-src 'unsafe-inline'", 'null', '']) {
    expect((await set([wrong])).code, wrong).toBe('input.invalid');
  }
});

it('goes on to change the agents of a department that was archived, and lets nobody join it', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const { id: sales } = (await admin('POST', '/api/v1/departments', { body: { name: 'Sales' } })).json;
  const [lin, mo] = [await house.hire('lin', { departments: [sales] }), await house.hire('mo')];
  await admin('DELETE', `/api/v1/departments/${sales}`);
  expect((await admin('PATCH', `/api/v1/agents/${lin.id}`, { body: { name: 'Lin', departments: [sales] } })).json).toMatchObject({ name: 'Lin', departments: [sales] });
  expect((await admin('PATCH', `/api/v1/agents/${mo.id}`, { body: { departments: [sales] } })).json.meta).toEqual({ fields: { departments: 'unknown' } });
  expect((await admin('PATCH', `/api/v1/agents/${lin.id}`, { body: { departments: [] } })).json.departments).toEqual([]);
});
