import { expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import { definePlugin, setting, z } from '#plugin/define.ts';
import { createSeal } from '#plugin/sealing.ts';
import { Settings } from '#plugin/settings.ts';
import { about } from './support/plugins.ts';

const title = about.title;
const record = z.object({
  id: setting(z.string().min(1).max(9), { title }),
  place: setting(z.string().max(26).default(''), { title, department: true }),
  key: setting(z.string().min(4), { title, secret: true }),
});
const plugin = definePlugin({ ...about, id: 'listed', version: '1.0.0', permissions: [], config: z.object({ accounts: setting(z.array(record).max(3).default([]), { title }) }) });
const settings = new Settings(plugin, createSeal('a secret of this test'));
const shop = { id: 'shop', place: 'd1', key: 'hush' };
const bank = { id: 'bank', place: 'd2', key: 'quiet' };
const store = async (accounts: readonly object[], stored = {}) => settings.close(await settings.read({ accounts }, stored));
const flaws = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => (error instanceof RefusalError ? error.refusal.meta?.['fields'] : error));

it('makes a form of a list of objects', () => {
  expect(plugin.fields).toMatchObject([{ name: 'accounts', kind: 'records', max: 3, fields: [{ name: 'id', kind: 'text' }, { name: 'place', kind: 'department' }, { name: 'key', kind: 'secret' }] }]);
});

it.each([
  ['that nothing names', z.array(z.object({ key: setting(z.string(), { title, secret: true }) }))],
  ['whose name may be left out', z.array(z.object({ id: setting(z.string().default(''), { title }) }))],
  ['within records', z.array(z.object({ id: setting(z.string(), { title }), more: setting(z.array(record), { title }) }))],
])('knows no form of records %s', (_what, schema) => {
  expect(() => definePlugin({ ...about, id: 'listed', version: '1.0.0', permissions: [], config: z.object({ accounts: setting(schema, { title }) }) })).toThrow(/does not know/);
});

it('seals the secrets of each record, and shows that they are there', async () => {
  const stored = await store([shop, bank]);
  expect(JSON.stringify(stored)).not.toMatch(/hush|quiet/);
  expect(await settings.use(stored)).toEqual({ accounts: [shop, bank] });
  expect(settings.show(stored)).toEqual({ config: { accounts: [{ id: 'shop', place: 'd1' }, { id: 'bank', place: 'd2' }] }, kept: ['accounts.shop.key', 'accounts.bank.key'] });
});

it('keeps the secret of the record that is known by the same value, wherever it stands', async () => {
  const stored = await store([shop, bank]);
  const { key: _shop, ...bareShop } = shop;
  const { key: _bank, ...bareBank } = bank;
  expect(await settings.read({ accounts: [bareBank, bareShop] }, stored)).toEqual({ accounts: [bank, shop] });
  expect(await flaws(settings.read({ accounts: [{ ...bareShop, id: 'other' }] }, stored))).toEqual({ 'accounts.0.key': 'invalid_type' });
});

it('opens no secret that was moved to another record', async () => {
  const stored = (await store([shop, bank])) as { readonly accounts: readonly [{ readonly key: string }, object] };
  expect(await settings.use({ accounts: [stored.accounts[0], { ...stored.accounts[1], key: stored.accounts[0].key }] })).toEqual({ accounts: [shop, { id: 'bank', place: 'd2' }] });
});

it('takes no two records that are known by the same value', async () => {
  expect(await flaws(store([shop, { ...bank, id: 'shop' }]))).toEqual({ 'accounts.1.id': 'not_unique' });
});
