import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { ChatRun } from '../../bench/chat.ts';
import { tempDir } from '../support/temp.ts';

const root = join(import.meta.dirname, '../..');

test('a short run over all targets loses nothing and measures everything', async () => {
  const dir = await tempDir();
  const file = join(dir, 'result.json');
  const args = ['bench/main.ts', 'chat', '--rooms', '20', '--chats-per-agent', '10', '--rate', '200', '--seconds', '2', '--warmup', '1', '--repeats', '1', '--data', dir, '--json', file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 55_000 });
  const { runs } = JSON.parse(await readFile(file, 'utf8')) as { runs: ChatRun[] };
  expect(runs.map(({ target }) => target)).toEqual(['parlor', 'socket.io', 'relay']);
  for (const { load, cpuUsPerMessage, rssPerChat } of runs) {
    expect(load).toMatchObject({ refusals: {}, closed: 0 });
    for (const faults of [load.notices, load.positions, load.acks]) expect(faults).toEqual({ lost: 0, duplicate: 0, reordered: 0 });
    expect(load.sent).toBeGreaterThan(450);
    expect(load.delivery.count).toBe(load.offered);
    expect(cpuUsPerMessage).toBeGreaterThan(0);
    expect(rssPerChat).toBeTypeOf('number');
  }
  expect(runs[0]?.journals).toMatchObject([{ failures: 0 }]);
  expect(runs[0]?.journals[0]?.rowsPerCommit).toBeGreaterThan(0);
  expect(stdout).toContain('CPU µs/message');
});
