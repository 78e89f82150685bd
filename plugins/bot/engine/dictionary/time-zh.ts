import { plusDays, plusMonths } from './calendar.ts';
import { hanNumber } from './number.ts';
import { inWeek, nextDate, nextDayOfMonth, nextWeekday, shifted } from './time-rules.ts';
import type { PartOfDay, Rule, Unit } from './time-rules.ts';

const N = String.raw`(?:(?<!\d)\d{1,4}|[〇零一二两三四五六七八九十]{1,4})`;
const PARTS: ReadonlyMap<string, PartOfDay> = new Map<string, PartOfDay>([
  ['凌晨', 'dawn'], ['早上', 'morning'], ['早晨', 'morning'], ['清晨', 'morning'], ['上午', 'morning'], ['早', 'morning'], ['中午', 'noon'], ['下午', 'afternoon'], ['午后', 'afternoon'],
  ['傍晚', 'evening'], ['晚上', 'evening'], ['夜里', 'night'], ['半夜', 'night'], ['深夜', 'night'], ['晚', 'evening'],
]);
const PART = `(?<part>${[...PARTS.keys()].filter((part) => part.length > 1).join('|')})`;
const DAYS: ReadonlyMap<string, number> = new Map([['大前', -3], ['前', -2], ['昨', -1], ['今', 0], ['明', 1], ['后', 2], ['大后', 3]]);
const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([['秒', 'second'], ['秒钟', 'second'], ['分钟', 'minute'], ['小时', 'hour'], ['钟头', 'hour'], ['天', 'day'], ['日', 'day'], ['周', 'week'], ['星期', 'week'], ['礼拜', 'week'], ['月', 'month'], ['年', 'year']]);
const UNIT = '(?<unit>秒钟?|分钟|小时|钟头|天|日|周|星期|礼拜|月|年)';
/** Of 上, 下, 这 before a week, a month or a year; twice is twice as far. */
const away = (word = ''): number => (word.match(/下/g)?.length ?? 0) - (word.match(/上/g)?.length ?? 0);
const WEEKDAYS = '一二三四五六日天';

const number = (text: string | undefined): number => (text === undefined ? Number.NaN : /^\d+$/.test(text) ? Number(text) : (hanNumber(text) ?? Number.NaN));
const part = (text: string | undefined): { part?: PartOfDay } => {
  const found = PARTS.get(text ?? '');
  return found === undefined ? {} : { part: found };
};

export const CHINESE: readonly Rule[] = [
  {
    pattern: /(?<day>大前|前|昨|今|明|大后|后)(?:(?:天|日)|(?<part>早|晚)上?)/g,
    read: ({ day, part: of }, today) => ({ day: plusDays(today, DAYS.get(day ?? '') ?? 0), ...part(of) }),
  },
  {
    pattern: new RegExp(`(?<away>上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)(?<weekday>[${WEEKDAYS}1-7])(?![\\d.]|个|天)`, 'g'),
    read: ({ away: word, weekday = '' }, today) => {
      const day = /\d/.test(weekday) ? Number(weekday) : Math.min(WEEKDAYS.indexOf(weekday) + 1, 7);
      return { day: word === undefined ? nextWeekday(today, day) : inWeek(today, day, away(word)) };
    },
  },
  { pattern: /(?<away>上|下|这|本)?个?周末/g, read: ({ away: word }, today) => ({ day: word === undefined ? nextWeekday(today, 6) : inWeek(today, 6, away(word)) }) },
  {
    pattern: new RegExp(`(?<amount>${N}(?:\\.\\d)?|半)?(?:个)?(?<half>半)?${UNIT}(?<half2>半)?(?:之|以)?(?<where>后|前|内)`, 'g'),
    read: ({ amount, half, half2, unit = '', where }, today) => {
      if (amount === undefined && half === undefined) return undefined;
      const value = (amount === undefined ? 0 : amount === '半' ? 0.5 : amount.includes('.') ? Number(amount) : number(amount)) + (half === undefined ? 0 : 0.5) + (half2 === undefined ? 0 : 0.5);
      return shifted(where === '前' ? -value : value, UNITS.get(unit) ?? 'day', today);
    },
  },
  {
    pattern: new RegExp(`(?:(?<year>\\d{4}|[〇零一二三四五六七八九]{4}|今|明|后|去)年)?(?<month>${N})月(?<day>${N})[日号]?`, 'g'),
    read: ({ day, month, year }, today) => {
      const date = { month: number(month), day: number(day) };
      if (year === undefined) return { day: nextDate(today, date.month, date.day) };
      const relative = ['去', '今', '明', '后'].indexOf(year);
      return { day: { year: relative < 0 ? number(year) : today.year + relative - 1, ...date } };
    },
  },
  {
    pattern: new RegExp(`(?:(?<away>上上|下下|上|下|这|本)个?月)(?<day>${N})[日号]`, 'g'),
    read: ({ away: word, day }, today) => ({ day: { ...plusMonths({ ...today, day: 1 }, away(word)), day: number(day) } }),
  },
  { pattern: new RegExp(`(?<![\\d第月])(?<day>\\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号](?![楼线店码房桌门院])`, 'g'), read: ({ day }, today) => ({ day: nextDayOfMonth(today, number(day)) }) },
  { pattern: new RegExp(`(?<away>下下|上上|下|上)个?(?<unit>周|星期|礼拜|月)(?![${WEEKDAYS}\\d末])`, 'g'), read: ({ away: word, unit = '' }, today) => shifted(away(word), UNITS.get(unit) ?? 'week', today) },
  {
    pattern: new RegExp(`(?:${PART}|(?<![昨今明前后])(?<early>早|晚))?(?<![有快慢好大小多少差贵])(?!一点[都也儿不没])(?<hour>${N})(?:点钟?|时)(?:(?<half>半)|(?<quarter>[一三])刻|整|(?<minute>${N})分?)?(?:(?<second>${N})秒)?(?![点间候\\d]|建议|意见|要求|问题|原因|理由|疑问|看法|想法)`, 'g'),
    read: ({ early, half, hour, minute, part: of, quarter, second }) => {
      const minutes = half !== undefined ? 30 : quarter !== undefined ? number(quarter) * 15 : minute === undefined ? 0 : number(minute);
      return { clock: { hour: number(hour), minute: minutes, second: second === undefined ? 0 : number(second), exact: hour?.startsWith('0') ?? false }, ...part(of ?? early) };
    },
  },
  {
    pattern: new RegExp(`${PART}?(?<![\\d.:])(?<hour>\\d{1,2})[:：](?<minute>\\d{2})(?:[:：](?<second>\\d{2}))?(?![\\d:]| ?[ap]\\.?m)`, 'gi'),
    read: ({ hour, minute, part: of, second = '0' }) => ({ clock: { hour: Number(hour), minute: Number(minute), second: Number(second), exact: true }, ...part(of) }),
  },
  { pattern: new RegExp(PART, 'g'), read: ({ part: of }) => part(of) },
  { pattern: /现在|立刻|马上|此刻/g, read: () => ({ shift: 0 }) },
];
