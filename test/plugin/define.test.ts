import { expect, expectTypeOf, it } from 'vitest';
import { createCtx } from '#plugin/create-ctx.ts';
import { definePlugin, setting, z } from '#plugin/define.ts';
import type { PluginDefinition } from '#plugin/define.ts';
import type { Permission } from '#plugin/permissions.ts';
import type { SlotIcon } from '#wire/slots.ts';
import { about } from './support/plugins.ts';

const text = about.title;
const base = { ...about, id: 'typed', version: '1.0.0' } as const;

it('types config, events and permissions from one literal', () => {
  const typed = definePlugin({
    ...base, permissions: ['events.read', 'data.keep'], config: z.object({ count: setting(z.number().default(1), { title: text }) }),
    on: {
      'message.posted': (ctx, event) => {
        expectTypeOf(ctx.config.count).toEqualTypeOf<number>();
        expectTypeOf(event.body.text).toEqualTypeOf<string>();
        expectTypeOf(ctx.data.get).returns.resolves.toBeUnknown();
      },
    },
  });
  expect(typed.fields).toHaveLength(1);
  // @ts-expect-error a filter without the permission to filter
  expect(() => definePlugin({ ...base, permissions: ['events.read'], config: z.object({}), filters: { 'message.posting': { run: () => undefined } } })).toThrow(/but not the permission/);
  // @ts-expect-error an observer without the permission to read
  expect(() => definePlugin({ ...base, permissions: [], config: z.object({}), on: { 'message.posted': () => {} } })).toThrow(/but not the permission/);
  // @ts-expect-error a route without the permission to answer
  expect(() => definePlugin({ ...base, permissions: [], config: z.object({}), routes: { hello: { method: 'GET', path: '/hello', handle: () => ({ status: 204 }) } } })).toThrow(/but not the permission/);
  // @ts-expect-error a channel without the permission to run one
  expect(() => definePlugin({ ...base, permissions: [], config: z.object({}), channel: { icon: 'plug', title: text, kinds: { in: ['text'], out: ['text'] }, send: () => {} } })).toThrow(/but not the permission/);
  // @ts-expect-error a permission that is not in the catalogue
  definePlugin({ ...base, permissions: ['everything'], config: z.object({}) });
  definePlugin({
    ...base, permissions: [], config: z.object({}),
    // @ts-expect-error data without the permission to keep any
    activate: ({ data }) => data.get('x'),
  });
});

it.each([
  ['an id with capitals', { id: 'Typed' }, /lower case/],
  ['a version of two numbers', { version: '1.0' }, /three numbers/],
  ['a permission named twice', { permissions: ['data.keep', 'data.keep'] as const }, /named twice/],
  ['an icon that nobody has drawn', { icon: 'ship' as SlotIcon }, /there is no icon "ship"/],
  ['a setting without words', { config: z.object({ bare: z.string() }) }, /config.bare is no setting/],
  ['a setting that is no JSON', { config: z.object({ day: setting(z.date(), { title: text }) }) }, /config.day is of a type that the settings form does not know/],
  ['a setting that no form can show', { config: z.object({ deep: setting(z.object({}), { title: text }) }) }, /does not know/],
])('refuses %s', (_what, wrong, message) => {
  expect(() => definePlugin({ ...base, permissions: [], config: z.object({}), ...wrong })).toThrow(message);
});

const doors: readonly (readonly [string, Partial<PluginDefinition<z.ZodObject, Permission>>, RegExp])[] = [
  ['a route with a path that is none', { routes: { hello: { method: 'GET', path: 'hello', handle: () => ({ status: 204 }) } } }, /the path of hello begins with/],
  ['a route that takes bodies without end', { routes: { hello: { method: 'POST', path: '/hello', maxBody: 2 ** 30, handle: () => ({ status: 204 }) } } }, /at most 1048576 bytes/],
  ['a channel that brings nothing', { channel: { icon: 'plug', title: text, kinds: { in: [], out: ['text'] }, send: () => {} } }, /its channel: /],
];
it.each(doors)('refuses %s', (_what, wrong, message) => {
  expect(() => definePlugin<z.ZodObject, Permission>({ ...base, permissions: ['http.serve', 'channels.run'], config: z.object({}), ...wrong })).toThrow(message);
});

it.each([
  ['every day at eight', { cron: '0 8 * * *' }, null],
  ['every day at eight in Shanghai', { cron: '0 8 * * *', timeZone: 'Asia/Shanghai' }, null],
  ['a zone by the name that it had', { cron: '0 8 * * *', timeZone: 'Asia/Calcutta' }, null],
  ['a zone that nobody lives in', { cron: '0 8 * * *', timeZone: 'Asia/Atlantis' }, /the schedule of tidy: .*Asia\/Atlantis/],
  ['a day that never comes', { cron: '0 8 30 2 *' }, /the schedule of tidy: it is never due/],
  ['a day that never comes in Shanghai', { cron: '0 8 30 2 *', timeZone: 'Asia/Shanghai' }, /the schedule of tidy: it is never due/],
  ['no cron expression', { cron: 'often', timeZone: 'Asia/Shanghai' }, /the schedule of tidy: /],
])('judges a schedule: %s', (_what, schedule, message) => {
  const define = () => definePlugin({ ...base, permissions: ['work.background'], config: z.object({}), jobs: { tidy: { title: text, schedule, run: () => {} } } });
  if (message === null) expect(define).not.toThrow();
  else expect(define).toThrow(message);
});

