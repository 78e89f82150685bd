import { describe, expect, test } from 'vitest';
import { pluralsOf } from '#ui/catalogue.ts';
import { errorTexts as en } from '#ui/errors/staff/en.ts';
import { errorTexts as zhCN } from '#ui/errors/staff/zh-CN.ts';
import { detectLocale } from '#ui/locale.ts';
import { en as consoleEn } from '../../clients/console/i18n/en.ts';
import { zhCN as consoleZhCN } from '../../clients/console/i18n/zh-CN.ts';
import { zhCN as bots } from '../../clients/console/features/bots/texts/zh-CN.ts';
import { zhCN as designer } from '../../clients/console/features/bots/designer/texts/zh-CN.ts';
import { zhCN as outside } from '../../clients/console/features/bots/outside/texts/zh-CN.ts';
import { zhCN as record } from '../../clients/console/features/bots/record/texts/zh-CN.ts';
import { zhCN as versions } from '../../clients/console/features/bots/versions/texts/zh-CN.ts';
import { zhCN as broadcasts } from '../../clients/console/features/broadcasts/texts/zh-CN.ts';
import { zhCN as contacts } from '../../clients/console/features/contacts/texts/zh-CN.ts';
import { words as demo } from '../../clients/demo/words/zh-CN.ts';
import { words as widget } from '../../clients/widget/frame/words/zh-CN.ts';
import { words as loader } from '../../clients/widget/loader/words/zh-CN.ts';

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
    if (typeof text === 'function') return [[at, String((text as (...values: unknown[]) => unknown)('{a}', '{b}', '{c}'))] as const];
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

describe('a name that stands in a Chinese sentence', () => {
  /** What stands here begins or ends in Chinese: days of the week, spans of time, counts with their noun. */
  const chinese: ReadonlySet<string> = new Set(['hours.from', 'hours.to', 'hours.add', 'hours.remove', 'hours.copy', 'hours.till', 'background.every', 'mergeMoves']);

  test.each(Object.entries({ console: consoleZhCN, errors: zhCN, bots, designer, outside, record, versions, broadcasts, contacts, demo, widget, loader }))('keeps a space: %s', (_, catalogue) => {
    const close = textsOf(catalogue).filter(([path, text]) => !chinese.has(path) && /\p{Script=Han}\{[abc]\}|\{[abc]\}\p{Script=Han}/u.test(text));
    expect(close).toEqual([]);
  });
});
