import { expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import { refuseCallees } from '#plugin/callees.ts';
import { definePlugin, setting, z, type Plugin } from '#plugin/define.ts';
import { createOutbound } from '#plugin/outbound.ts';
import apiChannel from '../../plugins/api-channel/index.ts';
import bot from '../../plugins/bot/index.ts';
import followUps from '../../plugins/follow-ups/index.ts';
import telegram from '../../plugins/telegram/index.ts';
import webhooks from '../../plugins/webhooks/index.ts';
import wechat from '../../plugins/wechat/index.ts';
import { about } from './support/plugins.ts';

const { title } = about;
const url = z.url({ protocol: /^https?$/ }).max(2_000);
const account = z.object({ id: setting(z.string().min(1).max(9), { title }), callback: setting(url, { title, called: true }) });
const { fields } = definePlugin({
  ...about, id: 'calling', version: '1.0.0', permissions: ['http.request'], hosts: ['*'],
  config: z.object({ base: setting(url.default('https://public.example'), { title, called: true }), page: setting(url.default('http://10.0.0.1'), { title }), accounts: setting(z.array(account).default([]), { title }) }),
});

const NAMES: Readonly<Record<string, readonly string[]>> = { 'public.example': ['93.184.216.34'], 'inside.example': ['93.184.216.34', '10.1.2.3'] };
const outbound = createOutbound({ lookup: async (name) => {
  const addresses = NAMES[name];
  if (addresses === undefined) throw Object.assign(new Error(`nobody knows ${name}`), { code: 'ENOTFOUND' });
  return addresses;
} });

/** What is wrong with these values where the operator has opened `open`. */
async function flawsOf(values: object, open: readonly string[] = [], of = fields): Promise<unknown> {
  try {
    await refuseCallees({ addresses: (target) => outbound.addresses(target, { hosts: ['*'], private: open }) }, of, { ...values });
    return {};
  } catch (error) {
    return error instanceof RefusalError && error.refusal.code === 'input.invalid' ? error.refusal.meta?.['fields'] : error;
  }
}

it('makes a field of its own of an address that the plugin calls', () => {
  expect(fields.map(({ kind }) => kind)).toEqual(['address', 'text', 'records']);
});

it('refuses private addresses by their place, and nothing that may be reached, is no address of a call, or is unknown now', async () => {
  const called = (...callbacks: readonly string[]) => ({ accounts: callbacks.map((callback, index) => ({ id: `a${index}`, callback })) });
  expect(await flawsOf({ base: 'https://public.example/hook', page: 'http://10.0.0.1', ...called('https://public.example', 'http://nobody.example') })).toEqual({});
  expect(await flawsOf({ base: 'http://192.168.0.5', ...called('https://public.example', 'http://localhost.:80/x', 'http://inside.example:8080', 'http://[::1]/', 'http://127.1') })).toEqual({
    'base': 'private-address', 'accounts.2.callback': 'private-address', 'accounts.3.callback': 'private-address', 'accounts.4.callback': 'private-address',
  });
});

it('takes what the operator has opened', async () => {
  expect(await flawsOf({ accounts: [{ id: 'a', callback: 'http://127.0.0.1:9000/hook' }, { id: 'b', callback: 'http://10.1.2.3' }] }, ['127.0.0.1:9000', '10.1.2.3'])).toEqual({});
  expect(await flawsOf({ accounts: [{ id: 'a', callback: 'http://127.0.0.1:9001/hook' }] }, ['127.0.0.1:9000'])).toEqual({ 'accounts.0.callback': 'private-address' });
});

it.each<[string, Pick<Plugin, 'fields'>, object, string]>([
  ['webhooks', webhooks, { endpoints: [{ id: 'a', url: 'http://127.0.0.1:9/' }] }, 'endpoints.0.url'],
  ['api-channel', apiChannel, { accounts: [{ id: 'a', callback: 'http://127.0.0.1:9/' }] }, 'accounts.0.callback'],
  ['telegram', telegram, { accounts: [{ id: 'a', apiUrl: 'http://127.0.0.1:9' }] }, 'accounts.0.apiUrl'],
  ['wechat', wechat, { accounts: [{ id: 'a', api: 'http://127.0.0.1:9' }] }, 'accounts.0.api'],
  ['bot, of a model', bot, { modelUrl: 'http://127.0.0.1:9/v1' }, 'modelUrl'],
  ['bot, of an engine', bot, { engines: [{ id: 'a', url: 'http://127.0.0.1:9' }] }, 'engines.0.url'],
  ['follow-ups', followUps, { address: 'https://127.0.0.1:9/' }, 'address'],
])('every address that plugins of the house call is one: %s', async (_plugin, its, values, place) => {
  expect(await flawsOf(values, [], its.fields)).toEqual({ [place]: 'private-address' });
  expect(await flawsOf(values, ['127.0.0.1:9'], its.fields)).toEqual({});
});
