import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilAt, momentOf } from '../../plugins/bot/engine/dictionary/calendar.ts';
import { extractTime } from '../../plugins/bot/engine/dictionary/time.ts';
import { computingMs } from '../support/stopwatch.ts';

const SHANGHAI = 'Asia/Shanghai';
/** A Wednesday, ten in the morning in Shanghai. */
const NOW = Date.parse('2026-03-11T10:00:00+08:00');
const times = (text: string): readonly string[] => extractTime(text, NOW, SHANGHAI).map((mention) => mention.text);

describe('times', () => {
  it.each([
    ['明天下午三点', '2026/03/12 15:00'], ['下周二', '2026/03/17 00:00'], ['3天后', '2026/03/14 00:00'], ['本月15号', '2026/03/15 00:00'], ['后天早上九点半', '2026/03/13 09:30'],
    ['大后天', '2026/03/14 00:00'], ['昨晚8点', '2026/03/10 20:00'], ['今晚', '2026/03/11 19:00'], ['这周五', '2026/03/13 00:00'], ['上周日', '2026/03/08 00:00'], ['星期天', '2026/03/15 00:00'],
    ['两个小时后', '2026/03/11 12:00'], ['半小时后', '2026/03/11 10:30'], ['一个半小时之后', '2026/03/11 11:30'], ['十分钟前', '2026/03/11 09:50'], ['三个月后', '2026/06/11 00:00'],
    ['2026年5月1日上午10点15分', '2026/05/01 10:15'], ['5月1号', '2026/05/01 00:00'], ['1月5日', '2027/01/05 00:00'], ['明年1月5日', '2027/01/05 00:00'], ['二〇二六年十月一日', '2026/10/01 00:00'],
    ['下个月3号晚上八点', '2026/04/03 20:00'], ['15号下午两点一刻', '2026/03/15 14:15'], ['5号', '2026/04/05 00:00'], ['明天三点', '2026/03/12 15:00'], ['明天03点', '2026/03/12 03:00'], ['凌晨2点', '2026/03/12 02:00'],
    ['晚上12点', '2026/03/12 00:00'], ['中午12点半', '2026/03/11 12:30'], ['中午一点', '2026/03/11 13:00'], ['18:30', '2026/03/11 18:30'], ['下周', '2026/03/18 00:00'], ['周末', '2026/03/14 00:00'], ['现在', '2026/03/11 10:00'],
    ['2026-03-01', '2026/03/01 00:00'], ['2026-03-01 08:30', '2026/03/01 08:30'], ['2026-03-01T08:30:00', '2026/03/01 08:30'], ['2026/4/2', '2026/04/02 00:00'],
    ['tomorrow 3pm', '2026/03/12 15:00'], ['tomorrow at 3', '2026/03/12 15:00'], ['3pm tomorrow', '2026/03/12 15:00'], ['next Tuesday', '2026/03/17 00:00'], ['in 2 hours', '2026/03/11 12:00'],
    ['on Friday at 9:15 am', '2026/03/13 09:15'], ['March 15th, 2026', '2026/03/15 00:00'], ['the 2nd of April', '2026/04/02 00:00'], ['two weeks ago', '2026/02/25 00:00'], ['half past seven tomorrow evening', '2026/03/12 19:30'],
    ['tomorrow morning', '2026/03/12 09:00'], ['tonight', '2026/03/11 19:00'], ['the day after tomorrow', '2026/03/13 00:00'], ['noon', '2026/03/11 12:00'], ['12 am tomorrow', '2026/03/12 00:00'], ['12/25/2026', '2026/12/25 00:00'], ['25/12/2026', '2026/12/25 00:00'],
    ['half an hour from now', '2026/03/11 10:30'], ['quarter to five', '2026/03/11 16:45'], ['midnight', '2026/03/12 00:00'],
  ])('%s', (text, expected) => {
    expect(times(text)).toEqual([expected]);
  });

  it.each(['2月30日', '明天25点', '2026-02-30', 'February 30', '13/13/2026', '25:00', '13pm', '四月三十一号', '5月1日 25:61', '9999999天后'])('%s cannot be, and is none', (text) => {
    expect(times(text)).toEqual([]);
  });

  it.each(['三点建议', '一点都不贵', '我住3号楼', '100 people sat in the sun', 'may I ask', 'order 12345', '第3号', '版本 1.2.3'])('%s has none', (text) => {
    expect(times(text)).toEqual([]);
  });

  it('stand where they are said to, in any number', () => {
    const text = '从明天上午九点到后天 18:00 都行, or next Monday.';
    expect(extractTime(text, NOW, SHANGHAI).map(({ from, to }) => text.slice(from, to))).toEqual(['明天上午九点', '后天 18:00', 'next Monday']);
  });

  it('are those of the zone, also where its clocks change', () => {
    const berlin = (text: string, now: string): string => new Date(extractTime(text, Date.parse(now), 'Europe/Berlin')[0]?.at ?? 0).toISOString();
    expect(berlin('tomorrow 9 am', '2026-03-28T10:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
    expect(berlin('tomorrow 2:30 am', '2026-03-28T10:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(berlin('today', '2026-03-28T23:30:00Z')).toBe('2026-03-28T23:00:00.000Z');
  });

  it('are written as is asked; an unknown zone is UTC', () => {
    expect(extractTime('明天下午三点', NOW, SHANGHAI, 'DD.MM.YYYY, HH:mm:ss')[0]?.text).toBe('12.03.2026, 15:00:00');
    expect(extractTime('today', NOW, 'Nowhere/Else')[0]?.at).toBe(Date.parse('2026-03-11T00:00:00Z'));
  });

  it('come back as they went, at any moment of any year', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', SHANGHAI);
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), zone, (seconds, timeZone) => {
      const shown = civilAt(seconds * 1_000, timeZone);
      expect(civilAt(momentOf(shown, timeZone), timeZone)).toEqual(shown);
    }));
  });

  it('never throw and never take long, whatever is written', async () => {
    const word = fc.constantFrom('明天', '下下', '周', '三', '点', '半', '月', '12', ':', '30', '号', '后', ' ', 'next ', 'tuesday', 'in ', 'two', ' weeks', ' ago', 'pm', '/', '-', '2026', 'at ', 'half ');
    fc.assert(fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      expect(extractTime(words.join(''), NOW, SHANGHAI).every(({ at }) => Number.isFinite(at))).toBe(true);
    }));
    const took = await computingMs(() => {
      extractTime('一二三四五六七八九十'.repeat(200), NOW, SHANGHAI);
      extractTime('1 '.repeat(1_000), NOW, SHANGHAI);
    });
    expect(took).toBeLessThan(500);
  });
});
