import type { Selectable } from 'kysely';
import type { AuditTable } from './audit.table.ts';
import type { Db } from './database.ts';
import { readObject, type JsonObject } from './json.ts';

export interface AuditEntry extends Omit<Selectable<AuditTable>, 'id' | 'details'> {
  readonly details: JsonObject;
}

export class AuditRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async add({ details, ...entry }: AuditEntry): Promise<void> {
    await this.#db.insertInto('audit').values({ ...entry, details: JSON.stringify(details) }).execute();
  }

  /** About one subject, the newest first. */
  async about(subject: string, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#db.selectFrom('audit').selectAll().where('subject', '=', subject).orderBy('id', 'desc').limit(limit).execute();
    return rows.map(({ id: _, details, ...row }) => ({ ...row, details: readObject(details) }));
  }
}
