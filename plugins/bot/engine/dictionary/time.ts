import { civilAt, formatCivil, isClock, isDay, momentOf, plusDays } from './calendar.ts';
import type { Civil, Clock, Day } from './calendar.ts';
import type { Span } from './pattern.ts';
import { ENGLISH } from './time-en.ts';
import type { PartOfDay, Rule, Saying } from './time-rules.ts';
import { CHINESE } from './time-zh.ts';
import { fold } from './vocabulary.ts';

export interface TimeMention extends Span {
  /** ms since the epoch. */
  readonly at: number;
  /** What was said: a day alone begins at midnight, a part of a day at its usual hour. */
  readonly grain: 'day' | 'part' | 'time';
  readonly text: string;
}

/** When a part of a day begins to be meant by itself; from when to when its hours are, of 24. */
const PARTS: Readonly<Record<PartOfDay, { readonly usual: number; readonly from: number }>> = {
  dawn: { usual: 5, from: 0 }, morning: { usual: 9, from: 0 }, noon: { usual: 12, from: 10 }, afternoon: { usual: 15, from: 12 }, evening: { usual: 19, from: 12 }, night: { usual: 21, from: 18 },
};
const MOST_LENGTH = 2_000;
const MOST_MENTIONS = 50;
/** What may stand between a day and its time. */
const JOIN = /^(?:\s|,|，|、|的|on|at|in|the|of|from|:|：|-)*$/i;

interface Found extends Span {
  readonly saying: Saying;
}

/**
 * The times that a text names, from left to right, as clocks of that zone show them; relative ones from `now` on. Hours
 * from 1 to 6 without a part of the day are those of the afternoon; a time without a day is the next to come. What
 * cannot be (30 February, 25 o'clock) is left out. `format`: `YYYY`, `MM`, `DD`, `HH`, `mm`, `ss`.
 */
export function extractTime(text: string, now: number, timeZone: string, format = 'YYYY/MM/DD HH:mm'): readonly TimeMention[] {
  const folded = fold(text.slice(0, MOST_LENGTH));
  const current = civilAt(now, timeZone);
  return joined(longest(find(folded, current)), folded).slice(0, MOST_MENTIONS).flatMap(({ from, saying, to }) => {
    const resolved = resolve(saying, current, now, timeZone);
    return resolved === undefined ? [] : [{ from, to, ...resolved, text: formatCivil(civilAt(resolved.at, timeZone), format) }];
  });
}

function find(text: string, today: Day): readonly Found[] {
  return [...CHINESE, ...ENGLISH].flatMap(({ pattern, read }: Rule) =>
    Array.from(text.matchAll(pattern)).flatMap(({ 0: match, groups = {}, index }) => {
      const saying = read(groups, today);
      return saying === undefined ? [] : [{ from: index, to: index + match.length, saying }];
    }),
  );
}

/** The longest first; what overlaps it says less of the same. From left to right. */
function longest(found: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  for (const each of found.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
    if (!kept.some((other) => each.from < other.to && other.from < each.to)) kept.push(each);
  }
  return kept.sort((a, b) => a.from - b.from);
}

/** A day, a part of it and a time beside each other are one. */
function joined(found: readonly Found[], text: string): readonly Found[] {
  const all: Found[] = [];
  for (const each of found) {
    const last = all.at(-1);
    const together = last !== undefined && JOIN.test(text.slice(last.to, each.from)) ? sayingOf(last.saying, each.saying) : undefined;
    if (last !== undefined && together !== undefined) all[all.length - 1] = { from: last.from, to: each.to, saying: together };
    else all.push(each);
  }
  return all;
}

/** Undefined where they are two times. One that cannot be makes the other one nothing as well. */
function sayingOf(one: Saying, other: Saying): Saying | undefined {
  const [these, those] = [Object.keys(one), Object.keys(other)];
  if (these.length === 0 || those.length === 0) return {};
  if (these.some((each) => those.includes(each)) || 'shift' in one || 'shift' in other) return undefined;
  return { ...one, ...other };
}

function resolve({ clock, day, part, shift }: Saying, current: Civil, now: number, timeZone: string): Pick<TimeMention, 'at' | 'grain'> | undefined {
  if (shift !== undefined) return { at: now + shift, grain: 'time' };
  if (day !== undefined && !isDay(day)) return undefined;
  if (clock !== undefined) {
    const at = atClock(clock, day, part, current, now, timeZone);
    return at === undefined ? undefined : { at, grain: 'time' };
  }
  if (part !== undefined) return { at: moment(day ?? current, { hour: PARTS[part].usual, minute: 0, second: 0 }, timeZone), grain: 'part' };
  return day === undefined ? undefined : { at: moment(day, { hour: 0, minute: 0, second: 0 }, timeZone), grain: 'day' };
}

function atClock(clock: NonNullable<Saying['clock']>, day: Day | undefined, part: PartOfDay | undefined, current: Civil, now: number, timeZone: string): number | undefined {
  if (!isClock(clock)) return undefined;
  const hour = hourOf(clock, part);
  const shown = { ...clock, hour };
  if (day !== undefined) return moment(day, shown, timeZone);
  const today = moment(current, shown, timeZone);
  if (today >= now) return today;
  // Three o'clock, said at ten past three in the night, is that of the afternoon; said in the afternoon, that of tomorrow.
  const later = moment(current, { ...shown, hour: hour + 12 }, timeZone);
  return !clock.exact && part === undefined && hour < 12 && later >= now ? later : moment(plusDays(current, 1), shown, timeZone);
}

/** Of 24; 24 is midnight at the end of the day. */
function hourOf({ exact, hour }: Clock & { readonly exact: boolean }, part: PartOfDay | undefined): number {
  if (part === 'dawn') return hour === 12 ? 0 : hour;
  if (part === 'evening' || part === 'night') return hour === 12 ? 24 : hour < 12 && (part === 'evening' || hour >= PARTS.night.from - 12) ? hour + 12 : hour;
  if (part === undefined) return !exact && hour >= 1 && hour <= 6 ? hour + 12 : hour;
  return hour < 12 && hour < PARTS[part].from && (part === 'afternoon' || hour + 12 <= 15) && part !== 'morning' ? hour + 12 : hour;
}

const moment = (day: Day, { hour, minute, second }: Clock, timeZone: string): number =>
  momentOf({ ...(hour >= 24 ? plusDays(day, 1) : { year: day.year, month: day.month, day: day.day }), hour: hour % 24, minute, second }, timeZone);
