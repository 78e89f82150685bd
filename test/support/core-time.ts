import { readFileSync } from 'node:fs';

const STAT = '/proc/stat';
/** Linux counts in hundredths of a second here, whatever its own clock. */
const TICKS_A_SECOND = 100;

/** Seconds that all cores together have worked since the machine started, for whomever: a server that outlives its parent counts as well. Null where the system does not tell. */
export function usedSeconds(stat = STAT): number | null {
  try {
    return secondsOf(readFileSync(stat, 'utf8'));
  } catch {
    return null;
  }
}

/** Of what /proc/stat says: user, nice, system, irq and softirq; neither idle nor waiting for a disk, nor what the host took. */
export function secondsOf(stat: string): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? '').split(' ').map(Number);
  return (user + nice + system + irq + softirq) / TICKS_A_SECOND;
}
