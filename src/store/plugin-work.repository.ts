import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Selectable } from 'kysely';
import type { Db } from './database.ts';
import { StoreError } from './store-error.ts';
import type { PluginLanesTable, PluginWorkTable } from './plugin-work.table.ts';

export interface NewWork {
  /** Of a plugin's worker, unique while the piece waits. */
  readonly key: string;
  readonly lane: string;
  /** JSON. */
  readonly payload: string;
}

export type Work = Readonly<Selectable<PluginWorkTable>>;
export type Lane = Readonly<Pick<Selectable<PluginLanesTable>, 'lane' | 'additions' | 'attempts' | 'dueAt'>>;

/** Whose work: every query is about one kind of one plugin's. */
export interface Whose {
  readonly plugin: string;
  readonly worker: string;
}

export interface WorkCount {
  readonly worker: string;
  readonly waiting: number;
  readonly dead: number;
}

export interface FailingLanes {
  readonly worker: string;
  readonly lanes: number;
  readonly error: string | null;
}

const MAX_ERROR = 500;
/** Nothing waits for longer: what is due later was written by a clock that has been set back since, ms. */
export const MOST_WAIT_MS = 3_600_000;
/** Characters of a payload that lists show. */
const PREVIEW = 2_000;
/** Tries of a transaction that meets others', and how far apart, ms: keys that are taken, lanes that end, deadlocks. */
const TRIES = 8;
const APART_MS = 5;

/**
 * Lanes of work. A lane's pieces are in the order in which they were added, which holds because one conversation's are
 * added by one node, one after the other; a lane has a row while anything waits in it.
 */
