import { randomBytes } from 'node:crypto';
import { RefusalError } from '#domain/errors.ts';
import { ChannelAccountRepository, WEB, type ChannelAccount } from '#store/channel-accounts.repository.ts';
import { DepartmentRepository, type Assignment, type Department } from '#store/departments.repository.ts';
import type { Store } from '#store/store.ts';
import type { AwayEmail } from '#wire/api.ts';
import type { WidgetLook } from '#wire/widget-look.ts';
import type { DeskChanges } from './changes.ts';
import { memberOf } from './membership.ts';
import { newId } from './new-id.ts';

export interface DepartmentUpdate {
  readonly name?: string | undefined;
  readonly assignment?: Assignment | undefined;
  /** Agents' ids, all of them. */
  readonly members?: readonly string[] | undefined;
}

export interface ChannelUpdate {
  readonly name?: string | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly awayEmail?: AwayEmail | undefined;
  readonly look?: WidgetLook | undefined;
}

/** Departments and the web channel that each is reached by. Everything throws a RefusalError with a public code. */
export interface Departments {
  /** Made together with its web channel, which at first only our own pages may embed. */
  create(department: DepartmentUpdate & { readonly name: string }): Promise<Department>;
  /** Throws `department.unknown`, `input.invalid`. */
  update(id: string, change: DepartmentUpdate): Promise<Department>;
  /** Its chats stay; its channels take no new visitors. Throws `department.unknown`. */
  archive(id: string): Promise<void>;
  /** Throws `channel.unknown`. */
  updateChannel(id: string, change: ChannelUpdate): Promise<ChannelAccount>;
}

export interface DepartmentsOptions {
  readonly store: Pick<Store, 'agents' | 'channelAccounts' | 'db' | 'departments'>;
  readonly changes: DeskChanges;
  readonly now: () => number;
}

/** A channel's public name in embed codes: 96 random bits. */
export const newChannelToken = (): string => randomBytes(12).toString('base64url');

export function webChannel(id: string, department: Pick<Department, 'id' | 'name'>, token: string, createdAt: number): ChannelAccount {
  return { id, kind: WEB, departmentId: department.id, name: department.name, token, allowedOrigins: [], settings: {}, createdAt, disabledAt: null };
}

export function createDepartments({ store, changes, now }: DepartmentsOptions): Departments {
  const membership = memberOf(store);

  const find = async (id: string): Promise<Department> => {
    const department = await store.departments.find(id);
    if (department === undefined || department.archivedAt !== null) throw new RefusalError('department.unknown');
    return department;
  };

  const join = async (department: string, agents: readonly string[]): Promise<void> => {
    for (const agent of await membership.ofDepartment(department, agents)) changes.agent(agent);
  };

  return {
    async create({ name, assignment = 'manual', members = [] }) {
      await membership.checkAgents(members);
      const at = now();
      const position = (await store.departments.list()).length;
      const department: Department = { id: newId(at), name, assignment, settings: {}, position, createdAt: at, archivedAt: null };
      await store.db.transaction().execute(async (trx) => {
        await new DepartmentRepository(trx).create(department);
        await new ChannelAccountRepository(trx).create(webChannel(newId(at), department, newChannelToken(), at));
      });
      await join(department.id, members);
      changes.department(department.id);
      return department;
    },

    async update(id, { name, assignment, members }) {
      await find(id);
      if (members !== undefined) await membership.checkAgents(members);
      const websites = await store.db.transaction().execute(async (trx) => {
        const departments = new DepartmentRepository(trx);
        // First a write: who calls it something else at the same time waits until this is through.
        await departments.update(id, assignment === undefined ? {} : { assignment });
        const before = await departments.find(id);
        if (name === undefined || before === undefined || name === before.name) return [];
        await departments.update(id, { name });
        // Their websites are called as they are, but for what somebody has given another name.
        return new ChannelAccountRepository(trx).renameWebsites(id, before.name, name);
      });
      if (members !== undefined) await join(id, members);
      changes.department(id);
      if (websites.length > 0) changes.channels(websites);
      return find(id);
    },

    async archive(id) {
      const { id: department } = await find(id);
      const at = now();
      const channels = (await store.channelAccounts.list()).filter(({ departmentId, disabledAt }) => departmentId === department && disabledAt === null);
      await store.db.transaction().execute(async (trx) => {
        await new DepartmentRepository(trx).update(id, { archivedAt: at });
        for (const channel of channels) await new ChannelAccountRepository(trx).update(channel.id, { disabledAt: at });
      });
      changes.department(id);
    },

    async updateChannel(id, { name, allowedOrigins, awayEmail, look }) {
      const set = { ...(awayEmail === undefined ? {} : { awayEmail }), ...(look === undefined ? {} : { look }) };
      const { before, after } = await store.db.transaction().execute(async (trx) => {
        const channels = new ChannelAccountRepository(trx);
        // First a write: who sets something else of it at the same time waits until this is through.
        await channels.update(id, {});
        const before = await channels.find(id);
        if (before === undefined || before.disabledAt !== null || before.kind !== WEB) throw new RefusalError('channel.unknown');
        const change = { ...(name === undefined ? {} : { name }), ...(allowedOrigins === undefined ? {} : { allowedOrigins }), settings: { ...before.settings, ...set } };
        await channels.update(id, change);
        return { before, after: { ...before, ...change } };
      });
      if (after.name !== before.name) changes.channels([id]);
      return after;
    },
  };
}
