import { readFileSync } from 'node:fs';
import type { Look } from './orders.ts';

const PAGE_BYTES = 4_096;
/** Of /proc/<pid>/stat: time on a core is counted in hundredths of a second. */
const TICK_MS = 10;

/** As Linux tells it; null where it has ended. */
export function lookAt(pid: number): Look | null {
  try {
    const [memory = '', stat = '', schedule = '', status = ''] = ['statm', 'stat', 'schedstat', 'status'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'));
    // Behind the name, which may hold anything.
    const times = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [ran = 0, waited = 0] = schedule.split(' ').map(Number);
    return { resident: Number(memory.split(' ')[1]) * PAGE_BYTES, cpu: (Number(times[11]) + Number(times[12])) * TICK_MS, wanted: (ran + waited) / 1e6, sleeps: Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0) };
  } catch {
    return null;
  }
}
