import type { Selectable } from 'kysely';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import type { DepartmentMembersTable, DepartmentsTable } from './departments.table.ts';
import { readObject, type JsonObject } from './json.ts';

export type Assignment = 'manual' | 'auto';

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly assignment: Assignment;
  readonly settings: JsonObject;
  /** Order in lists. */
  readonly position: number;
  readonly createdAt: number;
  readonly archivedAt: number | null;
}

export type DepartmentChange = Partial<Omit<Department, 'id' | 'createdAt'>>;

export class DepartmentRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async create(department: Department): Promise<void> {
    await this.#db
      .insertInto('departments')
      .values({ ...department, settings: JSON.stringify(department.settings) })
      .execute();
  }

  /** False when there is no such department. */
  async update(id: string, { settings, ...change }: DepartmentChange): Promise<boolean> {
    const result = await this.#db
      .updateTable('departments')
      .set({ id, ...change, ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }) })
      .where('id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async find(id: string): Promise<Department | undefined> {
    const row = await this.#db.selectFrom('departments').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toDepartment(row);
  }

  /** Archived ones too: old chats name them. */
  async list(): Promise<readonly Department[]> {
    const rows = await this.#db.selectFrom('departments').selectAll().orderBy('position').orderBy('id').execute();
    return rows.map(toDepartment);
  }

  async addMember(departmentId: string, agentId: string): Promise<void> {
    await inserted(() => this.#db.insertInto('departmentMembers').values({ departmentId, agentId }).execute());
  }

  async removeMember(departmentId: string, agentId: string): Promise<void> {
    await this.#db
      .deleteFrom('departmentMembers')
      .where('departmentId', '=', departmentId)
      .where('agentId', '=', agentId)
      .execute();
  }

  /** Who belongs where, all of it. */
  memberships(): Promise<readonly Readonly<Selectable<DepartmentMembersTable>>[]> {
    return this.#db.selectFrom('departmentMembers').selectAll().orderBy('departmentId').orderBy('agentId').execute();
  }

  /** Ids of the agents of a department. */
  async members(departmentId: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('departmentMembers')
      .select('agentId')
      .where('departmentId', '=', departmentId)
      .orderBy('agentId')
      .execute();
    return rows.map((row) => row.agentId);
  }

  /** Ids of the departments of an agent. */
  async of(agentId: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('departmentMembers')
      .select('departmentId')
      .where('agentId', '=', agentId)
      .orderBy('departmentId')
      .execute();
    return rows.map((row) => row.departmentId);
  }
}

const toDepartment = (row: Selectable<DepartmentsTable>): Department => ({
  ...row,
  assignment: row.assignment === 'auto' ? 'auto' : 'manual',
  settings: readObject(row.settings),
});
