import { expect, it, onTestFinished, vi } from 'vitest';
import { hours, isClosed } from '../../plugins/bot/hours.ts';

const week = { timeZone: 'Asia/Shanghai', open: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })) };
const night = { timeZone: 'Europe/Berlin', open: [{ day: 7, from: '22:00', to: '02:00' }] };
const at = (text: string): number => Date.parse(text);

it.each([
  ['a Monday morning in Shanghai', week, '2026-11-30T01:00:00Z', false],
  ['a minute before', week, '2026-11-30T00:59:00Z', true],
  ['the minute in which it ends', week, '2026-11-30T10:00:00Z', true],
  ['a Saturday', week, '2026-12-05T04:00:00Z', true],
  ['Sunday night in Berlin', night, '2026-11-29T22:00:00Z', false],
  ['Monday at half past one', night, '2026-11-30T00:30:00Z', false],
  ['Monday at two', night, '2026-11-30T01:00:00Z', true],
  ['no hours at all', { timeZone: 'UTC', open: [] }, '2026-11-30T01:00:00Z', false],
])('%s', (_title, given, now, closed) => {
  expect(isClosed(given, at(now))).toBe(closed);
});

it('keeps one clock a time zone, however it is spelt', () => {
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  onTestFinished(() => made.mockRestore());
  for (const timeZone of ['Asia/Tokyo', 'asia/tokyo', 'ASIA/Tokyo']) expect(isClosed({ ...week, timeZone }, at('2026-11-30T01:00:00Z'))).toBe(false);
  expect(made).toHaveBeenCalledTimes(1);
});

it.each([[{ timeZone: 'Nowhere/Land', open: [] }], [{ timeZone: 'UTC', open: [{ day: 8, from: '09:00', to: '10:00' }] }], [{ timeZone: 'UTC', open: [{ day: 1, from: '9', to: '25:00' }] }]])('refuses %j', (given) => {
  expect(hours.safeParse(given).success).toBe(false);
});
