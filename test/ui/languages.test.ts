import { describe, expect, test } from 'vitest';
import { pluralsOf } from '#ui/catalogue.ts';
import { errorTexts as en } from '#ui/errors/staff/en.ts';
import { errorTexts as zhCN } from '#ui/errors/staff/zh-CN.ts';
import { detectLocale } from '#ui/locale.ts';
import { en as consoleEn } from '../../clients/console/i18n/en.ts';
import { zhCN as consoleZhCN } from '../../clients/console/i18n/zh-CN.ts';

test.each([
  [['zh-TW', 'en'], 'zh-CN'], [['zh'], 'zh-CN'], [['fr-FR', 'en-GB'], 'en'], [['de'], 'en'], [[], 'en'], [['EN-us'], 'en'],
])('of %j one reads %s', (preferred, locale) => {
  expect(detectLocale(preferred)).toBe(locale);
});

test('plural forms and digits come from the language', () => {
  const plural = pluralsOf('en');
  expect([0, 1, 1200].map((count) => plural(count, { one: '# chat', other: '# chats' }))).toEqual(['0 chats', '1 chat', '1,200 chats']);
});

/** Every text of a catalogue with its path; functions are asked with something recognisable. */
function textsOf(catalogue: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(catalogue).flatMap(([key, text]: [string, unknown]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof text === 'string') return [[at, text] as const];
    if (typeof text === 'function') return [[at, String((text as (...values: unknown[]) => unknown)('{a}', '{b}'))] as const];
    return textsOf(text as object, at);
  });
}

describe.each([['errors', en, zhCN], ['console', consoleEn, consoleZhCN]])('%s', (_, english, chinese) => {
  /** The same in both, because they name a language in its own words. */
  const own = new Set(['commands.english', 'commands.chinese']);

  test('both languages have the same texts, and Chinese ones are Chinese', () => {
    const [left, right] = [textsOf(english), textsOf(chinese)];
    expect(right.map(([path]) => path).sort()).toEqual(left.map(([path]) => path).sort());
    expect(right.filter(([path, text]) => !own.has(path) && !/\p{Script=Han}/u.test(text) && !/^\{a\}：(?:\{b\})?$/u.test(text))).toEqual([]);
    expect(left.filter(([path, text]) => !own.has(path) && /\p{Script=Han}/u.test(text))).toEqual([]);
  });

  test('no text is empty', () => {
    expect([...textsOf(english), ...textsOf(chinese)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
