import { expect, it } from 'vitest';
import { resetAdmin } from '#desk/first-admin.ts';
import { createPasswords } from '#desk/passwords.ts';
import { loadSecrets } from '#desk/secrets.ts';
import { demoToken, setUp, type SetupOptions } from '#desk/setup.ts';
import type { Store } from '#store/store.ts';
import { describeStores } from './support/engines.ts';
import { ownStore } from './support/house.ts';

const passwords = createPasswords({ memoryCost: 8, timeCost: 1 });

const start = (store: Store, more: Partial<SetupOptions> = {}) => setUp({ store, passwords, adminPassword: null, publicUrl: null, now: Date.now, ...more });

const opens = async (store: Store, password: string): Promise<boolean> => passwords.verify((await store.agents.byLogin('admin'))!.passwordHash, password);

describeStores('first start', (url) => {
  it('makes an administrator with a one-time password, who is the first agent of a department with a channel', async () => {
    const store = await ownStore(await url());
    const { adminLogin, oneTimePassword } = await start(store, { publicUrl: 'https://chat.example/' });
    expect(oneTimePassword).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
    const admin = (await store.agents.byLogin(adminLogin))!;
    expect(await passwords.verify(admin.passwordHash, oneTimePassword!)).toBe(true);
    expect(admin).toMatchObject({ role: 'admin', mustChangePassword: true });
    const [department] = await store.departments.list();
    expect(department).toMatchObject({ name: 'Support', assignment: 'manual' });
    expect(await store.departments.members(department!.id)).toEqual([admin.id]);
    const [channel] = await store.channelAccounts.list();
    expect(channel).toMatchObject({ kind: 'web', departmentId: department!.id, allowedOrigins: ['https://chat.example'] });
    expect(await demoToken(store)).toBe(channel!.token);
  });

  it('takes a given password, once', async () => {
    const store = await ownStore(await url());
    expect(await start(store, { adminPassword: 'given by the operator' })).toEqual({ adminLogin: 'admin', oneTimePassword: null });
    expect(await start(store, { adminPassword: 'another one later' })).toEqual({ adminLogin: 'admin', oneTimePassword: null });
    const admin = (await store.agents.byLogin('admin'))!;
    expect(admin.mustChangePassword).toBe(false);
    expect(await passwords.verify(admin.passwordHash, 'given by the operator')).toBe(true);
  });

  it.each(['short', 'admin', 'x'.repeat(300)])('refuses the password %j before anything is written', async (adminPassword) => {
    const store = await ownStore(await url());
    await expect(start(store, { adminPassword })).rejects.toThrow('ADMIN_PASSWORD');
    expect(await store.agents.list()).toEqual([]);
  });

  it('is one start, however many nodes boot at once: all tell the same password, and it works', async () => {
    const store = await ownStore(await url());
    const results = await Promise.all(Array.from({ length: 5 }, () => start(store)));
    const told = new Set(results.map(({ oneTimePassword }) => oneTimePassword));
    expect(told.size).toBe(1);
    expect(await opens(store, [...told][0]!)).toBe(true);
    expect([await store.agents.list(), await store.departments.list(), await store.channelAccounts.list()].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('tells the one-time password again at every start, until it was changed', async () => {
    const store = await ownStore(await url());
    const first = await start(store);
    const again = await start(store);
    expect(again).toEqual(first);
    expect(await opens(store, again.oneTimePassword!)).toBe(true);
    await store.agents.setPassword((await store.agents.byLogin('admin'))!.id, await passwords.hash('chosen by a person'), false);
    expect(await start(store)).toEqual({ adminLogin: 'admin', oneTimePassword: null });
    expect(await opens(store, 'chosen by a person')).toBe(true);
  });

  it('leaves a password alone that another administrator gave', async () => {
    const store = await ownStore(await url());
    await start(store);
    await store.agents.setPassword((await store.agents.byLogin('admin'))!.id, await passwords.hash('given by a colleague'), true);
    expect(await start(store, { adminPassword: 'given by the operator' })).toEqual({ adminLogin: 'admin', oneTimePassword: null });
    expect(await opens(store, 'given by a colleague')).toBe(true);
  });

  it('lets a given password replace a one-time password that nobody changed', async () => {
    const store = await ownStore(await url());
    await start(store);
    await Promise.all(Array.from({ length: 3 }, () => start(store, { adminPassword: 'given by the operator' })));
    expect(await opens(store, 'given by the operator')).toBe(true);
    expect((await store.agents.byLogin('admin'))!.mustChangePassword).toBe(false);
    expect(await start(store)).toEqual({ adminLogin: 'admin', oneTimePassword: null });
  });

  it('has a way back in for an administrator who is locked out', async () => {
    const store = await ownStore(await url());
    expect(await resetAdmin(store, passwords)).toBeNull();
    await start(store, { adminPassword: 'forgotten long ago' });
    const { id, tokenVersion } = (await store.agents.byLogin('admin'))!;
    await store.agents.update(id, { login: 'chief', role: 'agent', disabledAt: 1 });
    const reset = (await resetAdmin(store, passwords))!;
    const admin = (await store.agents.find(id))!;
    expect(reset.adminLogin).toBe('chief');
    expect(await passwords.verify(admin.passwordHash, reset.oneTimePassword!)).toBe(true);
    expect(admin).toMatchObject({ role: 'admin', disabledAt: null, mustChangePassword: true });
    expect(admin.tokenVersion).toBeGreaterThan(tokenVersion);
    expect((await start(store)).oneTimePassword).toBeNull();
  });

  it('finishes what a crash cut short, and leaves alone what was changed later', async () => {
    const store = await ownStore(await url());
    const halted = { ...store, agents: Object.assign(Object.create(store.agents), { create: () => Promise.reject(new Error('power cut')) }) };
    await expect(start(halted)).rejects.toThrow('power cut');
    expect((await start(store)).oneTimePassword).not.toBeNull();
    expect(await store.departments.list()).toHaveLength(1);
    const [department] = await store.departments.list();
    await store.departments.update(department!.id, { archivedAt: 1, name: 'Old' });
    await start(store);
    expect(await store.departments.list()).toMatchObject([{ name: 'Old', archivedAt: 1 }]);
  });

  it('generates secrets that all nodes share, a different one for each purpose', async () => {
    const store = await ownStore(await url());
    const [one, two] = await Promise.all([loadSecrets(store), loadSecrets(store)]);
    expect(one).toEqual(two);
    expect(new Set(Object.values(one)).size).toBe(4);
    expect(one.ticket).toMatch(/^[\w-]{43}$/);
  });
});
