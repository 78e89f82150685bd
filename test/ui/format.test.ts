import { describe, expect, test } from 'vitest';
import { formatAgo, formatClock, formatDay, formatList, waitHeat } from '#ui/format.ts';

const now = new Date(2026, 10, 24, 12, 0, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([[0, '0:00'], [7_900, '0:07'], [12 * MINUTE + 40_000, '12:40'], [HOUR + 2 * MINUTE + 9_000, '1:02:09'], [30 * HOUR, '30:00:00'], [-5_000, '0:00']])('a clock of %d ms reads %s', (ms, shown) => {
  expect(formatClock(ms)).toBe(shown);
});

test.each([[59_999, 'calm'], [60_000, 'warm'], [179_999, 'warm'], [180_000, 'hot']])('a wait of %d ms is %s', (ms, heat) => {
  expect(waitHeat(ms)).toBe(heat);
});

test('several are told apart as the language does', () => {
  expect(formatList(['a'], 'en')).toBe('a');
  expect(formatList(['a', 'b'], 'en')).toBe('a and b');
  expect(formatList(['a', 'b', 'c'], 'zh-CN')).toBe('a、b和c');
});

describe('days and ages follow the language', () => {
  test.each([
    ['en', 'Today', 'Yesterday', 'Sunday', 'Nov 3'],
    ['zh-CN', '今天', '昨天', '星期日', '11月3日'],
  ] as const)('%s', (locale, today, yesterday, weekday, earlier) => {
    expect(formatDay(now - HOUR, now, locale)).toBe(today);
    expect(formatDay(now - 13 * HOUR, now, locale)).toBe(yesterday);
    expect(formatDay(now - 48 * HOUR, now, locale)).toBe(weekday);
    expect(formatDay(now - 21 * 24 * HOUR, now, locale)).toBe(earlier);
    expect(formatDay(now - 400 * 24 * HOUR, now, locale)).toContain('2025');
  });

  test('what was just said is now, then minutes, then the time of day', () => {
    expect(formatAgo(now - 59_000, now, 'en', 'now')).toBe('now');
    expect(formatAgo(now - 4 * MINUTE, now, 'en', 'now')).toBe('4m ago');
    expect(formatAgo(now - 4 * MINUTE, now, 'zh-CN', '刚刚')).toBe('4分钟前');
    expect(formatAgo(now - 3 * HOUR, now, 'en', 'now')).toBe('09:00');
  });
});
