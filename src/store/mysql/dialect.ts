import {
  MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, type DatabaseIntrospector, type Dialect, type Driver, type Kysely, type QueryCompiler,
} from 'kysely';
import type { StoreTarget } from '../url.ts';
import { MysqlDriver, type Pace } from './driver.ts';

/** Kysely's MySQL with a driver of ours, whose failures are StoreErrors, as on SQLite. */
export class MysqlDialect implements Dialect {
  readonly #target: Extract<StoreTarget, { engine: 'mysql' }>;
  readonly #pace: Pace;

  constructor(target: Extract<StoreTarget, { engine: 'mysql' }>, pace: Pace) {
    this.#target = target;
    this.#pace = pace;
  }

  createAdapter(): MysqlAdapter {
    return new MysqlAdapter();
  }

  createDriver(): Driver {
    return new MysqlDriver(this.#target, this.#pace);
  }

  createQueryCompiler(): QueryCompiler {
    return new MysqlQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new MysqlIntrospector(db);
  }
}
