import type { Selectable } from 'kysely';
import type { ActorsTable } from './actors.table.ts';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import type { Ids } from './ids.ts';

export type Actor = Readonly<Selectable<ActorsTable>>;

export interface Claim {
  readonly id: number;
  readonly epoch: number;
}

export class ActorRepository {
  readonly #db: Db;
  readonly #ids: Ids;
  readonly #now: () => number;

  constructor(db: Db, ids: Ids, now: () => number) {
    this.#db = db;
    this.#ids = ids;
    this.#now = now;
  }

  find(key: string): Promise<Actor | undefined> {
    return this.#db.selectFrom('actors').selectAll().where('key', '=', key).executeTakeFirst();
  }

  /**
   * Takes ownership if the epoch is still the one the caller saw (`undefined`: the actor did not exist).
   * Null when somebody else was faster: look again.
   */
  async claim(key: string, kind: string, node: string, expectedEpoch: number | undefined): Promise<Claim | null> {
    return expectedEpoch === undefined ? this.#create(key, kind, node) : this.#take(key, node, expectedEpoch);
  }

  /** Gives the actor up. The epoch stays, so that the next claim fences whoever still holds this one. */
  async release(id: number, epoch: number): Promise<void> {
    await this.#db
      .updateTable('actors')
      .set({ ownerNode: null, updatedAt: this.#now() })
      .where('id', '=', id)
      .where('ownerEpoch', '=', epoch)
      .execute();
  }

  /** Every boot that owns anything, alive or not: as many as there are nodes, and those that died and left something. */
  async owners(): Promise<readonly string[]> {
    const rows = await this.#db.selectFrom('actors').select('ownerNode').distinct().where('ownerNode', 'is not', null).execute();
    return rows.flatMap(({ ownerNode }) => ownerNode ?? []);
  }

  /** Who owns these; null for nobody. What is not in the answer has never been up. */
  async ownersOf(keys: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    if (keys.length === 0) return new Map();
    const rows = await this.#db.selectFrom('actors').select(['key', 'ownerNode']).where('key', 'in', keys).execute();
    return new Map(rows.map(({ key, ownerNode }) => [key, ownerNode]));
  }

  /** Gives up those that are still as they were read: whoever took one over meanwhile keeps it. */
  async releaseAll(actors: readonly Pick<Actor, 'id' | 'ownerEpoch'>[]): Promise<void> {
    if (actors.length === 0) return;
    await this.#db
      .updateTable('actors')
      .set({ ownerNode: null, updatedAt: this.#now() })
      .where((eb) => eb.or(actors.map(({ id, ownerEpoch }) => eb.and({ id, ownerEpoch }))))
      .execute();
  }

  /** Actors that a node owned, by key: what its death leaves without an owner. */
  ownedBy(node: string, limit: number, afterKey = ''): Promise<readonly Actor[]> {
    return this.#db
      .selectFrom('actors')
      .selectAll()
      .where('ownerNode', '=', node)
      .where('key', '>', afterKey)
      .orderBy('key')
      .limit(limit)
      .execute();
  }

  async #create(key: string, kind: string, node: string): Promise<Claim | null> {
    const id = this.#ids.next();
    const row = { id, kind, key, ownerEpoch: 1, ownerNode: node, updatedAt: this.#now() };
    const done = await inserted(() => this.#db.insertInto('actors').values(row).execute());
    return done ? { id, epoch: 1 } : null;
  }

  async #take(key: string, node: string, expectedEpoch: number): Promise<Claim | null> {
    const epoch = expectedEpoch + 1;
    const result = await this.#db
      .updateTable('actors')
      .set({ ownerEpoch: epoch, ownerNode: node, updatedAt: this.#now() })
      .where('key', '=', key)
      .where('ownerEpoch', '=', expectedEpoch)
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) return null;
    const row = await this.#db.selectFrom('actors').select('id').where('key', '=', key).executeTakeFirstOrThrow();
    return { id: row.id, epoch };
  }
}
