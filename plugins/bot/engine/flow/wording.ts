import type { Entity } from '../dictionary/dictionaries.ts';
import { valueOf, type Scalar } from '../session/fill.ts';
import type { Flow } from './schema.ts';
import type { FlowState } from './state.ts';

type Language = Flow['language'];

const YES_NO: Readonly<Record<Language, readonly [yes: string, no: string]>> = { en: ['yes', 'no'], zh: ['是', '否'] };

/** What is known of a slot as people say it: where there is no other way, as it is kept. */
export function spoken({ shown, slots }: Pick<FlowState, 'shown' | 'slots'>, slot: string, language: Language): Scalar | undefined {
  const value = valueOf(slots, slot);
  if (value === undefined) return undefined;
  if (Object.hasOwn(shown, slot)) return shown[slot];
  return typeof value === 'boolean' ? YES_NO[language][value ? 0 : 1] : value;
}

/** As times are found: one of another form is said as it is. */
const KEPT = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d)$/;
const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'short', day: 'numeric' };
/** What is said behind the day. */
const WITHIN: Readonly<Record<'part' | 'time', Intl.DateTimeFormatOptions>> = { part: { dayPeriod: 'long' }, time: { hour: 'numeric', minute: '2-digit' } };
const HOW: Readonly<Record<Language, { readonly locale: string; readonly between: string }>> = { en: { locale: 'en-US', between: ', ' }, zh: { locale: 'zh-CN', between: ' ' } };

/** A time as it was meant: a day alone has no hour, a part of a day has its name; with the year where it is another one. `now` in ms since the epoch. */
export function spokenTime({ grain, value }: Pick<Entity, 'grain' | 'value'>, language: Language, now: number): string {
  const [, year, month, day, hour, minute] = (KEPT.exec(value) ?? []).map(Number);
  if (year === undefined || month === undefined) return value;
  const { between, locale } = HOW[language];
  const at = Date.UTC(year, month - 1, day, hour, minute);
  const shown = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at);
  const date = shown(year === new Date(now).getUTCFullYear() ? DAY : { ...DAY, year: 'numeric' });
  return grain === 'day' ? date : `${date}${between}${shown(WITHIN[grain ?? 'time'])}`;
}
