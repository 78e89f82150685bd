import { expect, it } from 'vitest';
import { definePlugin, z } from '#plugin/define.ts';
import type { SlotRequest } from '#plugin/define.ts';
import { about } from '../plugin/support/plugins.ts';
import { newUlid } from '../store/support/entries.ts';
import { leaveChat } from './support/chats.ts';
import { openHouse, type House } from './support/house.ts';

const { title } = about;

/** Shows what it is asked, and says so. */
const mirror = (asked: SlotRequest[] = []) => {
  const render = (_ctx: unknown, request: SlotRequest) => {
    asked.push(request);
    return [{ type: 'text', text: { en: 'seen', 'zh-CN': '看到了' } }] as const;
  };
  const act = (_ctx: unknown, { action, values }: { readonly action: string; readonly values: object }) => ({ toast: { text: `${action} ${JSON.stringify(values)}` } });
  return definePlugin({
    ...about, id: 'mirror', version: '1.0.0', permissions: ['console.extend', 'widget.extend', 'events.read'], config: z.object({}),
    slots: {
      'page': { place: 'page', kind: 'blocks', title, icon: 'star', render, act },
      'boss': { place: 'page', kind: 'blocks', title, atLeast: 'supervisor', render },
      'panel': { place: 'conversation.panel', kind: 'blocks', title, render, act },
      'notes': { place: 'message', kind: 'blocks', title, render: (_ctx, { messages }) => [...messages, { seq: 99, text: 'nobody asked' }].map(({ seq, text }) => ({ seq, blocks: [{ type: 'text', text }] })) },
      'choices': { place: 'composer', kind: 'choices', title, render: (_ctx, { conversation, query }) => [{ title: `${query} ${conversation.status}`, action: 'go' }] },
      'frame': { place: 'page', kind: 'frame', title, render: () => '<p id="own">own</p>' },
      'home': { place: 'widget.home', kind: 'blocks', title, render },
      'chat': { place: 'widget.conversation', kind: 'blocks', title, render, act },
    },
  });
};
const GRANT = ['console.extend', 'widget.extend', 'events.read'];

async function openMirror() {
  const asked: SlotRequest[] = [];
  const house = await openHouse({ plugins: [mirror(asked)] });
  const admin = await house.signIn();
  const step = (name: string, body: object = {}) => admin('POST', `/api/v1/plugins/mirror/${name}`, { body });
  await step('install', { grant: GRANT });
  await step('activate');
  const [support] = await house.store.departments.list();
  return { ...house, admin, step, asked, support: support!.id };
}
const look = { locale: 'en' };
const at = (slot: string, way = 'render') => `/api/v1/slots/mirror/${slot}/${way}`;

it('lists what is active, and only while it is', async () => {
  const { admin, hire, step } = await openMirror();
  const names = async (call = admin) => (await call('GET', '/api/v1/slots')).json.map(({ slot }: { slot: string }) => slot);
  const lin = await hire('lin');
  expect(await names()).toEqual(['page', 'boss', 'panel', 'notes', 'choices', 'frame']);
  expect(await names(lin.call)).toEqual(['page', 'panel', 'notes', 'choices', 'frame']);
  await step('deactivate');
  expect(await names()).toEqual([]);
  expect((await admin('POST', at('page'), { body: look })).code).toBe('slot.unknown');
});

it('renders in the reader’s language, for who is signed in', async () => {
  const { admin, asked, call, hire } = await openMirror();
  expect((await call('POST', at('page'), { body: look })).code).toBe('auth.required');
  expect((await admin('POST', at('page'), { body: { locale: 'zh-CN' } })).json).toEqual({ blocks: [{ type: 'text', text: '看到了' }] });
  expect(asked[0]).toMatchObject({ locale: 'zh-CN', viewer: { kind: 'agent', role: 'admin' }, conversation: null });
  expect((await admin('POST', at('page', 'act'), { body: { ...look, action: 'go', values: { a: 1 } } })).json).toEqual({ toast: { text: 'go {"a":1}' } });
  const lin = await hire('lin');
  for (const way of ['render', 'act']) expect((await lin.call('POST', at('boss', way), { body: { ...look, action: 'go', values: {} } })).code).toBe('slot.unknown');
  for (const body of [{ ...look, action: 'a b', values: {} }, { ...look, action: 'go', values: { a: { b: 1 } } }, { ...look, action: 'go' }, { locale: 'fr', action: 'go', values: {} }]) {
    expect((await admin('POST', at('page', 'act'), { body })).code).toBe('input.invalid');
  }
});

