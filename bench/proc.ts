import { readFileSync, readdirSync } from 'node:fs';

/** What a process has used since its start, from Linux' /proc. */
export interface Usage {
  /** utime + stime of all threads, µs; the kernel counts in ticks of 10 ms. */
  readonly cpuUs: number;
  /** By thread name, µs. */
  readonly byThread: Readonly<Record<string, number>>;
  /** Time in run queues: ready, but another had the core, µs. */
  readonly waitedUs: number;
  readonly rssBytes: number;
  /** To block devices; 0 where the kernel does not say. */
  readonly diskBytes: number;
}

const TICK_US = 10_000;
const PAGE_BYTES = 4_096;

export function usageOf(pid: number): Usage {
  const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const byThread: Record<string, number> = {};
  let waitedUs = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const stat = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    byThread[name] = (byThread[name] ?? 0) + cpuOf(afterName(stat));
    waitedUs += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[1]) / 1000;
  }
  return { cpuUs: cpuOf(fields), byThread, waitedUs, rssBytes: Number(fields[21]) * PAGE_BYTES, diskBytes: diskBytesOf(pid) };
}

/** Of several processes together. */
export function usageOfAll(pids: readonly number[]): Usage {
  return pids.map(usageOf).reduce((a, b) => ({
    cpuUs: a.cpuUs + b.cpuUs, byThread: addUp(a.byThread, b.byThread), waitedUs: a.waitedUs + b.waitedUs,
    rssBytes: a.rssBytes + b.rssBytes, diskBytes: a.diskBytes + b.diskBytes,
  }), { cpuUs: 0, byThread: {}, waitedUs: 0, rssBytes: 0, diskBytes: 0 });
}

function addUp(a: Usage['byThread'], b: Usage['byThread']): Usage['byThread'] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

export function usedBetween(before: Usage, after: Usage): Usage {
  const byThread = Object.fromEntries(Object.entries(after.byThread).map(([name, us]) => [name, us - (before.byThread[name] ?? 0)]));
  return { cpuUs: after.cpuUs - before.cpuUs, byThread, waitedUs: after.waitedUs - before.waitedUs, rssBytes: after.rssBytes, diskBytes: after.diskBytes - before.diskBytes };
}

function diskBytesOf(pid: number): number {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Fields of a stat line from the third on: the name before them may contain anything. */
const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

const cpuOf = (fields: readonly string[]): number => (Number(fields[11]) + Number(fields[12])) * TICK_US;
