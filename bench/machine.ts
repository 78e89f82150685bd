import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { canPin } from './child.ts';
import { syncTimes } from './sync-times.ts';

/** What numbers depend on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
  /** Of the folder that holds the data. */
  readonly filesystem: string;
  /** Append 64 KB and sync, without a database, ms. */
  readonly sync: { readonly p50: number; readonly p99: number };
  /** Server and generator each have a core of their own. */
  readonly pinned: boolean;
  /** Runnable processes when the bench began: who else is here. */
  readonly load: number;
  readonly commit: string;
}

export function describeMachine(dataRoot: string): Machine {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), kernel: release(), node: process.version,
    filesystem: output('stat', ['-f', '-c', '%T', dataRoot]), sync: measureSync(dataRoot), pinned: canPin, load: loadavg()[0] ?? 0,
    commit: output('git', ['rev-parse', '--short', 'HEAD']),
  };
}

function measureSync(dataRoot: string): Machine['sync'] {
  const dir = mkdtempSync(join(dataRoot, 'parlor-sync-'));
  const times = syncTimes(dir).sort((a, b) => a - b);
  rmSync(dir, { recursive: true });
  return { p50: times[100] ?? Number.NaN, p99: times[198] ?? Number.NaN };
}

function output(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
