/**
 * Builds every client into `clients/<name>/dist`.
 *
 *   node clients/build.ts              all of them
 *   node clients/build.ts widget demo  these
 *   node clients/build.ts --if-stale   only those whose inputs changed since their last build
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildClients } from './build-clients.ts';

const { values: flags, positionals: only } = parseArgs({ allowPositionals: true, options: { 'if-stale': { type: 'boolean', default: false } } });

const ok = await buildClients({
  root: resolve(import.meta.dirname, '..'),
  onlyStale: flags['if-stale'],
  ...(only.length > 0 ? { only } : {}),
  write: (text) => process.stdout.write(text),
});
process.exitCode = ok ? 0 : 1;
