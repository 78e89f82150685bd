import type { Db } from './database.ts';
import { StoreError } from './store-error.ts';

/** Numbers a block. A block costs one commit; what a crash leaves unused is skipped. */
const BLOCK = 1000;

/** Inside keys of actors, handed out without waiting from a block that this node reserved. */
export class Ids {
  readonly #db: Db;
  #next = 0;
  #end = 0;
  #ahead: { readonly start: number; readonly end: number } | null = null;
  #fetching: Promise<void> | null = null;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Reserves the first block. */
  async open(): Promise<void> {
    this.#next = await this.#reserve();
    this.#end = this.#next + BLOCK;
  }

  /** Throws `store.ids-exhausted` when two blocks were used up while the third is on its way. */
  next(): number {
    if (this.#next === this.#end) this.#swap();
    if (this.#end - this.#next <= BLOCK / 2) this.#prefetch();
    return this.#next++;
  }

  #swap(): void {
    if (this.#ahead === null) {
      this.#prefetch();
      throw new StoreError('store.ids-exhausted', 'the next block of ids has not arrived');
    }
    this.#next = this.#ahead.start;
    this.#end = this.#ahead.end;
    this.#ahead = null;
  }

  #prefetch(): void {
    if (this.#ahead !== null || this.#fetching !== null) return;
    this.#fetching = this.#reserve().then(
      (start) => {
        this.#ahead = { start, end: start + BLOCK };
        this.#fetching = null;
      },
      () => {
        this.#fetching = null;
      },
    );
  }

  async #reserve(): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      await trx
        .updateTable('sequences')
        .set((eb) => ({ value: eb('value', '+', BLOCK) }))
        .where('name', '=', 'actors')
        .execute();
      const row = await trx.selectFrom('sequences').select('value').where('name', '=', 'actors').executeTakeFirstOrThrow();
      return row.value - BLOCK;
    });
  }
}
