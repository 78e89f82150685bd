import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shortcutsOf } from '../../clients/console/features/commands/shortcuts.ts';
import { en } from '../../clients/console/i18n/en.ts';
import { zhCN } from '../../clients/console/i18n/zh-CN.ts';

/** The keys that commands name, out of their sources: hooks list them, and only inside of the console. */
const keysOfCommands = ['use-commands.ts', 'use-chat-commands.ts'].flatMap((file) =>
  [...readFileSync(new URL(`../../clients/console/features/commands/${file}`, import.meta.url), 'utf8').matchAll(/keys: '([^']+)'/gu)].map(([, keys]) => keys));

describe.each([['en', en], ['zh-CN', zhCN]])('the sheet of shortcuts in %s', (_, texts) => {
  const rows = shortcutsOf(texts).flatMap(([, of]) => of);

  test('tells the keys of every command', () => {
    expect(keysOfCommands).toContain('g c');
    expect(rows.flatMap(({ keys }) => keys)).toEqual(expect.arrayContaining(keysOfCommands));
  });

  test('tells each thing and each key once', () => {
    for (const told of [rows.map(({ label }) => label), rows.flatMap(({ keys }) => keys)]) expect(told).toEqual([...new Set(told)]);
  });
});
