import type { Selectable } from 'kysely';
import type { AgentsTable } from './agents.table.ts';
import { orConflict } from './conflict.ts';
import type { Db } from './database.ts';

export type Role = 'admin' | 'supervisor' | 'agent';

export interface Agent {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  /** Open chats at a time. */
  readonly capacity: number;
  readonly locale: string | null;
  readonly theme: string | null;
  readonly tokenVersion: number;
  readonly mustChangePassword: boolean;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

export type AgentChange = Partial<Omit<Agent, 'id' | 'createdAt' | 'tokenVersion' | 'passwordHash'>>;

export class AgentRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Throws `store.conflict` when the login is taken. */
  async create(agent: Agent): Promise<void> {
    await orConflict('login', () =>
      this.#db
        .insertInto('agents')
        .values({ ...agent, login: fold(agent.login), mustChangePassword: Number(agent.mustChangePassword) })
        .execute(),
    );
  }

  /** False when there is no such agent. Throws `store.conflict` when the login is taken. */
  async update(id: string, { login, mustChangePassword, ...change }: AgentChange): Promise<boolean> {
    const result = await orConflict('login', () =>
      this.#db
        .updateTable('agents')
        .set({
          id,
          ...change,
          ...(login === undefined ? {} : { login: fold(login) }),
          ...(mustChangePassword === undefined ? {} : { mustChangePassword: Number(mustChangePassword) }),
        })
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return result.numUpdatedRows > 0n;
  }

  /** A new password ends every session that the old one opened. */
  async setPassword(id: string, passwordHash: string, mustChangePassword: boolean): Promise<void> {
    await this.#db
      .updateTable('agents')
      .set((eb) => ({ passwordHash, mustChangePassword: Number(mustChangePassword), tokenVersion: eb('tokenVersion', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }

  /** Ends every session of the agent. */
  async revokeTokens(id: string): Promise<void> {
    await this.#db
      .updateTable('agents')
      .set((eb) => ({ tokenVersion: eb('tokenVersion', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }

  async find(id: string): Promise<Agent | undefined> {
    const row = await this.#db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toAgent(row);
  }

  async byLogin(login: string): Promise<Agent | undefined> {
    const row = await this.#db.selectFrom('agents').selectAll().where('login', '=', fold(login)).executeTakeFirst();
    return row && toAgent(row);
  }

  /** Disabled ones too: old chats name them. */
  async list(): Promise<readonly Agent[]> {
    const rows = await this.#db.selectFrom('agents').selectAll().orderBy('login').execute();
    return rows.map(toAgent);
  }
}

const fold = (login: string): string => login.trim().toLowerCase();

const toAgent = (row: Selectable<AgentsTable>): Agent => ({
  ...row,
  role: row.role === 'admin' || row.role === 'supervisor' ? row.role : 'agent',
  mustChangePassword: row.mustChangePassword !== 0,
});
