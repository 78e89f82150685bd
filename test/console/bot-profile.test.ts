import { expect, test } from 'vitest';
import type { Bot } from '../../clients/console/features/bots/bot.ts';
import { flawsOf, isSame, tidied, withThresholds } from '../../clients/console/features/bots/profile.ts';

const bot: Bot = { id: 'b', name: 'Penny', department: 'd', first: false, closed: false, hours: { timeZone: 'UTC', open: [] }, queued: true, assists: true, language: 'en', welcome: '', fallback: '', handover: '', handoverTo: '', humanWords: [], best: 0.8, suggest: 0.6, misses: 2, unhelpful: 'miss', offered: 3, outside: { model: false, strict: true, engine: '', instead: false, assists: true } };

test('what the plugin would not take is told at its field', () => {
  expect(flawsOf(bot)).toEqual({});
  expect(flawsOf({ ...bot, name: '  ', humanWords: ['x'.repeat(41)], misses: 0 })).toEqual({ name: 'needed', humanWords: 'too-long', misses: 'number' });
});

test('it asks from no higher a similarity than it answers from', () => {
  expect(withThresholds(0.6, 0.8)).toEqual({ suggest: 0.6, best: 0.8 });
  expect(withThresholds(0.2, 0.25)).toEqual({ suggest: 0.2, best: 0.3 });
  expect(withThresholds(0.9, 0.7)).toEqual({ suggest: 0.7, best: 0.7 });
  expect(withThresholds(0.1 + 0.2, 0.7)).toEqual({ suggest: 0.3, best: 0.7 });
});

test('a change is one of contents, and what is saved is tidy', () => {
  expect(isSame({ ...bot, humanWords: [] }, bot)).toBe(true);
  expect(isSame({ ...bot, humanWords: ['boss'] }, bot)).toBe(false);
  expect(tidied({ ...bot, name: ' Penny ', welcome: ' Hi ', humanWords: ['boss', ' boss', ''] })).toEqual({ ...bot, welcome: 'Hi', humanWords: ['boss'] });
});
