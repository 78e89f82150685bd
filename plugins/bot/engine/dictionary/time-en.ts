import { plusDays } from './calendar.ts';
import { englishNumber } from './number.ts';
import { IMPOSSIBLE, inWeek, nextDate, nextWeekday, shifted } from './time-rules.ts';
import type { PartOfDay, Rule, Unit } from './time-rules.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const WEEKDAY = '(?<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const UNIT = '(?<unit>second|minute|min|hour|hr|day|week|month|year)s?';
const SMALL = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const AMOUNT = `(?<amount>\\d{1,6}(?:\\.\\d)?|an?(?: couple of)?|half an?|${SMALL}|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty)`;
const HOUR = `(?<hour>\\d{1,2}|${SMALL})`;
const PART = '(?<part>morning|noon|afternoon|evening|night)';
const DAYS: ReadonlyMap<string, number> = new Map([['the day before yesterday', -2], ['yesterday', -1], ['today', 0], ['tonight', 0], ['tomorrow', 1], ['tmr', 1], ['the day after tomorrow', 2]]);

const number = (text = ''): number => (/^\d/.test(text) ? Number(text) : (englishNumber(text) ?? Number.NaN));
const indexOf = (names: readonly string[], text = ''): number => names.indexOf(text.slice(0, 3).toLowerCase()) + 1;

function amountOf(text = ''): number {
  if (text.startsWith('half')) return 0.5;
  if (text.includes('couple')) return 2;
  return /^an?$/.test(text) ? 1 : number(text);
}

const unitOf = (text = ''): Unit => (text === 'min' ? 'minute' : text === 'hr' ? 'hour' : (text as Unit)); // one of UNIT, which the pattern names

/** 12 hours and am or pm. */
function clockOf(hour: number, minute: number, second: number, half: string | undefined) {
  if (half === undefined) return { clock: { hour, minute, second, exact: false } };
  if (hour < 1 || hour > 12) return IMPOSSIBLE;
  return { clock: { hour: (hour % 12) + (half.startsWith('p') ? 12 : 0), minute, second, exact: true } };
}

/** Written with slashes: month first, unless that cannot be. */
const slashed = (one: number, two: number): { month: number; day: number } => (one > 12 ? { month: two, day: one } : { month: one, day: two });

export const ENGLISH: readonly Rule[] = [
  {
    pattern: /\b(?<day>the day after tomorrow|the day before yesterday|today|tonight|tomorrow|tmr|yesterday)\b/gi,
    read: ({ day = '' }, today) => ({ day: plusDays(today, DAYS.get(day.toLowerCase()) ?? 0), ...(day.toLowerCase() === 'tonight' ? { part: 'evening' as const } : {}) }),
  },
  {
    pattern: new RegExp(`\\b(?:(?<away>next|this|last|coming)\\s+)?${WEEKDAY}\\b(?!')`, 'gi'),
    read: ({ away, weekday }, today) => {
      // "sun" and "sat", "wed" and "mar" are words as well.
      if (away === undefined && /^(?:sun|sat|wed)$/i.test(weekday ?? '')) return undefined;
      const day = indexOf(WEEKDAYS, weekday);
      const weeks = { next: 1, this: 0, last: -1 }[away?.toLowerCase() ?? ''];
      return { day: weeks === undefined ? nextWeekday(today, day) : inWeek(today, day, weeks) };
    },
  },
  { pattern: /\b(?:(?<away>next|this)\s+|the\s+)weekend\b/gi, read: ({ away }, today) => ({ day: away === undefined ? nextWeekday(today, 6) : inWeek(today, 6, away.toLowerCase() === 'next' ? 1 : 0) }) },
  { pattern: new RegExp(`\\b(?:in|within)\\s+${AMOUNT}\\s+${UNIT}\\b`, 'gi'), read: ({ amount, unit }, today) => shifted(amountOf(amount?.toLowerCase()), unitOf(unit?.toLowerCase()), today) },
  {
    pattern: new RegExp(`\\b${AMOUNT}\\s+${UNIT}\\s+(?<where>from now|later|ago)\\b`, 'gi'),
    read: ({ amount, unit, where }, today) => shifted(amountOf(amount?.toLowerCase()) * (where?.toLowerCase() === 'ago' ? -1 : 1), unitOf(unit?.toLowerCase()), today),
  },
  { pattern: /\b(?<away>next|last)\s+(?<unit>week|month|year)\b/gi, read: ({ away, unit }, today) => shifted(away?.toLowerCase() === 'next' ? 1 : -1, unitOf(unit?.toLowerCase()), today) },
  {
    pattern: new RegExp(`\\b${MONTH}\\s+(?:the\\s+)?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?:,?\\s+(?<year>\\d{4}))?(?!\\s*[ap]m)`, 'gi'),
    read: ({ day, month, year }, today) => ({ day: year === undefined ? nextDate(today, indexOf(MONTHS, month), Number(day)) : { year: Number(year), month: indexOf(MONTHS, month), day: Number(day) } }),
  },
  {
    pattern: new RegExp(`\\b(?:the\\s+)?(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?![a-z])(?:,?\\s+(?<year>\\d{4}))?`, 'gi'),
    read: ({ day, month, year }, today) => ({ day: year === undefined ? nextDate(today, indexOf(MONTHS, month), Number(day)) : { year: Number(year), month: indexOf(MONTHS, month), day: Number(day) } }),
  },
  {
    pattern: /(?<![\d/.-])(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})(?:T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))?|(?![\d/-]))/gi,
    read: ({ day, hour, minute, month, second = '0', year }) => ({
      day: { year: Number(year), month: Number(month), day: Number(day) }, ...(hour === undefined ? {} : { clock: { hour: Number(hour), minute: Number(minute), second: Number(second), exact: true } }),
    }),
  },
  {
    pattern: /(?<![\d/.])(?<one>\d{1,2})\/(?<two>\d{1,2})\/(?<year>\d{4})(?![\d/])/g,
    read: ({ one, two, year }) => ({ day: { year: Number(year), ...slashed(Number(one), Number(two)) } }),
  },
  {
    pattern: new RegExp(`(?<![\\d.:])\\b${HOUR}(?:[:.](?<minute>\\d{2})(?::(?<second>\\d{2}))?)?\\s*(?<half>[ap])\\.?m\\b\\.?`, 'gi'),
    read: ({ half, hour, minute = '0', second = '0' }) => clockOf(number(hour?.toLowerCase()), Number(minute), Number(second), half?.toLowerCase()),
  },
  { pattern: new RegExp(`\\bat\\s+${HOUR}\\b(?!\\s*(?:%|:\\d|[ap]\\.?m|o'clock|people|persons|minutes?|hours?))`, 'gi'), read: ({ hour }) => clockOf(number(hour?.toLowerCase()), 0, 0, undefined) },
  { pattern: new RegExp(`\\b${HOUR}\\s*o['’]clock\\b`, 'gi'), read: ({ hour }) => clockOf(number(hour?.toLowerCase()), 0, 0, undefined) },
  {
    pattern: new RegExp(`\\b(?<side>half past|quarter past|quarter to)\\s+${HOUR}\\b`, 'gi'),
    read: ({ hour, side = '' }) => {
      const value = number(hour?.toLowerCase());
      if (/to$/i.test(side)) return clockOf(value === 1 ? 12 : value - 1, 45, 0, undefined);
      return clockOf(value, /^half/i.test(side) ? 30 : 15, 0, undefined);
    },
  },
  { pattern: new RegExp(`\\b(?:in the |this |at )?${PART}\\b`, 'gi'), read: ({ part }) => ({ part: part?.toLowerCase() as PartOfDay }) }, // one of PART
  { pattern: /\bmidnight\b/gi, read: () => ({ clock: { hour: 24, minute: 0, second: 0, exact: true } }) },
  { pattern: /\b(?:right now|now|immediately)\b/gi, read: () => ({ shift: 0 }) },
];
