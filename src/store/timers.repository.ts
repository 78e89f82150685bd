import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import { inserted } from './conflict.ts';
import { isOwnedBy, type Owners } from './owners.ts';
import type { TimersTable } from './timers.table.ts';

export type Timer = Readonly<Selectable<TimersTable>>;

export interface TimerWrite {
  readonly actorKey: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly payload: string;
}

export class TimerRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Sets the timer of that actor and name, or moves it. */
  async set({ actorKey, name, dueAt, payload }: TimerWrite): Promise<void> {
    const moved = await this.#db
      .updateTable('timers')
      .set({ dueAt, payload })
      .where('actorKey', '=', actorKey)
      .where('name', '=', name)
      .executeTakeFirst();
    if (moved.numUpdatedRows > 0n) return;
    const done = await inserted(() => this.#db.insertInto('timers').values({ actorKey, name, dueAt, payload }).execute());
    if (!done) await this.set({ actorKey, name, dueAt, payload });
  }

  async cancel(actorKey: string, name: string): Promise<void> {
    await this.#db.deleteFrom('timers').where('actorKey', '=', actorKey).where('name', '=', name).execute();
  }

  of(actorKey: string): Promise<readonly Timer[]> {
    return this.#db.selectFrom('timers').selectAll().where('actorKey', '=', actorKey).orderBy('dueAt').execute();
  }

  /** Keys of the actors of these owners, or without a row, that have a timer due at `now`; `afterKey` as elsewhere. */
  async dueUnder(owners: Owners, now: number, limit: number, afterKey = ''): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('timers')
      .leftJoin('actors', 'actors.key', 'timers.actorKey')
      .select('actorKey')
      .distinct()
      .where('dueAt', '<=', now)
      .where('actorKey', '>', afterKey)
      .where(isOwnedBy(owners))
      .orderBy('actorKey')
      .limit(limit)
      .execute();
    return rows.map(({ actorKey }) => actorKey);
  }
}
