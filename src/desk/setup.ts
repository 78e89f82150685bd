import { passwordFlaw } from '#domain/password-rules.ts';
import { inserted } from '#store/conflict.ts';
import type { Store } from '#store/store.ts';
import { FIRST_DEPARTMENT } from '#wire/department-name.ts';
import { newChannelToken, webChannel } from './departments.ts';
import { ADMIN_LOGIN, adminAccess, adminId, oneTimePassword, type AdminAccess } from './first-admin.ts';
import { newId } from './new-id.ts';
import type { Passwords } from './passwords.ts';

/** Settings that hold what the first start decided. */
const SETTING = { department: 'setup.department', channel: 'setup.channel', token: 'setup.channel-token', done: 'setup.done' } as const;

export interface SetupOptions {
  readonly store: Pick<Store, 'agents' | 'channelAccounts' | 'departments' | 'settings'>;
  readonly passwords: Passwords;
  /** Used until the first administrator has a password that somebody chose, and ignored ever after; null generates one that must be changed. */
  readonly adminPassword: string | null;
  /** Where people reach us, or null when that is not fixed. */
  readonly publicUrl: string | null;
  readonly now: () => number;
}

/**
 * The first start: an administrator who is also the first agent, and a department with a web channel. Nodes that
 * boot at once agree through the database on every id and on the one-time password, and a start that was cut short is
 * finished by the next. Throws when the given password breaks the rules.
 */
export async function setUp({ store, passwords, adminPassword, publicUrl, now }: SetupOptions): Promise<AdminAccess> {
  const { settings } = store;
  if ((await settings.get(SETTING.done)) !== undefined) return adminAccess(store, passwords, adminPassword);
  const flaw = adminPassword === null ? null : passwordFlaw(adminPassword, ADMIN_LOGIN);
  if (flaw !== null) throw new Error(`ADMIN_PASSWORD is not usable (${flaw}): 10 to 256 characters, and not the login itself`);

  const admin = await adminId(store, () => newId(now()));
  const department = { id: await settings.getOrCreate(SETTING.department, () => newId(now())), name: FIRST_DEPARTMENT };
  await inserted(() => store.departments.create({ ...department, assignment: 'manual', settings: {}, position: 0, createdAt: now(), archivedAt: null }));
  const channel = await settings.getOrCreate(SETTING.channel, () => newId(now()));
  const token = await settings.getOrCreate(SETTING.token, newChannelToken);
  await inserted(() =>
    store.channelAccounts.create({ ...webChannel(channel, department, token, now()), allowedOrigins: publicUrl === null ? [] : [new URL(publicUrl).origin] }),
  );

  const passwordHash = await passwords.hash(adminPassword ?? (await oneTimePassword(store)));
  await inserted(() =>
    store.agents.create({
      id: admin, login: ADMIN_LOGIN, name: 'Admin', passwordHash, role: 'admin', capacity: 5, locale: null,
      theme: null, tokenVersion: 1, mustChangePassword: adminPassword === null, createdAt: now(), disabledAt: null,
    }),
  );
  await store.departments.addMember(department.id, admin);
  await settings.set(SETTING.done, new Date(now()).toISOString());
  return adminAccess(store, passwords, adminPassword);
}

/** The web channel of the first start, which the demo page shows; null once it is gone. */
export async function demoToken({ channelAccounts, settings }: Pick<Store, 'channelAccounts' | 'settings'>): Promise<string | null> {
  const id = await settings.get(SETTING.channel);
  const channel = id === undefined ? undefined : await channelAccounts.find(id);
  return channel === undefined || channel.disabledAt !== null ? null : channel.token;
}
