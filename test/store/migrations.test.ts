import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { engines, freshPlace, openAt } from './support/engines.ts';

describe.each(engines)('migrations on %s', (engine) => {
  test('run on open, and once', async () => {
    const place = await freshPlace(engine);
    const first = await openAt(place);
    await first.settings.set('kept', 'yes');
    await first.migrate();
    await first.close();
    const second = await openAt(place);
    expect(await second.settings.get('kept')).toBe('yes');
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(second.db);
    expect(rows.map((row) => row.name)).toEqual(['2026-11-24-spine', '2026-11-24-tail', '2026-11-28-plugins', '2026-11-29-plugin-work', '2026-11-30-channel-messages', '2026-11-30-plugin-packages', '2026-12-01-files', '2026-12-03-contacts', '2026-12-05-opt-outs', '2026-12-07-preview-from', '2026-12-09-chat-words']);
    await second.close();
    await place.remove();
  });

  test('are told which tables this database has, and nothing more: they ask twice at each start', async () => {
    const [place, other] = [await freshPlace(engine), await freshPlace(engine)];
    const [store, beside] = [await openAt(place), await openAt(other)];
    await sql`create table of_another (id integer primary key)`.execute(beside.db);
    const { introspection } = store.db;
    const [ours, all] = [await introspection.getTables(), await introspection.getTables({ withInternalKyselyTables: true })];
    const names = ours.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['actors', 'conversations', 'timers']));
    expect(names.filter((name) => ['of_another', 'kysely_migration', 'tables'].includes(name) || names.indexOf(name) !== names.lastIndexOf(name))).toEqual([]);
    expect(all.map(({ name }) => name).filter((name) => !names.includes(name)).toSorted()).toEqual(['kysely_migration', 'kysely_migration_lock']);
    expect(all.flatMap(({ columns }) => columns)).toEqual([]);
    await Promise.all([store.close(), beside.close()]);
    await Promise.all([place.remove(), other.remove()]);
  });

  test('processes that start together on an empty database do not meet', async () => {
    const place = await freshPlace(engine);
    const script = join(import.meta.dirname, 'support', 'opens.ts');
    const run = async (): Promise<number[]> => {
      const { stdout } = await promisify(execFile)(process.execPath, [script, place.url, place.dataDir]);
      return JSON.parse(stdout) as number[];
    };
    const ids = (await Promise.all([run(), run(), run()])).flat();
    expect(new Set(ids).size, 'every process has ids of its own').toBe(ids.length);
    expect(ids).toHaveLength(9);
    await place.remove();
  });
});
