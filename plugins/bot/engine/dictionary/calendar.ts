/** A day and a time as a clock on the wall shows them. Months from 1. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export type Day = Pick<Civil, 'year' | 'month' | 'day'>;
export type Clock = Pick<Civil, 'hour' | 'minute' | 'second'>;

const DAY_MS = 86_400_000;

/** Making one takes longer than all else here together. */
const formats = new Map<string, Intl.DateTimeFormat | null>();
const MOST_FORMATS = 500;

function formatFor(timeZone: string): Intl.DateTimeFormat | null {
  let format = formats.get(timeZone);
  if (format !== undefined) return format;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  } catch {
    format = null;
  }
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(timeZone, format);
  return format;
}

export const isTimeZone = (timeZone: string): boolean => formatFor(timeZone) !== null;

/** What clocks show at a moment, ms since the epoch. An unknown zone is UTC. */
export function civilAt(ms: number, timeZone: string): Civil {
  const shown = new Map(formatFor(isTimeZone(timeZone) ? timeZone : 'UTC')?.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') };
}

const asUtc = ({ day, hour, minute, month, second, year }: Civil): number => Date.UTC(year, month - 1, day, hour, minute, second);

/** The moment at which clocks show that, ms since the epoch; of an hour that is left out in spring, as much later; of one that comes twice, the first. */
export function momentOf(civil: Civil, timeZone: string): number {
  const utc = asUtc(civil);
  const offset = (ms: number): number => asUtc(civilAt(ms, timeZone)) - Math.floor(ms / 1_000) * 1_000;
  const [before, after] = [offset(utc - DAY_MS), offset(utc + DAY_MS)];
  const fitting = [utc - before, utc - after].filter((ms) => asUtc(civilAt(ms, timeZone)) === utc);
  return fitting.length > 0 ? Math.min(...fitting) : utc - before;
}

export function isDay({ day, month, year }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year <= 2199 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export const isClock = ({ hour, minute, second }: Clock): boolean => hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && (hour < 24 || minute + second === 0);

export function plusDays({ day, month, year }: Day, days: number): Day {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The same day so many months on, or the last one of that month. */
export function plusMonths({ day, month, year }: Day, months: number): Day {
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: Math.min(day, last) };
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = ({ day, month, year }: Day): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;

/** `YYYY`, `MM`, `DD`, `HH`, `mm`, `ss`; everything else stands for itself. */
export function formatCivil(civil: Civil, format: string): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = { YYYY: String(civil.year), MM: two(civil.month), DD: two(civil.day), HH: two(civil.hour), mm: two(civil.minute), ss: two(civil.second) };
  return format.slice(0, 100).replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => parts[part] ?? part);
}