it('makes the settings form of a config', () => {
  const { fields } = definePlugin({
    ...base, permissions: [],
    config: z.object({
      name: setting(z.string().min(1).max(40), { title: text, leadsTo: { title: text, path: '/:value/messages' } }),
      story: setting(z.string().max(4_000).default(''), { title: text }),
      many: setting(z.number().int().min(1).max(9).default(3), { title: text }),
      on: setting(z.boolean().default(false), { title: text }),
      tone: setting(z.enum(['warm', 'dry']).default('warm'), { title: text, options: { warm: text } }),
      words: setting(z.array(z.string()).max(5).default([]), { title: text }),
      colours: setting(z.array(z.enum(['red', 'blue'])).default([]), { title: text, options: { red: text } }),
      page: setting(z.url().max(2_000).default('https://example.com'), { title: text }),
      key: setting(z.string().min(8), { title: text, hint: text, secret: true, random: true }),
    }),
  });
  expect(fields.map(({ name, kind, required, min, max }) => [name, kind, required, min, max])).toEqual([
    ['name', 'text', true, 1, 40], ['story', 'long-text', false, null, 4_000], ['many', 'number', false, 1, 9], ['on', 'switch', false, null, null],
    ['tone', 'choice', false, null, null], ['words', 'list', false, null, 5], ['colours', 'list', false, null, null], ['page', 'text', false, null, 2_000], ['key', 'secret', true, 8, null],
  ]);
  expect(fields[0]).toMatchObject({ leadsTo: { title: text, path: '/plugins/typed/:value/messages' } });
  expect([fields[7]?.leadsTo, fields[8]?.random, fields[0]?.random]).toEqual([undefined, true, undefined]);
  expect(fields[6]?.options).toEqual([{ value: 'red', title: text }, { value: 'blue', title: { en: 'blue', 'zh-CN': 'blue' } }]);
  expect(fields[4]?.options).toEqual([{ value: 'warm', title: text }, { value: 'dry', title: { en: 'dry', 'zh-CN': 'dry' } }]);
});

it('refuses a call without its permission, says so, and tells the house', async () => {
  const denied: string[] = [];
  const over = new AbortController();
  const ctx = createCtx({ channel: null, posts: () => {}, plugin: 'typed', workers: new Set(['deliver']), granted: new Set(), config: { list: ['a'] }, over: over.signal }, {
    data: {} as never, queue: {} as never, outbound: {} as never, chats: {} as never, conversations: {} as never, contacts: {} as never, files: {} as never, notice: async () => {}, privateHosts: [], publicUrl: null, now: () => 0, log: () => {},
    denied: (plugin, permission) => void denied.push(`${plugin} ${permission}`),
  });
  const calls = [
    ['data.keep', () => ctx.data.get('x')], ['data.keep', () => ctx.data.set('x', 1)], ['data.keep', () => ctx.data.delete('x')], ['data.keep', () => ctx.data.keys()],
    ['work.background', () => ctx.queue.add('deliver', { key: 'a', payload: 1 })], ['http.request', () => ctx.http.request({ url: 'http://example.com/' })],
    ['http.request', () => ctx.http.addresses({ host: 'example.com', port: 61_613 })],
    ['chats.command', () => ctx.conversations.post({ id: '1', conversation: 'c', as: { name: 'X' }, text: 'hi', audience: 'public' })],
    ['chats.command', () => ctx.conversations.end({ id: '1', conversation: 'c', as: { name: 'X' }, solved: true })],
    ['chats.command', () => ctx.conversations.transfer({ id: '1', conversation: 'c', as: { name: 'X' }, to: { department: 'd' } })],
    ['channels.run', () => ctx.chats.accounts([])], ['channels.run', () => ctx.chats.receive({ account: 'a', externalId: 'x', id: '1', kind: 'text', body: { text: 'hi' } })],
    ['channels.run', () => ctx.files.keep({ name: 'a.txt', bytes: new Uint8Array(1) })], ['channels.run', () => ctx.files.read('a')], ['channels.run', () => ctx.files.link('a')],
    ['channels.run', () => ctx.chats.typing({ account: 'a', externalId: 'x' }, true)], ['channels.run', () => ctx.chats.undelivered({ conversation: 'c', seq: 1, reason: 'refused', detail: '' })],
  ] as const;
  for (const [permission, call] of calls) await expect(call()).rejects.toMatchObject({ refusal: { code: 'plugin.not-granted', meta: { plugin: 'typed', permission } } });
  expect(denied).toEqual(calls.map(([permission]) => `typed ${permission}`));
  over.abort();
  for (const [, call] of calls) await expect(call()).rejects.toMatchObject({ refusal: { code: 'plugin.state' } });
  expect(() => (ctx.config as { list: string[] }).list.push('b')).toThrow(TypeError);
});
