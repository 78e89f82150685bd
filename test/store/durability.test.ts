import { describe, expect, test } from 'vitest';
import { judgeFlush } from '#store/mysql/open.ts';
import { freshPlace, openAt, collectingLogger, useStore } from './support/engines.ts';
import { runTraced, syncedBeforeAcks } from './support/strace.ts';
import { tempDir } from '../support/temp.ts';

describe('durability of SQLite', () => {
  const at = useStore('sqlite');

  test('is full on the live writing connection', async () => {
    expect(await at.store.durability()).toEqual({ full: true, settings: { synchronous: 'full', journalMode: 'wal' } });
  });

  test('is relaxed only when asked, and says so', async () => {
    const place = await freshPlace('sqlite');
    const logger = collectingLogger();
    const store = await openAt(place, { durability: 'relaxed', logger });
    expect(await store.durability()).toEqual({ full: false, settings: { synchronous: 'normal', journalMode: 'wal' } });
    expect(logger.lines).toContainEqual({ level: 'warn', message: expect.stringContaining('durability is relaxed') });
    await store.close();
    await place.remove();
  });

  const calls = ['-e', 'trace=fsync,fdatasync,write'];

  test('every acknowledgement comes after the sync of its rows', async () => {
    const { trace } = await runTraced(await tempDir(), 'full', 10, calls);
    expect(syncedBeforeAcks(trace)).toEqual(Array.from({ length: 10 }, () => true));
  });

  test('the trace would show a missing sync', async () => {
    const { trace } = await runTraced(await tempDir(), 'relaxed', 10, calls);
    expect(syncedBeforeAcks(trace)).toContain(false);
  });

  test('what a read has put in its place needs no sync of its own', async () => {
    const { output, trace } = await runTraced(await tempDir(), 'full', 10, calls, 'reading');
    expect(syncedBeforeAcks(trace)).toEqual(Array.from({ length: 10 }, () => true));
    expect(output.filter((line) => line === 'read 1')).toHaveLength(10);
    const begun = trace.findIndex((line) => line.includes('"ack 2'));
    const ended = trace.findIndex((line) => line.includes('"ack 11'));
    expect(trace.slice(begun, ended).filter((line) => /\b(fsync|fdatasync)\(/.test(line)), 'one a message').toHaveLength(9);
  });

  test('a sync of 300 ms does not hold up the event loop', async () => {
    const slow = ['-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:delay_enter=300000'];
    const { output } = await runTraced(await tempDir(), 'full', 5, slow);
    const { elapsed, blocked, control } = JSON.parse(output.at(-1) ?? '{}') as { elapsed: number; blocked: number; control: number };
    expect(elapsed, 'five slow syncs').toBeGreaterThan(1500);
    expect(control, 'the same sync in the main thread').toBeGreaterThan(300);
    expect(blocked, 'half of one, for a machine with other work').toBeLessThan(150);
  });
});

describe('durability of MySQL', () => {
  const at = useStore('mysql');

  test('is full on the live writing connection', async () => {
    const { full, settings } = await at.store.durability();
    expect(full).toBe(true);
    expect(settings).toMatchObject({ innodb_flush_log_at_trx_commit: '1' });
  });

  test.each([
    { flush: 1, syncBinlog: 0, logBin: 0, full: true },
    { flush: 1, syncBinlog: 1, logBin: 1, full: true },
    { flush: 1, syncBinlog: 0, logBin: 1, full: false },
    { flush: 2, syncBinlog: 1, logBin: 1, full: false },
    { flush: 0, syncBinlog: 1, logBin: 0, full: false },
  ])('flush $flush, binary log $logBin synced $syncBinlog: full is $full', ({ full, ...settings }) => {
    expect(judgeFlush(settings).full).toBe(full);
  });
});
