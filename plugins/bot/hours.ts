import { z } from 'parlor/plugin';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** When people are there: by the clock of a time zone, days from 1 (Monday) to 7. What ends before it begins goes on past midnight. */
export const hours = z.object({
  timeZone: z.string().max(60).refine(isTimeZone, 'no time zone'),
  open: z.array(z.object({ day: z.number().int().min(1).max(7), from: clock, to: clock })).max(50),
});

export type Hours = Readonly<z.output<typeof hours>>;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Nobody is there. Without hours somebody always is. */
export function isClosed({ open, timeZone }: Hours, now: number): boolean {
  if (open.length === 0) return false;
  const parts = new Map(clockIn(timeZone).formatToParts(now).map(({ type, value }) => [type, value]));
  const today = DAYS.indexOf(parts.get('weekday') ?? '') + 1;
  const at = `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`;
  const yesterday = today === 1 ? 7 : today - 1;
  return !open.some(({ day, from, to }) => (from < to ? day === today && from <= at && at < to : (day === today && from <= at) || (day === yesterday && at < to)));
}

/** By time zone, however it is spelt, of which there are some hundreds: to make one costs far more than to read it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const zone = timeZone.toLowerCase();
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  return clock;
}

function isTimeZone(name: string): boolean {
  try {
    // Of a bot that is read it was asked before.
    return clockIn(name) !== undefined;
  } catch {
    return false;
  }
}
