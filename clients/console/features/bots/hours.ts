/** A time of a day at which people are there; `from` and `to` as in `09:00`. What ends before it begins goes on past midnight. */
export interface Span {
  /** 1 (Monday) to 7. */
  readonly day: number;
  readonly from: string;
  readonly to: string;
}

/** When people are there, by the clock of a time zone. */
export interface Hours {
  readonly timeZone: string;
  readonly open: readonly Span[];
}

/** `until`: when that changes; null for never. */
export interface Opening {
  readonly closed: boolean;
  readonly until: { readonly day: number; readonly time: string } | null;
}

export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const WORKDAYS = [1, 2, 3, 4, 5] as const;
const MOST_SPANS = 50;
const DAY = 24 * 60;
const WEEK = 7 * DAY;
const SHORT = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes: number): string => [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Mornings and afternoons of a working week. */
export const usualHours = (timeZone: string): Hours => ({ timeZone, open: WORKDAYS.map((day) => ({ day, from: '09:00', to: '18:00' })) });

export const areHours = ({ open }: Hours): boolean => open.length <= MOST_SPANS && open.every(({ from, to }) => isTime(from) && isTime(to));

export const spansOf = ({ open }: Hours, day: number): readonly Span[] => open.filter((span) => span.day === day);

const inOrder = (open: readonly Span[]): readonly Span[] => open.toSorted((one, other) => one.day - other.day);

/** These spans instead of those that the day had. */
export const withDay = (hours: Hours, day: number, spans: readonly Pick<Span, 'from' | 'to'>[]): Hours =>
  ({ ...hours, open: inOrder([...hours.open.filter((span) => span.day !== day), ...spans.map(({ from, to }) => ({ day, from, to }))]) });

/** Monday to Friday as that day. */
export const withWorkdays = (hours: Hours, like: number): Hours => WORKDAYS.reduce((changed, day) => withDay(changed, day, spansOf(hours, like)), hours);

/** One span more on a day, after those that it has. */
export function withSpan(hours: Hours, day: number): Hours {
  const spans = spansOf(hours, day);
  const last = spans.at(-1)?.to ?? '';
  const from = isTime(last) ? Math.min(minutesOf(last) + 60, DAY - 120) : 9 * 60;
  return withDay(hours, day, [...spans, { from: timeOf(from), to: timeOf(Math.min(from + (last === '' ? 9 : 4) * 60, DAY - 1)) }]);
}

/** How it is at `now`, ms since the epoch. Without hours it is always open. */
export function openingAt({ open, timeZone }: Hours, now: number): Opening {
  if (open.length === 0) return { closed: false, until: null };
  const parts = new Map(new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(now).map(({ type, value }) => [type, value]));
  const at = SHORT.indexOf(parts.get('weekday') ?? '') * DAY + minutesOf(`${parts.get('hour')}:${parts.get('minute')}`);
  const spans = open.map(({ day, from, to }) => {
    const start = (day - 1) * DAY + minutesOf(from);
    const length = minutesOf(to) - minutesOf(from);
    return { start, length: length > 0 ? length : length + DAY };
  });
  const isOpen = (minute: number): boolean => spans.some(({ length, start }) => (minute - start + WEEK) % WEEK < length);
  const opened = isOpen(at);
  const edges = spans.flatMap(({ length, start }) => [start, start + length]).map((edge) => (edge - at + WEEK) % WEEK || WEEK);
  const next = edges.toSorted((one, other) => one - other).find((ahead) => isOpen((at + ahead) % WEEK) !== opened);
  if (next === undefined) return { closed: !opened, until: null };
  const then = (at + next) % WEEK;
  return { closed: !opened, until: { day: Math.floor(then / DAY) + 1, time: timeOf(then % DAY) } };
}