it('a chat that the agent may not see is none for the plugin either', async () => {
  const { admin, asked, departments, hire, store, support } = await openMirror();
  const sales = (await departments.create({ name: 'Sales' })).id;
  const lin = await hire('lin', { departments: [support] });
  const [here, there] = [await leaveChat(store, support), await leaveChat(store, sales)];
  const ask = (call: typeof admin, body: object, way = 'render') => call('POST', at('panel', way), { body: { ...look, action: 'go', values: {}, ...body } });
  expect((await ask(lin.call, { conversation: here.id })).status).toBe(200);
  expect(asked[0]?.conversation).toMatchObject({ id: here.id, department: { id: support, name: 'Support' }, assignee: null, visitor: { id: here.contact, email: null } });
  for (const way of ['render', 'act']) {
    expect((await ask(lin.call, { conversation: there.id }, way)).code).toBe('conversation.unknown');
    expect((await ask(lin.call, { conversation: 'x' }, way)).code).toBe('conversation.unknown');
    expect((await ask(lin.call, {}, way)).code).toBe('input.invalid');
  }
  expect((await ask(admin, { conversation: there.id })).status).toBe(200);
  expect(asked).toHaveLength(2);
});

it('stands under the messages of a chat that were asked about', async () => {
  const { admin, departments, hire, store, support } = await openMirror();
  const lin = await hire('lin', { departments: [support] });
  const { id: conversation } = await leaveChat(store, support, { events: [{}, { publicSeq: null, by: 'a_ann', body: { text: 'a note' } }, { type: 'feedback.given', solved: true }, {}] });
  const ask = (call: typeof admin, seqs: readonly number[], chat = conversation) => call('POST', at('notes', 'notes'), { body: { ...look, conversation: chat, seqs } });
  expect((await ask(lin.call, [1, 2, 3])).json).toEqual({ notes: [{ seq: 1, blocks: [{ type: 'text', text: 'words 1' }] }, { seq: 2, blocks: [{ type: 'text', text: 'a note' }] }] });
  const there = await leaveChat(store, (await departments.create({ name: 'Sales' })).id);
  expect((await ask(lin.call, [1], there.id)).code).toBe('conversation.unknown');
  for (const seqs of [[], [0], Array.from({ length: 51 }, (_, i) => i + 1)]) expect((await ask(admin, seqs)).code).toBe('input.invalid');
  expect((await admin('POST', at('notes'), { body: { ...look, conversation } })).code).toBe('slot.unknown');
});

it('offers what goes with what is typed, beside a chat that the agent may see', async () => {
  const { admin, call, departments, hire, store, support } = await openMirror();
  const lin = await hire('lin', { departments: [support] });
  const [here, there] = [await leaveChat(store, support), await leaveChat(store, (await departments.create({ name: 'Sales' })).id)];
  const ask = (by: typeof admin, body: object, slot = 'choices') => by('POST', at(slot, 'choices'), { body: { ...look, conversation: here.id, query: 'ref', ...body } });
  expect((await ask(lin.call, {})).json).toEqual({ choices: [{ title: 'ref queued', action: 'go' }] });
  expect((await ask(lin.call, { conversation: there.id })).code).toBe('conversation.unknown');
  for (const query of ['x'.repeat(61), 'two\nlines', 7]) expect((await ask(lin.call, { query })).code).toBe('input.invalid');
  expect((await ask(admin, {}, 'panel')).code).toBe('slot.unknown');
  expect((await admin('POST', at('choices'), { body: { ...look, conversation: here.id } })).code).toBe('slot.unknown');
  expect((await ask(call, {})).code).toBe('auth.required');
});

