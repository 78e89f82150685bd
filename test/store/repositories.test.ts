import { describe, expect, test } from 'vitest';
import type { Agent } from '#store/agents.repository.ts';
import type { Contact } from '#store/contacts.repository.ts';
import { newUlid } from './support/entries.ts';
import { engines, useStore } from './support/engines.ts';

const agent = (login: string): Agent => ({
  id: newUlid(), login, name: '王芳', passwordHash: 'hash', role: 'agent', capacity: 5, locale: null, theme: null, tokenVersion: 1,
  mustChangePassword: true, createdAt: 1, disabledAt: null,
});

const contact = (): Contact => ({ id: newUlid(), name: null, email: null, attributes: { plan: 'gold' }, createdAt: 1, updatedAt: 1 });

describe.each(engines)('repositories on %s', (engine) => {
  const at = useStore(engine);

  test('agents: a login is unique without regard to case', async () => {
    const { agents } = at.store;
    const one = agent('Wang@Example.com');
    await agents.create(one);
    expect(await agents.byLogin('WANG@example.COM ')).toEqual({ ...one, login: 'wang@example.com' });
    await expect(agents.create(agent('wang@example.com'))).rejects.toMatchObject({ code: 'store.conflict' });
    const two = agent('li@example.com');
    await agents.create(two);
    await expect(agents.update(two.id, { login: 'WANG@example.com' })).rejects.toMatchObject({ code: 'store.conflict' });
    expect(await agents.update(two.id, { role: 'admin', mustChangePassword: false, disabledAt: 9 })).toBe(true);
    expect(await agents.find(two.id)).toEqual({ ...two, role: 'admin', mustChangePassword: false, disabledAt: 9 });
    expect(await agents.update(newUlid(), { name: 'nobody' })).toBe(false);
    expect((await agents.list()).map(({ login }) => login)).toEqual(['li@example.com', 'wang@example.com']);
  });

  test('agents: a new password and a revocation end old sessions', async () => {
    const { agents } = at.store;
    const one = agent('sun@example.com');
    await agents.create(one);
    await agents.setPassword(one.id, 'other', false);
    await agents.revokeTokens(one.id);
    expect(await agents.find(one.id)).toMatchObject({ passwordHash: 'other', mustChangePassword: false, tokenVersion: 3 });
  });

  test('departments and their members', async () => {
    const { departments } = at.store;
    const sales = { id: newUlid(), name: '销售', assignment: 'auto' as const, settings: { greeting: { en: 'Hi' } }, position: 2, createdAt: 1, archivedAt: null };
    const support = { ...sales, id: newUlid(), name: 'Support', assignment: 'manual' as const, position: 1 };
    await departments.create(sales);
    await departments.create(support);
    expect(await departments.list()).toEqual([support, sales]);
    expect(await departments.update(sales.id, { settings: {}, position: 0 })).toBe(true);
    expect(await departments.find(sales.id)).toEqual({ ...sales, settings: {}, position: 0 });
    await departments.addMember(sales.id, 'a'.repeat(26));
    await departments.addMember(sales.id, 'a'.repeat(26));
    await departments.addMember(support.id, 'a'.repeat(26));
    expect(await departments.members(sales.id)).toEqual(['a'.repeat(26)]);
    expect(await departments.of('a'.repeat(26))).toEqual([sales.id, support.id].toSorted());
    await departments.removeMember(sales.id, 'a'.repeat(26));
    expect(await departments.members(sales.id)).toEqual([]);
  });

  test('contacts: who writes some attributes loses none that somebody else writes at the same time', async () => {
    const { contacts } = at.store;
    const { id } = await contacts.findOrCreate({ channelAccountId: newUlid(), externalId: 'two' }, contact());
    const writers = Array.from({ length: 8 }, (_, i) => contacts.update(id, { attributes: { [`key${i}`]: { text: `“${i}” \\ 😀`, at: i } }, updatedAt: 2 }));
    expect(await Promise.all(writers)).toEqual(writers.map(() => true));
    await contacts.update(id, { attributes: { key0: { text: 'new', at: 9 } }, updatedAt: 3 });
    const { attributes } = (await contacts.find(id))!;
    expect(attributes).toMatchObject({ plan: 'gold', key0: { text: 'new', at: 9 }, key1: { text: '“1” \\ 😀', at: 1 }, key7: { at: 7 } });
    expect(Object.keys(attributes)).toHaveLength(9);
  });

  test('contacts: of those who give somebody without an address one at the same time, one does', async () => {
    const { contacts } = at.store;
    const { id } = await contacts.findOrCreate({ channelAccountId: newUlid(), externalId: 'one' }, contact());
    const given = await Promise.all(Array.from({ length: 8 }, (_, i) => contacts.giveEmail(id, `${i}@shop.example`, 2)));
    expect(given.filter(Boolean)).toHaveLength(1);
    expect(await contacts.find(id)).toMatchObject({ email: `${given.indexOf(true)}@shop.example`, updatedAt: 2 });
    expect(await contacts.giveEmail(newUlid(), 'nobody@shop.example', 2)).toBe(false);
  });

  test('contacts: however many ask at once, an identity has one', async () => {
    const { contacts } = at.store;
    const identity = { channelAccountId: newUlid(), externalId: 'openid-1' };
    const found = await Promise.all(Array.from({ length: 10 }, () => contacts.findOrCreate(identity, contact())));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    expect(await contacts.byIdentity(identity)).toEqual(found[0]);
    expect(await contacts.byIdentity({ ...identity, channelAccountId: newUlid() })).toBeUndefined();
    const id = found[0]?.id ?? '';
    expect(await contacts.update(id, { name: '李雷', attributes: { plan: 'free' }, updatedAt: 2 })).toBe(true);
    expect(await contacts.find(id)).toMatchObject({ name: '李雷', email: null, attributes: { plan: 'free' }, updatedAt: 2 });
  });

  test('channel accounts', async () => {
    const { channelAccounts } = at.store;
    const account = {
      id: newUlid(), kind: 'web', departmentId: newUlid(), name: 'Site', token: newUlid(), allowedOrigins: ['https://a.example'],
      settings: { color: '#123' }, createdAt: 1, disabledAt: null,
    };
    await channelAccounts.create(account);
    expect(await channelAccounts.byToken(account.token)).toEqual(account);
    await expect(channelAccounts.create({ ...account, id: newUlid() })).rejects.toMatchObject({ code: 'store.conflict' });
    await channelAccounts.update(account.id, { allowedOrigins: [], disabledAt: 3 });
    expect(await channelAccounts.find(account.id)).toEqual({ ...account, allowedOrigins: [], disabledAt: 3 });
    expect(await channelAccounts.list()).toHaveLength(1);
  });

  test('settings: a generated secret is the same for everybody', async () => {
    const { settings } = at.store;
    let made = 0;
    const secrets = await Promise.all(Array.from({ length: 10 }, () => settings.getOrCreate('secret', () => `secret ${made++}`)));
    expect(new Set(secrets).size).toBe(1);
    expect(await settings.get('secret')).toBe(secrets[0]);
    await settings.set('secret', 'other');
    await settings.set('secret', 'other');
    expect(await settings.get('secret')).toBe('other');
    expect(await settings.get('nothing')).toBeUndefined();
  });

  test('timers: one of a name, moved and cancelled', async () => {
    const { timers } = at.store;
    const write = (name: string, dueAt: number) => timers.set({ actorKey: 'conversation:1', name, dueAt, payload: '{}' });
    await Promise.all([write('grace', 30), write('grace', 30), write('idle', 20), write('later', 99)]);
    await write('idle', 200);
    expect((await timers.of('conversation:1')).map(({ name, dueAt }) => [name, dueAt])).toEqual([['grace', 30], ['later', 99], ['idle', 200]]);
    await timers.cancel('conversation:1', 'grace');
    await timers.cancel('conversation:1', 'idle');
    expect((await timers.of('conversation:1')).map(({ name }) => name)).toEqual(['later']);
  });
});
