import { describe, expect, test } from 'vitest';
import { configOf, flawOf, lacksAccounts, valuesOf } from '../../clients/console/features/settings/plugin-values.ts';
import { en } from '../../clients/console/i18n/en.ts';
import type { Plugin, PluginField } from '#wire/api.ts';

const title = { en: 'T', 'zh-CN': '题' };
const field = (name: string, kind: PluginField['kind'], more: Partial<PluginField> = {}): PluginField => ({ name, kind, title, hint: null, required: false, fields: [], options: [], min: null, max: null, ...more });
const fields = [field('name', 'text', { required: true, max: 5 }), field('many', 'number', { min: 1, max: 9 }), field('on', 'switch'), field('words', 'list', { max: 2 }), field('key', 'secret', { required: true })];
const plugin = { fields, config: { name: 'Ann', many: 3, on: true, words: ['a'] } } as unknown as Plugin;

test.each([
  [{}, true], [{ config: { accounts: [{ id: 'shop' }] } }, false], [{ state: 'available' }, false], [{ permissions: [{ name: 'work.background' }] }, false], [{ fields: [field('name', 'text')] }, false],
])('a plugin %j is a channel without an account: %s', (more, lacks) => {
  expect(lacksAccounts({ state: 'active', config: {}, fields: [field('accounts', 'records')], permissions: [{ name: 'channels.run' }], ...more } as unknown as Plugin)).toBe(lacks);
});

describe('the settings form of a plugin', () => {
  test('begins with what is saved, and sends it back', () => {
    expect(valuesOf(plugin)).toEqual({ name: 'Ann', many: 3, on: true, words: ['a'], key: '' });
    expect(configOf(plugin, valuesOf(plugin))).toEqual({ name: 'Ann', many: 3, on: true, words: ['a'] });
  });

  test('sends a secret only where one was written', () => {
    expect(configOf(plugin, { ...valuesOf(plugin), key: 'hush' })).toHaveProperty('key', 'hush');
  });

  test.each([
    ['name', '', 'needed'], ['name', 'Annabel', 'range'], ['many', 0, 'range'], ['many', 'x', 'notNumber'], ['words', ['a', 'b', 'c'], 'range'], ['key', '', 'needed'],
  ] as const)('%s as %j is wrong', (name, value, why) => {
    const flaw = flawOf(fields.find((each) => each.name === name)!, value, false, en.plugins);
    expect(flaw).toBeTypeOf('string');
    if (why !== 'range') expect(flaw).toBe(en.plugins[why]);
  });

  test('a required secret that has a value may be left out', () => {
    expect(flawOf(fields[4]!, '', true, en.plugins)).toBeUndefined();
  });
});
