import type { CommandOf } from '../commands.ts';
import { refuse } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import { isStaff } from '../participant.ts';
import type { Participant } from '../participant.ts';
import { isEnded, isUnattended } from '../state.ts';
import type { ConversationState } from '../state.ts';
import { draft } from './draft.ts';
import type { Decision } from './draft.ts';
import { isItsVisitor, mayManage } from './rights.ts';

/** How long after its end a visitor may reopen a chat. */
export const REOPEN_WINDOW_MS = 24 * 60 * 60 * 1000;

export function close(state: ConversationState, by: Participant): Decision {
  return whyNotEnded(state, by) ?? [draft('conversation.closed', { reason: by.kind === 'visitor' ? 'visitor' : 'agent' })];
}

export function complete(state: ConversationState, by: Participant): Decision {
  return whyNotEnded(state, by) ?? [draft('conversation.completed', { reason: 'agent' })];
}

function whyNotEnded(state: ConversationState, by: Participant): Refusal | null {
  if (isEnded(state)) return refuse('conversation.ended');
  return mayManage(state, by) || isItsVisitor(state, by) ? null : refuse('command.forbidden');
}

export function abandon(state: ConversationState): Decision {
  return isUnattended(state) ? [draft('conversation.closed', { reason: 'abandoned' })] : [];
}

export function reopen(state: ConversationState, by: Participant, { agent, offer }: CommandOf<'conversation.reopen'>, now: number): Decision {
  if (!isEnded(state)) return refuse('conversation.open');
  if (!isStaff(by) && !isItsVisitor(state, by)) return refuse('command.forbidden');
  if (by.kind === 'visitor' && now - (state.endedAt ?? 0) > REOPEN_WINDOW_MS) return refuse('conversation.reopen-expired');
  // Only the desk names who takes it, with a seat reserved: a visitor's chat queues.
  if (agent !== null && (by.kind === 'visitor' || agent.kind === 'visitor')) return refuse('command.forbidden');
  const { department } = state;
  return [
    draft('conversation.reopened', {}),
    agent === null
      ? draft('conversation.queued', { department, reason: 'reopened' })
      : draft('conversation.assigned', { assignee: agent, reason: 'accepted', offer, department }),
  ];
}

/** Also after the end: it is then that many read what was said. Who said it the log knows. */
export function rate(state: ConversationState, by: Participant, { helpful, message }: CommandOf<'message.rate'>): Decision {
  if (!isItsVisitor(state, by)) return refuse('command.forbidden');
  if (typeof helpful !== 'boolean') return refuse('command.malformed', { field: 'helpful' });
  if (state.answers?.some((answer) => answer.message === message) !== true) return refuse('command.malformed', { field: 'message' });
  return state.ratings?.some((known) => known.message === message && known.helpful === helpful) === true ? [] : [draft('message.rated', { message, helpful })];
}

export function giveFeedback(state: ConversationState, by: Participant, { solved }: CommandOf<'feedback.give'>): Decision {
  if (!isItsVisitor(state, by)) return refuse('command.forbidden');
  if (!isEnded(state)) return refuse('conversation.open');
  if (typeof solved !== 'boolean') return refuse('command.malformed', { field: 'solved' });
  return state.solved === solved ? [] : [draft('feedback.given', { solved })];
}
