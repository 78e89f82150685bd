import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areHours, openingAt, spansOf, usualHours, withSpan, withWorkdays } from '../../clients/console/features/bots/hours.ts';
import { isClosed, type Hours } from '../../plugins/bot/hours.ts';

const MINUTE = 60_000;
const SHORT = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const wallIn = (timeZone: string, at: number): string => new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at).replace(',', '');

const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59)).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours: fc.Arbitrary<Hours> = fc.record({
  // Without summer time: a clock that is set on or back has another next time.
  timeZone: fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kolkata', 'Pacific/Kiritimati'),
  open: fc.array(fc.record({ day: fc.integer({ min: 1, max: 7 }), from: time, to: time }), { maxLength: 6 }),
});
const moment = fc.integer({ min: Date.UTC(2024, 0, 1) / MINUTE, max: Date.UTC(2030, 0, 1) / MINUTE }).map((minute) => minute * MINUTE);

test('what the form says about now is what the bot goes by, and changes when it says', () => {
  fc.assert(fc.property(hours, moment, (given, now) => {
    const { closed, until } = openingAt(given, now);
    expect(closed).toBe(isClosed(given, now));
    if (until === null) return;
    let then = now + MINUTE;
    while (isClosed(given, then) === closed) then += MINUTE;
    expect(wallIn(given.timeZone, then)).toBe(`${SHORT[until.day - 1]} ${until.time}`);
  }), { numRuns: 20 });
});

test('hours that never end have no next change', () => {
  const always = { timeZone: 'UTC', open: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '00:00' })) };
  expect(openingAt(always, 0)).toEqual({ closed: false, until: null });
  expect(openingAt({ timeZone: 'UTC', open: [] }, 0)).toEqual({ closed: false, until: null });
});

test('a day is copied to the working week, and gets another span after its last one', () => {
  const week = usualHours('UTC');
  const more = withSpan(week, 1);
  expect(spansOf(more, 1)).toEqual([{ day: 1, from: '09:00', to: '18:00' }, { day: 1, from: '19:00', to: '23:00' }]);
  expect(spansOf(withWorkdays(more, 1), 5)).toHaveLength(2);
  expect(spansOf(withWorkdays(more, 1), 6)).toEqual([]);
  expect(areHours(more)).toBe(true);
  expect(areHours({ ...week, open: [{ day: 1, from: '', to: '18:00' }] })).toBe(false);
});
