import { MysqlAdapter, sql, type ColumnDataType, type CreateTableBuilder, type Kysely, type RawBuilder } from 'kysely';

/** Where the two engines need different words for one schema; everything else in a migration is common. */
export interface EngineWords {
  readonly mysql: boolean;
  /** A 64-bit integer primary key. On SQLite this exact type makes the column the rowid itself. */
  readonly key: ColumnDataType;
  /** Text that may be long: MySQL's plain TEXT ends at 64 KB. */
  readonly long: RawBuilder<unknown>;
  /** Storage engine and a collation that compares bytes without padding, which is what SQLite does. */
  readonly finish: <T extends string>(table: CreateTableBuilder<T>) => CreateTableBuilder<T>;
}

export async function engineWords(db: Kysely<unknown>): Promise<EngineWords> {
  if (!(db.getExecutor().adapter instanceof MysqlAdapter)) {
    return { mysql: false, key: 'integer', long: sql`text`, finish: (table) => table };
  }
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db);
  const collation = /mariadb/i.test(rows[0]?.version ?? '') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  const options = sql.raw(`engine = innodb default character set utf8mb4 collate ${collation}`);
  return { mysql: true, key: 'bigint', long: sql`mediumtext`, finish: (table) => table.modifyEnd(options) };
}
