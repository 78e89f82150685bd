import { beforeEach, expect, it } from 'vitest';
import { Attendance } from '#rooms/desk/attendance.ts';

let attendance: Attendance;
beforeEach(() => {
  attendance = new Attendance();
});

it('is online with the first console, where nobody knows better, and offline without one', () => {
  expect([attendance.shown, attendance.available]).toEqual(['offline', false]);
  attendance.come(null);
  expect([attendance.shown, attendance.available]).toEqual(['online', true]);
  attendance.go();
  expect([attendance.own, attendance.shown, attendance.available]).toEqual(['online', 'offline', false]);
});

it('is what the console knew when the desk came up anew', () => {
  attendance.come('away');
  expect([attendance.shown, attendance.available]).toEqual(['away', false]);
});

it('is what was said last, whatever a console remembers that comes back later', () => {
  attendance.come(null);
  attendance.say('away');
  attendance.go();
  attendance.come('online');
  expect(attendance.shown).toBe('away');
});
