import {
  MysqlAdapter, MysqlQueryCompiler, sql, type DatabaseIntrospector, type Dialect, type Driver, type Kysely, type QueryCompiler,
} from 'kysely';
import { TableNames } from '../table-names.ts';
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
    const tables = db.$extendTables<InformationSchema>().selectFrom('information_schema.tables').select('table_name as name');
    return new TableNames(() => tables.where('table_schema', '=', sql<string>`database()`).where('table_type', '=', 'BASE TABLE').execute());
  }
}

type InformationSchema = { readonly 'information_schema.tables': { readonly table_name: string; readonly table_schema: string; readonly table_type: string } };
