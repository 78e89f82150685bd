import { plusDays, plusMonths, weekdayOf } from './calendar.ts';
import type { Clock, Day } from './calendar.ts';

export type PartOfDay = 'dawn' | 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';

/** What a piece of a text says of a time. An empty one says something that cannot be, such as 30 February. */
export interface Saying {
  readonly day?: Day;
  readonly clock?: Clock & { /** Written so that it is one of 24 hours: 03:00. */ readonly exact: boolean };
  readonly part?: PartOfDay;
  /** From now on, ms. */
  readonly shift?: number;
}

export interface Rule {
  readonly pattern: RegExp;
  /** Undefined where it is no time after all. */
  readonly read: (groups: Readonly<Record<string, string | undefined>>, today: Day) => Saying | undefined;
}

export const IMPOSSIBLE: Saying = {};

const MINUTE_MS = 60_000;
const UNIT_MS = { second: 1_000, minute: MINUTE_MS, hour: 60 * MINUTE_MS } as const;
export type Unit = keyof typeof UNIT_MS | 'day' | 'week' | 'month' | 'year';
/** Farther away nobody means. */
const MOST_YEARS = 100;
const PER_YEAR: Readonly<Record<Unit, number>> = { second: 31_557_600, minute: 525_960, hour: 8_766, day: 366, week: 53, month: 12, year: 1 };

/** So many units from now on; back, where it is negative. */
export function shifted(amount: number | undefined, unit: Unit, today: Day): Saying {
  if (amount === undefined || !Number.isFinite(amount) || Math.abs(amount) > PER_YEAR[unit] * MOST_YEARS) return IMPOSSIBLE;
  switch (unit) {
    case 'day': return Number.isInteger(amount) ? { day: plusDays(today, amount) } : { shift: amount * 24 * UNIT_MS.hour };
    case 'week': return { day: plusDays(today, Math.round(amount * 7)) };
    case 'month': return Number.isInteger(amount) ? { day: plusMonths(today, amount) } : { day: plusDays(plusMonths(today, Math.trunc(amount)), 15 * Math.sign(amount)) };
    case 'year': return { day: plusMonths(today, Math.round(amount * 12)) };
    default: return { shift: amount * UNIT_MS[unit] };
  }
}

/** A day of the week, weeks on; weeks begin on Monday. */
export const inWeek = (today: Day, weekday: number, weeks: number): Day => plusDays(today, weekday - weekdayOf(today) + weeks * 7);

/** The next day of that name, today among them. */
export const nextWeekday = (today: Day, weekday: number): Day => plusDays(today, (weekday - weekdayOf(today) + 7) % 7);

const isBefore = (one: Day, other: Day): boolean => one.year * 10_000 + one.month * 100 + one.day < other.year * 10_000 + other.month * 100 + other.day;

/** A day without its year: the one to come. */
export function nextDate(today: Day, month: number, day: number): Day {
  const date = { year: today.year, month, day };
  return isBefore(date, today) ? { ...date, year: today.year + 1 } : date;
}

/** A day without its month: the one to come. */
export function nextDayOfMonth(today: Day, day: number): Day {
  const date = { ...today, day };
  return isBefore(date, today) ? { ...plusMonths({ ...today, day: 1 }, 1), day } : date;
}
