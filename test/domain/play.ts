import type { Command, Submission } from '#domain/commands.ts';
import { decide } from '#domain/decide.ts';
import { isRefusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { evolve } from '#domain/evolve.ts';
import { SYSTEM } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { initialState } from '#domain/state.ts';
import type { ConversationState, Status } from '#domain/state.ts';
import { ann, bot, visitor } from './people.ts';

export type Step = readonly [by: Participant, command: Command, now?: number];

export const submit = (by: Participant, command: Command, id: string | null = null): Submission => ({ id, by, command });

/** Decides every step and folds what follows; a refusal is a mistake of the test. */
export function play(...steps: readonly Step[]): ConversationState {
  return steps.reduce((state, [by, command, now]) => follow(state, by, command, now), initialState);
}

export function follow(state: ConversationState, by: Participant, command: Command, now = state.at + 1_000): ConversationState {
  return events(state, by, command, now).reduce(evolve, state);
}

export function events(state: ConversationState, by: Participant, command: Command, now = state.at + 1_000): readonly ConversationEvent[] {
  const decision = decide(state, submit(by, command), now);
  if (isRefusal(decision)) throw new Error(`${command.type}: ${decision.code}`);
  return decision;
}

/** What a command comes to, in short: the types of its events, or the code of its refusal. */
export function outcome(state: ConversationState, by: Participant, command: Command, now = state.at + 1_000): string {
  const decision = decide(state, submit(by, command), now);
  return isRefusal(decision) ? decision.code : decision.map(({ type }) => type).join(' ');
}

export const start: Command = { type: 'conversation.start', visitor, department: 'sales', locale: 'en', bot: null };
export const startWithBot: Command = { type: 'conversation.start', visitor, department: 'sales', locale: 'en', bot };
export const begin = (agent: Participant): Command => ({ type: 'conversation.begin', visitor, department: 'sales', locale: 'en', agent, offer: 'seat-1' });
export const link: Command = { type: 'conversation.link', conversation: 'other', channel: 'Telegram', how: 'to' };
export const answer = (turn: number, text: string, next: 'stay' | 'hand-over' | 'complete' = 'stay', department: string | null = null): Command =>
  ({ type: 'bot.answer', turn, says: [{ kind: 'text', body: { text }, audience: 'public' }], memory: '{"step":1}', wakeMs: null, next, department });
export const say = (text: string, audience: 'public' | 'agents' = 'public'): Command => ({ type: 'message.post', kind: 'text', body: { text }, audience });
export const assign = (agent: Participant, reason: 'accepted' | 'routed' | 'transferred' | 'takeover' = 'accepted', offer: string | null = 'seat-1'): Command =>
  ({ type: 'conversation.assign', agent, reason, offer });
export const offerToBob: Command = { type: 'transfer.offer', to: { agent: 'bob' }, offer: 'hand-1', lasts: 60_000 };
export const offerToBilling: Command = { type: 'transfer.offer', to: { department: 'billing' }, offer: 'hand-1', lasts: 60_000 };
export const close: Command = { type: 'conversation.close' };
export const complete: Command = { type: 'conversation.complete' };
export const reopen: Command = { type: 'conversation.reopen', agent: null, offer: null };

const queued = play([SYSTEM, start]);
const active = follow(queued, ann, assign(ann));

/** One conversation in each status; Ann is the assignee where there is one, and Bob is offered the transfer. */
export const conversations: Readonly<Record<'none' | Status, ConversationState>> = {
  none: initialState,
  queued,
  active,
  transferring: follow(active, ann, offerToBob),
  closed: follow(active, ann, close),
  completed: follow(active, ann, complete),
};
