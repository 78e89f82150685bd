import {
  DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect,
} from 'kysely';
import type { Migration } from 'kysely/migration';
import type { EngineName } from './engines.ts';

const dialects: Readonly<Record<EngineName, Dialect>> = {
  mysql: {
    createAdapter: () => new MysqlAdapter(), createDriver: () => new DummyDriver(),
    createQueryCompiler: () => new MysqlQueryCompiler(), createIntrospector: (db) => new MysqlIntrospector(db),
  },
  sqlite: {
    createAdapter: () => new SqliteAdapter(), createDriver: () => new DummyDriver(),
    createQueryCompiler: () => new SqliteQueryCompiler(), createIntrospector: (db) => new SqliteIntrospector(db),
  },
};

/** What a migration says to an engine, whether built or raw; nothing is executed, and every answer is empty. */
export async function statementsOf(migration: Migration, engine: EngineName): Promise<string[]> {
  const statements: string[] = [];
  const db = new Kysely<Record<string, never>>({ dialect: dialects[engine], log: ({ query }) => void statements.push(query.sql.replace(/\s+/g, ' ').trim().toLowerCase()) });
  await migration.up(db);
  return statements;
}

const table = '[`"]?(\\w+)[`"]?';
const made = new RegExp(`^create (?:table|view) (?:if not exists )?${table}`);
const indexed = new RegExp(`^create (unique )?index \\S+ on ${table}`);
const altered = new RegExp(`^alter table ${table} (.*)$`);
const harmless = /^(select|insert into|update|with) /;
const otherThanAColumn = /\b(drop|rename|modify|change|alter|unique|primary|references|check|constraint)\b/;

/** The statements that a release before may stumble over: all but those that are known to add what it can ignore. */
export function breaking(statements: readonly string[]): string[] {
  const own = new Set<string>();
  return statements.filter((statement) => {
    const name = made.exec(statement)?.[1];
    if (name !== undefined) return void own.add(name);
    const index = indexed.exec(statement);
    if (index !== null) return index[1] !== undefined && !own.has(index[2] ?? '');
    const change = altered.exec(statement);
    if (change === null) return !harmless.test(statement);
    const [, changed = '', clauses = ''] = change;
    if (own.has(changed)) return false;
    const additions = clauses.split(/,\s*(?=add )/);
    return !additions.every((one) => one.startsWith('add column ') && !otherThanAColumn.test(one) && (!one.includes('not null') || one.includes(' default ')));
  });
}
