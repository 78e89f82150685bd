import type { ConversationPicture, Pending } from '#sdk/index.ts';
import { evolve } from '#domain/evolve.ts';
import type { ConversationEvent, EventData, EventType } from '#domain/events.ts';
import { initialState } from '#domain/state.ts';

export const MINUTE = 60_000;
/** Noon of a day, by the clock of whoever runs the test. */
export const NOON = new Date(2026, 4, 12, 12).getTime();

export const visitor = { id: 'v_1', kind: 'visitor', name: 'Visitor 1' } as const;
export const lin = { id: 'a_lin', kind: 'agent', name: 'Lin' } as const;
export const bot = { id: 'b_help', kind: 'bot', name: 'Helper' } as const;

interface Step<T extends EventType = EventType> {
  readonly type: T;
  readonly by: string;
  readonly at: number;
  readonly data: EventData[T];
  readonly id?: string;
}

export const step = <T extends EventType>(type: T, data: EventData[T], { by = 'system', at = NOON, id }: { by?: string; at?: number; id?: string } = {}): Step =>
  ({ type, by, at, data, ...(id === undefined ? {} : { id }) });

export const said = (by: string, text: string, at = NOON, id?: string): Step =>
  step('message.posted', { kind: 'text', body: { text } }, { by, at, ...(id === undefined ? {} : { id }) });

export const started = (at = NOON): Step => step('conversation.started', { visitor, department: 'd_1', locale: 'en' }, { at });
export const queued = (reason: EventData['conversation.queued']['reason'] = 'started', at = NOON): Step => step('conversation.queued', { department: 'd_1', reason }, { at });
export const assigned = (reason: EventData['conversation.assigned']['reason'] = 'accepted', assignee: typeof lin | typeof bot = lin): Step =>
  step('conversation.assigned', { assignee, reason, offer: null, department: 'd_1' });

export const pending = (id: string, text: string, status: Pending['status'] = 'sending', code: Pending['code'] = null): Pending =>
  ({ id, status, code, at: NOON, command: { type: 'message.post', kind: 'text', body: { text }, audience: 'public' } });

/** What a visitor holds after these events. */
export function pictureOf(steps: readonly Step[], more: Partial<ConversationPicture> = {}): ConversationPicture & { readonly self: string } {
  const events = steps.map(({ data, ...rest }, index) => ({ ...rest, ...data, seq: index + 1, publicSeq: index + 1 }) as ConversationEvent);
  const state = events.reduce(evolve, initialState);
  return { state, events, more: false, receipts: [], signals: [], pending: [], self: visitor.id, ...more };
}