export class PluginWorkRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** What waits already, by its key, is not added again. */
  async add(whose: Whose, pieces: readonly NewWork[], now: number): Promise<void> {
    let left = pieces;
    await persist(async (attempt) => {
      if (attempt > 1) left = await this.#unknown(whose, left);
      if (left.length > 0) await this.#insert(whose, left, now);
    });
  }

  /** The lanes whose first piece is due at `now`, those that wait longest first. */
  due({ plugin, worker }: Whose, now: number, limit: number): Promise<readonly Lane[]> {
    return this.#db.selectFrom('pluginLanes').select(['lane', 'additions', 'attempts', 'dueAt']).where('plugin', '=', plugin).where('worker', '=', worker)
      .where((eb) => eb.or([eb('dueAt', '<=', now), eb('dueAt', '>', now + 2 * MOST_WAIT_MS)])).orderBy('dueAt').limit(limit).execute();
  }

  /** The first pieces of a lane. */
  first({ plugin, worker }: Whose, lane: string, limit: number): Promise<readonly Work[]> {
    return this.#db.selectFrom('pluginWork').selectAll()
      .where('plugin', '=', plugin).where('worker', '=', worker).where('dead', '=', 0).where('lane', '=', lane).orderBy('id').limit(limit).execute();
  }

  async done(ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.#db.deleteFrom('pluginWork').where('id', 'in', ids).execute();
  }

  /** What waits, in whichever lane, the oldest first. */
  waiting({ plugin, worker }: Whose, limit: number): Promise<readonly Work[]> {
    return this.#db.selectFrom('pluginWork').selectAll().where('plugin', '=', plugin).where('worker', '=', worker).where('dead', '=', 0).orderBy('id').limit(limit).execute();
  }

  /** Of these keys those that wait, in whichever lane. */
  async waitingOf({ plugin, worker }: Whose, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const rows = await this.#db.selectFrom('pluginWork').select('workKey').where('plugin', '=', plugin).where('worker', '=', worker).where('dead', '=', 0).where('workKey', 'in', keys).execute();
    return new Set(rows.map(({ workKey }) => workKey));
  }

  /** The lane is empty: it is gone, unless something was added since it was read. */
  async end({ plugin, worker }: Whose, { additions, lane }: Lane): Promise<void> {
    await this.#db.deleteFrom('pluginLanes').where('plugin', '=', plugin).where('worker', '=', worker).where('lane', '=', lane).where('additions', '=', additions).execute();
  }

  /** Its first piece is tried again at `dueAt`; nothing changes where another node has done so since the lane was read. */
  async postpone({ plugin, worker }: Whose, read: Lane, { attempts, dueAt, error }: { attempts: number; dueAt: number; error: string | null }): Promise<void> {
    await this.#db.updateTable('pluginLanes').set({ attempts, dueAt, error: brief(error) })
      .where('plugin', '=', plugin).where('worker', '=', worker).where('lane', '=', read.lane).where('attempts', '=', read.attempts).where('dueAt', '=', read.dueAt).execute();
  }

  /** Gives a piece up; the lane goes on with the next one. */
  async bury(id: number, attempts: number, error: string): Promise<void> {
    await this.#db.updateTable('pluginWork').set({ dead: 1, attempts, error: brief(error) }).where('id', '=', id).where('dead', '=', 0).execute();
  }

  /** What was given up, behind `after`, the oldest first; of each payload the begin. */
  dead(plugin: string, after: number, limit: number): Promise<readonly Work[]> {
    return this.#db.selectFrom('pluginWork').select(['id', 'plugin', 'worker', 'lane', 'workKey', 'dead', 'attempts', 'error', 'createdAt', sql<string>`substr(payload, 1, ${PREVIEW})`.as('payload')])
      .where('plugin', '=', plugin).where('dead', '=', 1).where('id', '>', after).orderBy('id').limit(limit).execute();
  }

  async deadIds(plugin: string, after: number, limit: number): Promise<readonly number[]> {
    const rows = await this.#db.selectFrom('pluginWork').select('id').where('plugin', '=', plugin).where('dead', '=', 1).where('id', '>', after).orderBy('id').limit(limit).execute();
    return rows.map(({ id }) => id);
  }

  /** The newest of what was given up. */
  async lastDead(plugin: string): Promise<number | undefined> {
    const row = await this.#db.selectFrom('pluginWork').select('id').where('plugin', '=', plugin).where('dead', '=', 1).orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row?.id;
  }

  /** What was given up waits again, in its old place. */
  async revive(plugin: string, ids: readonly number[], now: number): Promise<void> {
    await persist(() => this.#revive(plugin, ids, now));
  }

  async #revive(plugin: string, ids: readonly number[], now: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const rows = await trx.selectFrom('pluginWork').select(['id', 'worker', 'lane']).where('plugin', '=', plugin).where('dead', '=', 1).where('id', 'in', ids).execute();
      for (const [worker, pieces] of Map.groupBy(rows, (row) => row.worker)) {
        await trx.updateTable('pluginWork').set({ dead: 0, attempts: 0, error: null, createdAt: now }).where('id', 'in', pieces.map(({ id }) => id)).execute();
        await this.#touch(trx, { plugin, worker }, pieces, now);
        await trx.updateTable('pluginLanes').set({ attempts: 0, dueAt: now, error: null })
          .where('plugin', '=', plugin).where('worker', '=', worker).where('lane', 'in', [...new Set(pieces.map(({ lane }) => lane))]).execute();
      }
    });
  }

  async discard(plugin: string, ids: readonly number[]): Promise<void> {
    await this.#db.deleteFrom('pluginWork').where('plugin', '=', plugin).where('dead', '=', 1).where('id', 'in', ids).execute();
  }

  async counts(plugin: string): Promise<{ readonly work: readonly WorkCount[]; readonly failing: readonly FailingLanes[] }> {
    const count = sql<number | string>`count(*)`;
    const [work, failing] = await Promise.all([
      this.#db.selectFrom('pluginWork').select(['worker', 'dead', count.as('pieces')]).where('plugin', '=', plugin).groupBy(['worker', 'dead']).execute(),
      this.#db.selectFrom('pluginLanes').select(({ fn }) => ['worker', count.as('lanes'), fn.max('error').as('error')]).where('plugin', '=', plugin).where('attempts', '>', 0).groupBy('worker').execute(),
    ]);
    const of = (worker: string, dead: number): number => Number(work.find((row) => row.worker === worker && row.dead === dead)?.pieces ?? 0);
    return {
      work: [...new Set(work.map(({ worker }) => worker))].map((worker) => ({ worker, waiting: of(worker, 0), dead: of(worker, 1) })),
      failing: failing.map(({ worker, lanes, error }) => ({ worker, lanes: Number(lanes), error })),
    };
  }

  async clear(plugin: string): Promise<void> {
    await this.#db.deleteFrom('pluginWork').where('plugin', '=', plugin).execute();
    await this.#db.deleteFrom('pluginLanes').where('plugin', '=', plugin).execute();
  }

  async #insert({ plugin, worker }: Whose, pieces: readonly NewWork[], now: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await trx.insertInto('pluginWork').values(pieces.map(({ key, lane, payload }) => ({ plugin, worker, lane, workKey: key, payload, dead: 0, attempts: 0, error: null, createdAt: now }))).execute();
      await this.#touch(trx, { plugin, worker }, pieces, now);
    });
  }

  /** After the pieces, in their transaction: whoever removes an empty lane meanwhile is told by `additions`, or waits. */
  async #touch(trx: Db, { plugin, worker }: Whose, pieces: readonly Pick<Work, 'lane'>[], now: number): Promise<void> {
    const lanes = [...new Set(pieces.map(({ lane }) => lane))].sort();
    const rows = await trx.selectFrom('pluginLanes').select('lane').where('plugin', '=', plugin).where('worker', '=', worker).where('lane', 'in', lanes).execute();
    const there = rows.map(({ lane }) => lane);
    const known = there.length === 0 ? 0 : Number((await trx.updateTable('pluginLanes').set((eb) => ({ additions: eb('additions', '+', 1) }))
      .where('plugin', '=', plugin).where('worker', '=', worker).where('lane', 'in', there).executeTakeFirst()).numUpdatedRows);
    // Some ended since they were read.
    if (known < there.length) throw new StoreError('store.conflict', 'a lane ended meanwhile');
    const fresh = lanes.filter((lane) => !there.includes(lane));
    if (fresh.length > 0) await trx.insertInto('pluginLanes').values(fresh.map((lane) => ({ plugin, worker, lane, additions: anyNumber(), attempts: 0, dueAt: now, error: null }))).execute();
  }

  async #unknown({ plugin, worker }: Whose, pieces: readonly NewWork[]): Promise<readonly NewWork[]> {
    const rows = await this.#db.selectFrom('pluginWork').select('workKey').where('plugin', '=', plugin).where('worker', '=', worker).where('workKey', 'in', pieces.map(({ key }) => key)).execute();
    const there = new Set(rows.map(({ workKey }) => workKey));
    return pieces.filter(({ key }) => !there.has(key));
  }
}

/** Where a lane begins to count: one that ended and began anew is told from what it was. */
const anyNumber = (): number => Math.floor(Math.random() * 1_000_000_000);

/** Does it again while others are in its way. What a lost connection had committed is found out by the next try. */
async function persist(work: (attempt: number) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof StoreError) || !['store.conflict', 'store.unavailable'].includes(error.code)) throw error;
      if (attempt === TRIES) throw new StoreError('store.unavailable', 'others were in the way each time', error);
      await sleep(Math.random() * APART_MS * attempt);
    }
  }
}

const brief = (error: string | null): string | null => (error === null ? null : error.slice(0, MAX_ERROR).toWellFormed());
