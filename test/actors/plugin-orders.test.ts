import { beforeEach, describe, expect, it } from 'vitest';
import { createPluginOrders, type PluginOrdersOptions } from '#desk/plugin-orders.ts';
import { refuse } from '#domain/errors.ts';
import type { Submission } from '#domain/commands.ts';
import type { Participant } from '#domain/participant.ts';
import type { Conversations } from '#plugin/orders/order.ts';
import { Colleagues } from './support/colleagues.ts';

const CRM = { name: 'CRM' };
const rows: Record<string, object> = {
  c1: { id: 1, departmentId: 'support', assigneeId: '7', transferAgentId: null, endedAt: null },
  ended: { id: 2, departmentId: 'support', assigneeId: null, transferAgentId: null, endedAt: 5 },
};
const agents: Record<string, object> = {
  7: { id: '7', name: 'Lin', role: 'agent', disabledAt: null }, 8: { id: '8', name: 'Wei', role: 'agent', disabledAt: null },
  9: { id: '9', name: 'Mei', role: 'supervisor', disabledAt: null }, gone: { id: 'gone', name: 'Bo', role: 'agent', disabledAt: 1 },
};

let colleagues: Colleagues;
let logged: Record<string, number>;
let transfers: { readonly by: Participant; readonly id: string | null | undefined }[];
let orders: Conversations;

beforeEach(() => {
  logged = {};
  transfers = [];
  colleagues = new Colleagues({ 'conversation submit': () => ({ seq: 4 }) });
  const store = {
    conversations: { byPublicId: async (id: string) => rows[id] },
    events: { byClientId: async (_conversation: number, id: string) => (logged[id] === undefined ? undefined : { seq: logged[id] }) },
  } as unknown as PluginOrdersOptions['store']; // what orders ask of it
  orders = createPluginOrders({
    store, cluster: colleagues.cluster,
    directory: { agent: async (id) => agents[id], departmentsOf: async (id) => (id === '8' ? ['sales'] : ['support']) } as PluginOrdersOptions['directory'],
    assignment: { transfer: async (by, _conversation, _to, id) => (transfers.push({ by, id }), { seq: 9 }) },
  });
});

const submitted = (): readonly Submission[] => colleagues.said.map(([, request]) => request['submission'] as Submission);
const post = (more: object = {}) => orders.post('crm', { id: 'o-1', conversation: 'c1', as: CRM, text: 'hi', audience: 'public', ...more });

describe('what a plugin says', () => {
  it('comes from itself, which takes part before it speaks to the visitor', async () => {
    expect(await post()).toEqual({ seq: 4 });
    expect(submitted().map(({ by, command }) => [by, command.type])).toEqual([
      [{ id: 'b_crm', kind: 'bot', name: 'CRM' }, 'participant.join'], [{ id: 'b_crm', kind: 'bot', name: 'CRM' }, 'message.post'],
    ]);
  });

  it('is one command however often it comes, and another one from another plugin', async () => {
    await post();
    await post();
    await orders.post('erp', { id: 'o-1', conversation: 'c1', as: CRM, text: 'hi', audience: 'public' });
    const ids = submitted().flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('takes part in nothing for a note', async () => {
    await post({ audience: 'agents' });
    expect(submitted().map(({ command }) => command.type)).toEqual(['message.post']);
  });

  it('is known in a chat that has ended since: that takes nobody in, and still answers', async () => {
    colleagues.answers['conversation submit'] = ({ submission }) => ((submission as Submission).command.type === 'participant.join' ? refuse('conversation.ended') : { seq: 3 });
    expect(await post({ conversation: 'ended' })).toEqual({ seq: 3 });
  });

  it('waits where its chat cannot answer now', async () => {
    colleagues.answers['conversation submit'] = () => refuse('actor.moved');
    expect(await post()).toEqual({ refused: 'actor.moved', retryable: true });
    expect(submitted()).toHaveLength(1);
  });

  it.each([['c1', 'command.superseded'], ['ended', 'conversation.ended']])('stays refused in %s where it was before', async (conversation, code) => {
    colleagues.answers['conversation submit'] = () => ({ seq: null });
    expect(await post({ conversation })).toEqual({ refused: code, retryable: false });
  });
});

describe('in whose name', () => {
  it.each([['7', 'agent'], ['9', 'supervisor']])('agent %s does what a %s may', async (agent, kind) => {
    expect(await post({ as: { agent } })).toEqual({ seq: 4 });
    expect(submitted().map(({ by, command }) => [by.id, by.kind, command.type])).toEqual([[`a_${agent}`, kind, 'message.post']]);
  });

  it.each([['8', 'conversation.unknown'], ['gone', 'agent.unknown'], ['nobody', 'agent.unknown']])('not %s: %s', async (agent, code) => {
    expect(await post({ as: { agent } })).toEqual({ refused: code, retryable: false });
    expect(colleagues.said).toEqual([]);
  });

  it('the plugin ends chats and hands them on as a supervisor may', async () => {
    expect(await orders.end('crm', { id: 'e', conversation: 'c1', as: CRM, solved: true })).toEqual({ seq: 4 });
    expect(await orders.end('crm', { id: 'f', conversation: 'c1', as: CRM, solved: false })).toEqual({ seq: 4 });
    expect(await orders.transfer('crm', { id: 't', conversation: 'c1', as: CRM, to: { department: 'sales' } })).toEqual({ seq: 9 });
    expect([...submitted().map(({ by, command }) => [by.kind, command.type]), ...transfers.map(({ by }) => [by.kind])]).toEqual([
      ['supervisor', 'conversation.complete'], ['supervisor', 'conversation.close'], ['supervisor'],
    ]);
  });
});

it('holds no seat again for a transfer that was done', async () => {
  await orders.transfer('crm', { id: 't', conversation: 'c1', as: CRM, to: { agent: '8' } });
  logged[transfers[0]!.id!] = 9;
  expect(await orders.transfer('crm', { id: 't', conversation: 'c1', as: CRM, to: { agent: '8' } })).toEqual({ seq: 9 });
  expect(transfers).toHaveLength(1);
});

it.each([
  ['no id', { id: '' }], ['no text', { text: 7 }], ['an audience that there is not', { audience: 'all' }], ['nobody', { as: {} }], ['a name without end', { as: { name: 'x'.repeat(81) } }], ['half a character', { id: '\ud800' }],
])('refuses %s, and asks nobody', async (_, more) => {
  expect(await post(more)).toEqual({ refused: 'input.invalid', retryable: false });
  expect(colleagues.said).toEqual([]);
});

it('knows no chat that there is not', async () => {
  expect(await post({ conversation: 'c9' })).toEqual({ refused: 'conversation.unknown', retryable: false });
});
