import type { Selectable } from 'kysely';
import type { ActorsTable } from './actors.table.ts';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import type { Ids } from './ids.ts';
import { Together, togetherByKey } from './together.ts';

export type Actor = Readonly<Selectable<ActorsTable>>;

export interface Claim {
  readonly id: number;
  readonly epoch: number;
}

interface Taking {
  readonly key: string;
  /** The boot that takes it. */
  readonly node: string;
  readonly expectedEpoch: number;
}

export class ActorRepository {
  readonly #db: Db;
  readonly #ids: Ids;
  readonly #now: () => number;
  readonly #finding = togetherByKey((keys: readonly string[]) => this.#db.selectFrom('actors').selectAll().where('key', 'in', keys).execute(), ({ key }) => key);
  readonly #taking = new Together<Taking, Claim | null>((takings) => this.#takeAll(takings));

  constructor(db: Db, ids: Ids, now: () => number) {
    this.#db = db;
    this.#ids = ids;
    this.#now = now;
  }

  find(key: string): Promise<Actor | undefined> {
    return this.#finding.get(key);
  }

  /**
   * Takes ownership if the epoch is still the one the caller saw (`undefined`: the actor did not exist).
   * Null when somebody else was faster: look again.
   */
  async claim(key: string, kind: string, node: string, expectedEpoch: number | undefined): Promise<Claim | null> {
    return expectedEpoch === undefined ? this.#create(key, kind, node) : this.#taking.get({ key, node, expectedEpoch });
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

  /**
   * Takes these from a node that is gone, for nobody, where they are still as they were read: whoever took one over
   * meanwhile keeps it. The epoch rises, so that a node that was believed dead writes nothing either while nobody has them.
   */
  async releaseAll(actors: readonly Pick<Actor, 'id' | 'ownerEpoch'>[]): Promise<void> {
    if (actors.length === 0) return;
    await this.#db
      .updateTable('actors')
      .set((eb) => ({ ownerEpoch: eb('ownerEpoch', '+', 1), ownerNode: null, updatedAt: this.#now() }))
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

  /** All at once; where that fails, as in a deadlock with another node's batch, each by itself. */
  async #takeAll(takings: readonly Taking[]): Promise<readonly (Claim | null)[]> {
    try {
      return await this.#take(takings);
    } catch (error) {
      if (takings.length === 1) throw error;
      const claims: (Claim | null)[] = [];
      // One that fails is as one that somebody else took: whoever wanted it looks again, and meets what is wrong.
      for (const taking of takings) claims.push(...(await this.#take([taking]).catch(() => [null])));
      return claims;
    }
  }

  /** What is the node's now, one epoch higher than expected, was taken here: a boot takes an actor once at a time. */
  async #take(takings: readonly Taking[]): Promise<readonly (Claim | null)[]> {
    const claimed = new Map<string, number>();
    for (const [node, own] of Map.groupBy(takings, (taking) => taking.node)) {
      await this.#db
        .updateTable('actors')
        .set((eb) => ({ ownerEpoch: eb('ownerEpoch', '+', 1), ownerNode: node, updatedAt: this.#now() }))
        .where((eb) => eb.or(own.map(({ key, expectedEpoch }) => eb.and({ key, ownerEpoch: expectedEpoch }))))
        .execute();
      const keys = own.map(({ key }) => key);
      const rows = await this.#db.selectFrom('actors').select(['id', 'key', 'ownerEpoch']).where('key', 'in', keys).where('ownerNode', '=', node).execute();
      for (const { id, key, ownerEpoch } of rows) claimed.set(`${node} ${key} ${ownerEpoch}`, id);
    }
    return takings.map(({ key, node, expectedEpoch }) => {
      const mark = `${node} ${key} ${expectedEpoch + 1}`;
      const id = claimed.get(mark);
      claimed.delete(mark);
      return id === undefined ? null : { id, epoch: expectedEpoch + 1 };
    });
  }
}
