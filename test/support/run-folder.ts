import { readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** All databases and profiles of a run take a third of it. */
const ROOM_BYTES = 3 * 2 ** 30;

/** What a system has in the place of a disk. */
export interface Memory {
  /** Where its user wants temporary files, if they have said so. */
  readonly chosen?: string | undefined;
  /** As /proc/mounts tells it. */
  readonly mounts: string;
  /** Left in {@link IN_MEMORY}, and in all. */
  readonly freeBytes: number;
}

/**
 * What a run writes lies below it: in memory where there is room, since each of thousands of commits is synced, and each sync costs a core
 * some time and whoever waits for it more. No test cuts the power: processes that are killed lose nothing there either,
 * and the one that asks for a sync sees it called.
 */
export const runFolder = (memory = memoryHere()): string => (isRoomy(memory) ? IN_MEMORY : tmpdir());

function isRoomy({ chosen, mounts, freeBytes }: Memory): boolean {
  if (chosen !== undefined) return false;
  const mount = mounts.split('\n').map((line) => line.split(' ')).findLast(([, folder]) => folder === IN_MEMORY);
  const [, , kind, options = ''] = mount ?? [];
  // What is loaded from there is a program, too.
  return kind === 'tmpfs' && !options.split(',').includes('noexec') && freeBytes >= ROOM_BYTES;
}

function memoryHere(): Memory {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return { chosen: process.env['TMPDIR'], mounts: readFileSync('/proc/mounts', 'utf8'), freeBytes: Math.min(bavail * bsize, process.availableMemory()) };
  } catch {
    return { mounts: '', freeBytes: 0 };
  }
}
