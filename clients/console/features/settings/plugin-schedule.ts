import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN.js';
import { inARow } from '#ui/format.ts';
import type { Locale } from '#ui/locale.ts';
import type { PluginJob, PluginRun } from '#wire/api.ts';
import type { Texts } from '../../i18n/en.ts';

type Unit = 'day' | 'hour' | 'minute' | 'second';
const UNITS: readonly (readonly [Unit, seconds: number])[] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

const relative: Partial<Record<Locale, Intl.RelativeTimeFormat>> = {};
const spans = new Map<string, Intl.NumberFormat>();

function span(value: number, unit: Unit | 'millisecond', unitDisplay: 'long' | 'short' | 'narrow', locale: Locale): string {
  const key = `${locale} ${unit} ${unitDisplay}`;
  const known = spans.get(key) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
  spans.set(key, known);
  return known.format(value);
}

/** When a job runs: `Every 15 minutes`, in the largest unit that counts it exactly; of a cron expression what it says. */
export function scheduleWords(schedule: PluginJob['schedule'], locale: Locale, words: Texts['background']): string {
  if ('cron' in schedule) return words.cron(cronWords(schedule.cron, locale), schedule.timeZone);
  const [unit, size] = UNITS.find(([, seconds]) => schedule.seconds % seconds === 0) ?? ['second', 1];
  const count = schedule.seconds / size;
  // Chinese has a long 秒钟 for a moment, and counts in 秒.
  return count === 1 ? words.everyOne[unit] : words.every(span(count, unit, locale === 'en' ? 'long' : 'short', locale));
}

/** `At 03:00`; the expression itself where it says what there are no words for. */
function cronWords(expression: string, locale: Locale): string {
  try {
    return cronstrue.toString(expression, { locale: locale === 'en' ? 'en' : 'zh_CN', use24HourTimeFormat: true });
  } catch {
    return expression;
  }
}

/** How long until then: `in 4 minutes`; null when it is due. Hours up to two days: `in 1 day` would be too rough to plan with. */
export function dueWords(dueAt: number, now: number, locale: Locale): string | null {
  const seconds = Math.ceil((dueAt - now) / 1_000);
  if (seconds <= 0) return null;
  const [minutes, hours] = [Math.round(seconds / 60), Math.round(seconds / 3_600)];
  const [count, unit]: readonly [number, Unit] = seconds < 60 ? [seconds, 'second'] : minutes < 60 ? [minutes, 'minute'] : hours < 48 ? [hours, 'hour'] : [Math.round(hours / 24), 'day'];
  return (relative[locale] ??= new Intl.RelativeTimeFormat(locale, { style: locale === 'en' ? 'long' : 'short' })).format(count, unit);
}

/** How long something took: `240ms`, `1.2s`, `3m 12s`, `1h 5m`. */
export function durationWords(ms: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1_000) return span(whole, 'millisecond', locale === 'en' ? 'narrow' : 'short', locale);
  if (whole < 9_950) return span(whole / 1_000, 'second', 'narrow', locale);
  const seconds = Math.round(whole / 1_000);
  const at = UNITS.findIndex(([, size]) => seconds >= size);
  const parts = UNITS.slice(at, at + 2).map(([unit, size], index) => [Math.floor(index === 0 ? seconds / size : (seconds % (UNITS[at]?.[1] ?? 1)) / size), unit] as const);
  return inARow(parts.filter(([count], index) => index === 0 || count > 0).map(([count, unit]) => span(count, unit, 'narrow', locale)), locale);
}

export type Outcome = 'done' | 'failed' | 'running' | 'interrupted';

/** What became of a run. Only the newest can still run: another one without an end was cut off. */
export function outcomeOf({ endedAt, error }: PluginRun, runs: boolean): Outcome {
  if (endedAt === null) return runs ? 'running' : 'interrupted';
  return error === null ? 'done' : 'failed';
}

/** A payload to be read: indented where it is whole, as it is where it was cut. */
export function payloadText(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return `${payload}…`;
  }
}
