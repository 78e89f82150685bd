import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What the disk of a folder needs without a database: 64 KB appended and synced, 200 times, ms each. */
export function syncTimes(dir: string): number[] {
  const file = openSync(join(dir, 'sync'), 'w');
  const block = Buffer.alloc(64 << 10, 1);
  const times = Array.from({ length: 200 }, () => {
    writeSync(file, block);
    const start = performance.now();
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return times;
}
