import { RefusalError } from '#domain/errors.ts';
import { passwordFlaw } from '#domain/password-rules.ts';
import type { Agent, AgentChange, Role } from '#store/agents.repository.ts';
import { StoreError } from '#store/store-error.ts';
import type { Store } from '#store/store.ts';
import type { DeskChanges } from './changes.ts';
import { memberOf } from './membership.ts';
import { newId } from './new-id.ts';
import type { Passwords } from './passwords.ts';

/** Chats at a time of an agent for whom nothing else was said. */
const DEFAULT_CAPACITY = 5;

export interface NewAgent {
  readonly login: string;
  readonly name: string;
  /** A one-time password, to be changed at the first sign-in. */
  readonly password: string;
  readonly role?: Role | undefined;
  readonly capacity?: number | undefined;
  readonly departments?: readonly string[] | undefined;
}

export type AgentUpdate = { readonly [K in keyof NewAgent]?: NewAgent[K] | undefined } & { readonly disabled?: boolean | undefined };

export interface ProfileUpdate {
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  readonly theme?: 'auto' | 'light' | 'dark' | undefined;
}

/** Who works here. Everything throws a RefusalError with a public code. */
export interface Accounts {
  /** Throws `auth.failed`, the same and as slowly whatever was wrong; `busy`. */
  signIn(login: string, password: string): Promise<Agent>;
  /** Signs other devices out. Throws `input.invalid`. */
  changePassword(agent: Agent, current: string, next: string): Promise<Agent>;
  changeProfile(agent: Agent, profile: ProfileUpdate): Promise<Agent>;
  /** Throws `input.invalid`, `input.taken`. */
  create(agent: NewAgent): Promise<Agent>;
  /** `by` may not take the own administrator's rights away. Throws `agent.unknown`, `busy`, `input.invalid`, `input.taken`. */
  update(id: string, change: AgentUpdate, by: Agent): Promise<Agent>;
}

export interface AccountsOptions {
  readonly store: Pick<Store, 'agents' | 'departments'>;
  readonly passwords: Passwords;
  readonly changes: DeskChanges;
  readonly now: () => number;
}

export function createAccounts({ store, passwords, changes, now }: AccountsOptions): Accounts {
  const membership = memberOf(store);

  const find = async (id: string): Promise<Agent> => {
    const agent = await store.agents.find(id);
    if (agent === undefined) throw new RefusalError('agent.unknown');
    return agent;
  };

  const checkPassword = (password: string, login: string, field: string): void => {
    const flaw = passwordFlaw(password, login);
    if (flaw !== null) throw new RefusalError('input.invalid', { fields: { [field]: flaw } });
  };

  const join = async (agent: string, departments: readonly string[]): Promise<void> => {
    for (const department of await membership.ofAgent(agent, departments)) changes.department(department);
  };

  return {
    async signIn(login, password) {
      const agent = await store.agents.byLogin(login);
      const right = await passwords.verify(agent?.passwordHash, password);
      if (agent === undefined || !right || agent.disabledAt !== null) throw new RefusalError('auth.failed');
      return agent;
    },

    async changePassword(agent, current, next) {
      if (!(await passwords.verify(agent.passwordHash, current))) throw new RefusalError('input.invalid', { fields: { current: 'wrong' } });
      checkPassword(next, agent.login, 'next');
      if (next === current) throw new RefusalError('input.invalid', { fields: { next: 'unchanged' } });
      await store.agents.setPassword(agent.id, await passwords.hash(next), false);
      changes.signedOut(agent.id);
      return find(agent.id);
    },

    async changeProfile(agent, profile) {
      await store.agents.update(agent.id, defined(profile));
      changes.agent(agent.id);
      return find(agent.id);
    },

    async create({ login, name, password, role = 'agent', capacity = DEFAULT_CAPACITY, departments = [] }) {
      checkPassword(password, login, 'password');
      await membership.check(departments);
      const at = now();
      const agent: Agent = {
        id: newId(at), login, name, passwordHash: await passwords.hash(password), role, capacity, locale: null, theme: null,
        tokenVersion: 1, mustChangePassword: true, createdAt: at, disabledAt: null,
      };
      await orTaken(store.agents.create(agent));
      await join(agent.id, departments);
      changes.agent(agent.id);
      return find(agent.id);
    },

    async update(id, { password, departments, disabled, ...change }, by) {
      const agent = await find(id);
      if (id === by.id) refuseToLockOneselfOut(agent, change.role, disabled);
      if (password !== undefined) checkPassword(password, change.login ?? agent.login, 'password');
      if (departments !== undefined) await membership.check(departments, id);
      // First: it may be refused as `busy`, and then nothing has changed.
      const passwordHash = password === undefined ? null : await passwords.hash(password);
      const disabledAt = disabled === undefined ? {} : { disabledAt: disabled ? (agent.disabledAt ?? now()) : null };
      const patch: AgentChange = { ...defined(change), ...disabledAt };
      await orTaken(store.agents.update(id, patch));
      if (passwordHash !== null) await store.agents.setPassword(id, passwordHash, true);
      if (disabled === true) await store.agents.revokeTokens(id);
      if (departments !== undefined) await join(id, departments);
      if (passwordHash !== null || disabled === true) changes.signedOut(id);
      changes.agent(id);
      return find(id);
    },
  };
}

function refuseToLockOneselfOut(agent: Agent, role: Role | undefined, disabled: boolean | undefined): void {
  if (disabled === true) throw new RefusalError('input.invalid', { fields: { disabled: 'own-account' } });
  if (role !== undefined && role !== agent.role) throw new RefusalError('input.invalid', { fields: { role: 'own-account' } });
}

/** Only the keys that say something: the store writes what it is given. */
function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

async function orTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store.conflict') throw new RefusalError('input.taken', { fields: { login: 'taken' } });
    throw error;
  }
}
