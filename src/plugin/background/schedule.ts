import { Cron } from 'croner';
import type { Schedule } from './work.ts';

const LEAST_SECONDS = 10;
const MOST_SECONDS = 366 * 24 * 3600;
const MOST_TEXT = 100;
export const DEFAULT_ZONE = 'UTC';

/** Why a schedule cannot be kept; null for one that can. */
export function flawOf(schedule: Schedule): string | null {
  if ('seconds' in schedule) return Number.isInteger(schedule.seconds) && schedule.seconds >= LEAST_SECONDS && schedule.seconds <= MOST_SECONDS ? null : `whole seconds, ${LEAST_SECONDS} at least`;
  if (schedule.cron.length > MOST_TEXT) return `a cron expression of at most ${MOST_TEXT} characters`;
  try {
    return nextAfter(isListed(schedule.timeZone) ? { cron: schedule.cron } : schedule, 0) === Infinity ? 'it is never due' : null;
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no cron expression';
  }
}

/** When it is due next, ms since the epoch; Infinity for never again. */
export function nextAfter(schedule: Schedule, now: number): number {
  if ('seconds' in schedule) return now + schedule.seconds * 1000;
  const { cron, timeZone = DEFAULT_ZONE } = schedule;
  const zone = timeZone === DEFAULT_ZONE ? { utcOffset: 0 } : { timezone: timeZone };
  return new Cron(cron, { ...zone, paused: true, mode: '5-part' }).nextRun(new Date(now))?.getTime() ?? Infinity;
}

/** What is due in one zone is in each. To look into the list takes 5 ms; the first clock of a zone takes 25 ms, and every start would make one. */
const isListed = (zone: string | undefined): boolean => zone !== undefined && Intl.supportedValuesOf('timeZone').includes(zone);

/** To tell one schedule from another. */
export const textOf = (schedule: Schedule): string => ('seconds' in schedule ? `every ${schedule.seconds} s` : `${schedule.cron} ${schedule.timeZone ?? DEFAULT_ZONE}`);
