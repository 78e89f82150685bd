import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { copiesSafely, Copying } from '../../src/store/sqlite/copying.ts';
import { tempDir } from '../support/temp.ts';
import { append, row, start, touch } from './support/entries.ts';
import { openAt } from './support/engines.ts';

/** What the log never comes to where somebody copies it, bytes. */
const BY_ITSELF = 8000 * 4096;

test('the log is copied beside the writer: it never becomes so long that the writer must, and nothing is lost', { timeout: 60_000 }, async () => {
  const dataDir = await tempDir();
  const store = await openAt({ url: 'sqlite:', dataDir, remove: () => Promise.resolve() }, { durability: 'relaxed', journal: { lingerMs: 0 } });
  const sizeOf = (name: string): number => statSync(join(dataDir, name)).size;
  const { id } = await start(store);
  let seq = 1;
  const write = async (body: string): Promise<void> => {
    seq++;
    expect(await append(store.journal, { conversation: id, epoch: 1, rows: [row(seq, { body })], touch: touch(seq) })).toEqual({ ticket: null });
  };
  const long = 'x'.repeat(50_000);
  // Some 2,700 pages, four times.
  for (let lot = 1; lot <= 4; lot++) {
    for (let i = 0; i < 200; i++) await write(long);
    await vi.waitFor(async () => {
      await write('');
      expect(sizeOf('parlor.db')).toBeGreaterThan(lot * 200 * long.length);
    }, { timeout: 20_000, interval: 1 });
    expect(sizeOf('parlor.db-wal'), 'bytes of log').toBeLessThan(BY_ITSELF);
  }
  await store.close();
  const file = new DatabaseSync(join(dataDir, 'parlor.db'));
  expect(file.prepare('select count(*) as n, max(seq) as last from events').get()).toEqual({ n: seq, last: seq });
  expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  file.close();
});

const threadThat = (does: string): URL => new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { ${does} });`)}`);

function copying(more: Partial<ConstructorParameters<typeof Copying>[0]>) {
  const [finish, failed] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const made = new Copying({ path: ':memory:', finish, failed, ...more });
  onTestFinished(() => made.close());
  return { made, finish, failed };
}

test('the disk fails while the log is copied: that is told', async () => {
  const failure = { code: 'store.disk', message: 'disk I/O error', unknown: false };
  const { failed, finish, made } = copying({ thread: threadThat(`parentPort.postMessage(${JSON.stringify({ failure })})`) });
  made.logged(200);
  await vi.waitFor(() => expect(failed).toHaveBeenCalledWith(failure));
  expect(finish).not.toHaveBeenCalled();
});

test('the thread dies, or never comes: the writer copies', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => warned.mockRestore());
  for (const thread of [threadThat(`throw new Error('no more')`), new URL('./support/there-is-none.ts', import.meta.url)]) {
    const { finish, made } = copying({ thread });
    made.logged(200);
    await vi.waitFor(() => expect(warned).toHaveBeenCalled());
    warned.mockClear();
    made.logged(799);
    expect(finish).not.toHaveBeenCalled();
    made.logged(1);
    expect(finish).toHaveBeenCalledOnce();
  }
});

test('a thread that never reaches the end of the log has the writer copy the last of it', async () => {
  const { finish, made } = copying({ thread: threadThat('parentPort.postMessage({ pages: 4001 })') });
  made.logged(200);
  await vi.waitFor(() => expect(finish).toHaveBeenCalledOnce());
});

test('a thread that is far behind has the writer copy meanwhile', () => {
  const { finish, made } = copying({ thread: threadThat('') });
  made.logged(200);
  made.logged(799);
  expect(finish).not.toHaveBeenCalled();
  made.logged(1);
  expect(finish).toHaveBeenCalledOnce();
});

test('a SQLite that loses commits when two connections do both has no such thread', () => {
  const { finish, made } = copying({ version: '3.51.2', thread: threadThat('') });
  made.logged(799);
  expect(finish).not.toHaveBeenCalled();
  made.logged(1);
  expect(finish).toHaveBeenCalledOnce();
});

test.each([
  ['3.7.0', false], ['3.44.5', false], ['3.44.6', true], ['3.45.0', false], ['3.50.6', false], ['3.50.7', true], ['3.51.2', false], ['3.51.3', true], ['3.53.4', true], ['4.0.0', true], ['', false],
])('SQLite %s: %s', (version, safe) => {
  expect(copiesSafely(version)).toBe(safe);
});
