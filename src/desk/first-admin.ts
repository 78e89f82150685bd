import { randomInt } from 'node:crypto';
import type { Agent } from '#store/agents.repository.ts';
import type { Store } from '#store/store.ts';
import type { Passwords } from './passwords.ts';

/** Without letters and digits that are mistaken for one another. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** The login of the first administrator, until somebody changes it. */
export const ADMIN_LOGIN = 'admin';
/** Raised with every new password: nobody but the first start has set the one of this version. */
const FIRST_VERSION = 1;

const SETTING = { admin: 'setup.admin', oneTime: 'setup.one-time-password' } as const;

type AdminStore = Pick<Store, 'agents' | 'settings'>;

/** How the first administrator gets in. */
export interface AdminAccess {
  readonly adminLogin: string;
  /** Null with an own password, and once it was changed. */
  readonly oneTimePassword: string | null;
}

/** The id of the first administrator, the same on every node that asks. */
export const adminId = ({ settings }: Pick<Store, 'settings'>, make: () => string): Promise<string> => settings.getOrCreate(SETTING.admin, make);

/**
 * The first administrator's one-time password, the same on every node and at every start until it was changed: a start
 * that fails before it is read loses nothing, and nodes that boot at once tell the same one. It stays readable in the
 * settings for as long; whoever reads those could sign sessions anyway.
 */
export const oneTimePassword = ({ settings }: Pick<Store, 'settings'>): Promise<string> => settings.getOrCreate(SETTING.oneTime, generatePassword);

/** Whether the administrator has the password of the first start still. */
const isUntouched = (admin: Agent | undefined): admin is Agent => admin !== undefined && admin.mustChangePassword && admin.tokenVersion === FIRST_VERSION;

/** Whether the one-time password that every start tells is the way in still. */
export async function isFirstSignInToCome({ agents, settings }: AdminStore): Promise<boolean> {
  const [id, kept] = await Promise.all([settings.get(SETTING.admin), settings.get(SETTING.oneTime)]);
  return id !== undefined && Boolean(kept) && isUntouched(await agents.find(id));
}

/** How to get in after the first start. A given password replaces a one-time password that nobody has changed yet. */
export async function adminAccess(store: AdminStore, passwords: Passwords, given: string | null): Promise<AdminAccess> {
  const id = await store.settings.get(SETTING.admin);
  const kept = await store.settings.get(SETTING.oneTime);
  // Hashing takes a while: whether the password is still the first one is asked after it.
  const givenHash = given !== null && kept ? await passwords.hash(given) : null;
  const admin = id === undefined ? undefined : await store.agents.find(id);
  const adminLogin = admin?.login ?? ADMIN_LOGIN;
  if (!kept) return { adminLogin, oneTimePassword: null };
  if (isUntouched(admin) && givenHash === null) return { adminLogin, oneTimePassword: kept };
  if (isUntouched(admin) && givenHash !== null) await store.agents.setPassword(admin.id, givenHash, false);
  await store.settings.set(SETTING.oneTime, '');
  return { adminLogin, oneTimePassword: null };
}

/**
 * For whoever runs the server and cannot get in: a new one-time password for the first administrator, who is enabled
 * and an administrator after it. Ends all sessions of that account. Null before the first start.
 */
export async function resetAdmin({ agents, settings }: AdminStore, passwords: Passwords): Promise<AdminAccess | null> {
  const id = await settings.get(SETTING.admin);
  const admin = id === undefined ? undefined : await agents.find(id);
  if (admin === undefined) return null;
  const password = generatePassword();
  await agents.setPassword(admin.id, await passwords.hash(password), true);
  await agents.update(admin.id, { role: 'admin', disabledAt: null });
  return { adminLogin: admin.login, oneTimePassword: password };
}

/** 16 characters, 79 bits, in groups that can be read aloud. */
function generatePassword(): string {
  const letters = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}
