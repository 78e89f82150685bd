import { describe, expect, test } from 'vitest';
import { dueWords, durationWords, outcomeOf, payloadText, scheduleWords } from '../../clients/console/features/settings/plugin-schedule.ts';
import { en } from '../../clients/console/i18n/en.ts';
import { zhCN } from '../../clients/console/i18n/zh-CN.ts';

describe('what a plugin does by itself, in words', () => {
  test.each([
    [900, 'Every 15 minutes', '每15分钟'], [5_400, 'Every 90 minutes', '每90分钟'], [30, 'Every 30 seconds', '每30秒'], [3_600, 'Every hour', '每小时'], [172_800, 'Every 2 days', '每2天'],
  ])('a job each %i s', (seconds, english, chinese) => {
    expect(scheduleWords({ seconds }, 'en', en.background)).toBe(english);
    expect(scheduleWords({ seconds }, 'zh-CN', zhCN.background)).toBe(chinese);
  });

  test('a cron expression as it is, with its time zone', () => {
    const schedule = { cron: '0 9 * * 1-5', timeZone: 'Asia/Shanghai' };
    expect(scheduleWords(schedule, 'en', en.background)).toBe('At 09:00, Monday through Friday (Asia/Shanghai)');
    expect(scheduleWords(schedule, 'zh-CN', zhCN.background)).toBe('在09:00, 星期一至星期五（时区 Asia/Shanghai）');
  });

  test.each([
    [400, 'in 1 second', '1秒后'], [59_000, 'in 59 seconds', '59秒后'], [60_000, 'in 1 minute', '1分钟后'], [3_580_000, 'in 1 hour', '1小时后'], [108_000_000, 'in 30 hours', '30小时后'], [259_200_000, 'in 3 days', '3天后'],
  ])('due in %i ms', (ms, english, chinese) => {
    expect(dueWords(1_000 + ms, 1_000, 'en')).toBe(english);
    expect(dueWords(1_000 + ms, 1_000, 'zh-CN')).toBe(chinese);
  });

  test('due', () => expect(dueWords(1_000, 1_000, 'en')).toBeNull());

  test.each([
    [-5, '0ms', '0毫秒'], [240, '240ms', '240毫秒'], [999.6, '1s', '1秒'], [1_240, '1.2s', '1.2秒'], [9_960, '10s', '10秒'], [59_600, '1m', '1分钟'], [192_000, '3m 12s', '3分钟12秒'], [3_600_000, '1h', '1小时'], [3_905_000, '1h 5m', '1小时5分钟'],
  ])('%i ms long', (ms, english, chinese) => {
    expect(durationWords(ms, 'en')).toBe(english);
    expect(durationWords(ms, 'zh-CN')).toBe(chinese);
  });

  test('what became of a run', () => {
    const run = { startedAt: 1, endedAt: 2, node: 'a', error: null };
    expect(outcomeOf(run, true)).toBe('done');
    expect(outcomeOf({ ...run, error: 'no' }, false)).toBe('failed');
    expect(outcomeOf({ ...run, endedAt: null }, true)).toBe('running');
    expect(outcomeOf({ ...run, endedAt: null }, false)).toBe('interrupted');
  });

  test('a payload is indented, one that was cut stays as it is', () => {
    expect(payloadText('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(payloadText('{"a":"b')).toBe('{"a":"b…');
  });
});
