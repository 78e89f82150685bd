import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Traced {
  readonly trace: readonly string[];
  readonly output: readonly string[];
}

/** Runs traced.ts under strace. */
export async function runTraced(dir: string, durability: 'full' | 'relaxed', messages: number, options: readonly string[], reading: 'reading' | '' = ''): Promise<Traced> {
  const log = join(dir, 'trace.txt');
  const script = join(import.meta.dirname, 'traced.ts');
  const args = ['-f', '-y', '--seccomp-bpf', ...options, '-o', log, process.execPath, script, dir, durability, String(messages), reading];
  const { stdout } = await promisify(execFile)('strace', args);
  return { trace: (await readFile(log, 'utf8')).split('\n'), output: stdout.trim().split('\n') };
}

/** For each acknowledgement in the trace: was the log of the database synced since the one before? */
export function syncedBeforeAcks(trace: readonly string[]): boolean[] {
  const acks: boolean[] = [];
  let begun = false;
  let synced = false;
  for (const line of trace) {
    if (/\b(fsync|fdatasync)\(\d+<[^>]*-wal>/.test(line)) {
      if (line.includes('unfinished')) begun = true;
      else synced = true;
    } else if (begun && /<\.\.\. (fsync|fdatasync) resumed>/.test(line)) {
      begun = false;
      synced = true;
    } else if (/\bwrite\(1<[^>]*>, "ack /.test(line)) {
      acks.push(synced);
      synced = false;
    }
  }
  return acks;
}