it('calls a visitor as the house does, also one who was merged with whom it knows', async () => {
  const { admin, asked, store, support } = await openMirror();
  const channelAccountId = (await store.channelAccounts.list()).find(({ departmentId }) => departmentId === support)!.id;
  const [anna, other] = [newUlid(), newUlid()];
  for (const id of [anna, other]) await store.contacts.findOrCreate({ channelAccountId, externalId: id }, { id, name: null, email: null, attributes: {}, createdAt: 1, updatedAt: 1 });
  const again = await leaveChat(store, support, { contact: other });
  const seen = async () => {
    await admin('POST', at('panel'), { body: { ...look, conversation: again.id } });
    return asked.at(-1)?.conversation?.visitor;
  };
  expect(await seen()).toMatchObject({ id: other, name: expect.stringMatching(/^#\d{4}$/), named: false });
  await admin('PATCH', `/api/v1/contacts/${anna}`, { body: { name: 'Anna' } });
  expect((await admin('POST', `/api/v1/contacts/${anna}/merges`, { body: { contact: other } })).status).toBe(200);
  expect(await seen()).toMatchObject({ id: other, name: 'Anna', named: true });
});

it('a frame is nobody’s page: no origin, no network, and only we may put it into ours', async () => {
  const { admin, call } = await openMirror();
  const { headers, status, text } = await admin('GET', `${at('frame', 'frame')}?locale=en&theme=dark`);
  expect(status).toBe(200);
  expect(text).toContain('<p id="own">own</p>');
  const policy = String(headers['content-security-policy']).split('; ');
  for (const rule of ['sandbox allow-scripts', "default-src 'none'", "frame-ancestors 'self'", "form-action 'none'"]) expect(policy).toContain(rule);
  expect(policy.join()).not.toMatch(/same-origin|connect-src|https:/);
  expect((await call('GET', `${at('frame', 'frame')}?locale=en&theme=dark`)).code).toBe('auth.required');
  expect((await admin('GET', `${at('page', 'frame')}?locale=en&theme=dark`)).code).toBe('slot.unknown');
});

const visit = async (house: House) => (await house.call('POST', '/api/v1/widget/session', { body: { token: house.token } })).json;
const inWidget = (house: House, slot: string, body: object, way = 'render', options: object = {}) =>
  house.call('POST', `/api/v1/widget/slots/mirror/${slot}/${way}`, { body: { token: house.token, ...look, action: 'go', values: {}, ...body }, ...options });

it('shows a visitor what is for visitors, about the own chat alone', async () => {
  const house = await openMirror();
  const { self, slots, visitor } = await visit(house);
  expect(slots).toEqual([{ plugin: 'mirror', slot: 'home', place: 'widget.home' }, { plugin: 'mirror', slot: 'chat', place: 'widget.conversation' }]);
  expect((await inWidget(house, 'home', { visitor })).json).toEqual({ blocks: [{ type: 'text', text: 'seen' }] });
  expect(house.asked.pop()).toMatchObject({ viewer: { kind: 'visitor', id: null, name: '' }, conversation: null });
  for (const slot of ['page', 'panel', 'frame']) expect((await inWidget(house, slot, { visitor })).code).toBe('slot.unknown');

  const channelAccount = (await house.store.channelAccounts.list()).find(({ departmentId }) => departmentId === house.support)!.id;
  const contact = self.slice(2);
  await house.store.contacts.findOrCreate({ channelAccountId: channelAccount, externalId: contact }, { id: contact, name: 'Anna', email: null, attributes: {}, createdAt: 1, updatedAt: 1 });
  const own = await leaveChat(house.store, house.support, { contact, channelAccount });
  const foreign = await leaveChat(house.store, house.support);
  expect((await inWidget(house, 'chat', { visitor, conversation: own.id })).status).toBe(200);
  expect(house.asked.pop()).toMatchObject({ viewer: { id: contact, name: 'Anna' }, conversation: { id: own.id } });
  for (const way of ['render', 'act']) {
    expect((await inWidget(house, 'chat', { visitor, conversation: foreign.id }, way)).code).toBe('conversation.unknown');
    expect((await inWidget(house, 'chat', { visitor: 'forged', conversation: own.id }, way)).code).toBe('ticket.invalid');
    expect((await inWidget(house, 'chat', { visitor }, way)).code).toBe('input.invalid');
  }
  expect(house.asked).toEqual([]);
});

it('asks a plugin for one visitor only so often', async () => {
  const house = await openMirror();
  const { visitor } = await visit(house);
  const codes = [];
  for (let i = 0; i < 31; i++) codes.push((await inWidget(house, 'home', { visitor })).code);
  expect(codes.at(-1)).toBe('rate.limited');
  expect(house.asked).toHaveLength(30);
  expect((await inWidget(house, 'home', { visitor: (await visit(house)).visitor })).status).toBe(200);
});

it('looks for what an agent types only so often', async () => {
  const { admin, store, support } = await openMirror();
  const { id: conversation } = await leaveChat(store, support);
  const answers = await Promise.all(Array.from({ length: 121 }, async () => (await admin('POST', at('choices', 'choices'), { body: { ...look, conversation, query: 'x' } })).code));
  expect(answers.filter((code) => code === 'rate.limited')).toHaveLength(1);
});

it('lets a page act for an agent only so often', async () => {
  const { admin } = await openMirror();
  const act = async () => (await admin('POST', at('page', 'act'), { body: { ...look, action: 'go', values: {} } })).status;
  const answers = await Promise.all(Array.from({ length: 61 }, act));
  expect(answers.filter((status) => status === 429)).toHaveLength(1);
});
