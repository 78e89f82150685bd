import type { CommandOf } from '../commands.ts';
import { refuse } from '../errors.ts';
import type { Audience } from '../events.ts';
import { isFileKind } from '../file.ts';
import { checkBody } from '../message.ts';
import { SYSTEM } from '../participant.ts';
import type { Participant } from '../participant.ts';
import { findParticipant, isEnded } from '../state.ts';
import type { ConversationState } from '../state.ts';
import { draft } from './draft.ts';
import type { Decision } from './draft.ts';

export function post(state: ConversationState, by: Participant, command: CommandOf<'message.post'>): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  const body = checkBody(command.kind, command.body);
  if ('code' in body) return body;
  if (command.audience !== 'public' && command.audience !== 'agents') return refuse('command.malformed', { field: 'audience' });
  if (command.audience === 'agents' && by.kind === 'visitor') return refuse('command.forbidden');
  if (command.kind !== 'text' && !isFileKind(command.kind)) return refuse('command.malformed', { field: 'kind' });
  // A note may come from any colleague; words for the visitor only from somebody the visitor can see.
  if (command.audience === 'public' && by.kind === 'supervisor' && state.assignee !== by.id) return refuse('command.forbidden');
  if (command.audience === 'public' && findParticipant(state, by.id) === undefined) return refuse('command.forbidden');
  return [draft('message.posted', { kind: command.kind, body }, command.audience)];
}

/** Nobody takes part for it, and nothing begins: who has something to say to it begins a chat, as ever, or is in one. */
export function announce(by: Participant, { announcement, body: given }: CommandOf<'message.announce'>): Decision {
  if (by.kind !== 'bot') return refuse('command.forbidden');
  const body = checkBody('text', given);
  return 'code' in body ? body : [draft('message.posted', { kind: 'text', body, announcement })];
}

/** Also of an ended chat: its last words are the ones that fail after it. */
export function failDelivery(state: ConversationState, by: Participant, { message, reason, detail }: CommandOf<'delivery.fail'>): Decision {
  if (by.id !== SYSTEM.id) return refuse('command.forbidden');
  if (message < 1 || message > state.seq) return refuse('command.malformed', { field: 'message' });
  return [draft('delivery.failed', { message, reason, detail }, 'agents')];
}

const presenceAudience = (participant: Participant): Audience => (participant.kind === 'supervisor' ? 'agents' : 'public');

export function join(state: ConversationState, by: Participant): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (by.kind === 'visitor') return refuse('command.forbidden');
  if (findParticipant(state, by.id) !== undefined) return [];
  return [draft('participant.joined', { participant: by }, presenceAudience(by))];
}

export function leave(state: ConversationState, by: Participant): Decision {
  const participant = findParticipant(state, by.id);
  if (participant === undefined) return [];
  if (participant.kind === 'visitor' || state.assignee === by.id) return refuse('command.forbidden');
  return [draft('participant.left', { participant: by.id }, presenceAudience(participant))];
}
