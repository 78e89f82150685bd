import type { Locale } from './locale.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One formatter a locale and shape: making one costs more than a hundred uses. */
function cached<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const fresh = make(locale);
    made.set(locale, fresh);
    return fresh;
  };
}

const time = cached((locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
const weekday = cached((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long' }));
const date = cached((locale) => new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }));
const dateWithYear = cached((locale) => new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' }));
const full = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }));
const relativeDay = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const narrow = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: locale === 'en' ? 'narrow' : 'short' }));
const list = cached((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const number = cached((locale) => new Intl.NumberFormat(locale));

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const daysBetween = (at: number, now: number): number => Math.round((startOfDay(now) - startOfDay(at)) / DAY);
const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** `4 kB`, `1.2 MB`. */
export function formatBytes(bytes: number, locale: Locale): string {
  const large = bytes >= 999_500;
  const amount = large ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1_000));
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(amount)} ${large ? 'MB' : 'kB'}`;
}

/** How large a picture is drawn within a box, px: its place is there before it is. */
export function fitInto(max: { readonly width: number; readonly height: number }, { height, width }: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, max.width / width, max.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Words or sentences in a row: Chinese puts nothing between them. */
export const inARow = (texts: readonly string[], locale: Locale): string => texts.join(locale === 'en' ? ' ' : '');

/** `one, two and three` */
export const formatList = (texts: readonly string[], locale: Locale): string => list(locale).format(texts);

export const formatNumber = (value: number, locale: Locale): string => number(locale).format(value);

/** `09:41` */
export const formatTime = (at: number, locale: Locale): string => time(locale).format(at);

/** Date and time in full, for titles and the context pane. */
export const formatFull = (at: number, locale: Locale): string => full(locale).format(at);

/** The heading over a day's messages: Today, Yesterday, Tuesday, 3 May, 3 May 2024. */
export function formatDay(at: number, now: number, locale: Locale): string {
  const days = daysBetween(at, now);
  if (days >= 0 && days < 2) return capitalised(relativeDay(locale).format(-days, 'day'));
  if (days >= 0 && days < 7) return weekday(locale).format(at);
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? date : dateWithYear)(locale).format(at);
}

/** How long ago, short enough for a card: `now`, `4m ago`, the time of today, then the day. `justNow` is the catalogue's word. */
export function formatAgo(at: number, now: number, locale: Locale, justNow: string): string {
  const passed = now - at;
  if (passed < MINUTE) return justNow;
  if (passed < HOUR) return narrow(locale).format(-Math.floor(passed / MINUTE), 'minute');
  return daysBetween(at, now) === 0 ? formatTime(at, locale) : formatDay(at, now, locale);
}

/** A running clock: `0:07`, `12:40`, `1:02:09`; whole days are counted in hours. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export type WaitHeat = 'calm' | 'warm' | 'hot';

/** A wait is grey for a minute, amber until three, then red: about when visitors begin to leave. */
export const waitHeat = (ms: number): WaitHeat => (ms < MINUTE ? 'calm' : ms < 3 * MINUTE ? 'warm' : 'hot');
