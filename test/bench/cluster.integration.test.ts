import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { ChatRun } from '../../bench/chat.ts';
import { freshMysqlUrl, freshRedisUrl } from '../support/services.ts';
import { tempDir } from '../support/temp.ts';

const root = join(import.meta.dirname, '../..');

test('a short run over two nodes loses nothing, wherever actors are', { timeout: 120_000 }, async () => {
  const dir = await tempDir();
  const file = join(dir, 'result.json');
  const services = ['--store', await freshMysqlUrl(), '--redis', await freshRedisUrl()];
  const load = ['--rooms', '8', '--chats-per-agent', '2', '--rate', '60', '--seconds', '2', '--warmup', '1', '--repeats', '1'];
  await promisify(execFile)(process.execPath, ['bench/main.ts', 'cluster', ...services, ...load, '--data', dir, '--json', file], { cwd: root, timeout: 110_000 });
  const { runs, summary } = JSON.parse(await readFile(file, 'utf8')) as { runs: ChatRun[]; summary: { ratios: object } };
  expect(runs.map(({ target }) => target)).toEqual(['random', 'socket.io', 'local', 'remote']);
  for (const { target, load: { notices, positions, acks, refusals, closed, delivery, offered }, journals } of runs) {
    for (const faults of [notices, positions, acks]) expect(faults).toEqual({ lost: 0, duplicate: 0, reordered: 0 });
    expect({ target, refusals, closed, delivered: delivery.count }).toEqual({ target, refusals: {}, closed: 0, delivered: offered });
    // Both nodes have written.
    expect(journals.filter(({ commits }) => commits > 0)).toHaveLength(target === 'socket.io' ? 0 : 2);
  }
  expect(Object.keys(summary.ratios)).toEqual(['random / socket.io', 'remote / local']);
});
