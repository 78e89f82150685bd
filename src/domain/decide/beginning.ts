import type { CommandOf } from '../commands.ts';
import { refuse } from '../errors.ts';
import { isStaff } from '../participant.ts';
import type { Participant } from '../participant.ts';
import type { ConversationState } from '../state.ts';
import { draft } from './draft.ts';
import type { Decision } from './draft.ts';

export function start(state: ConversationState, command: CommandOf<'conversation.start'>): Decision {
  if (state.status !== null) return refuse('conversation.exists');
  const { bot, visitor, department, locale } = command;
  // A chat that a bot serves first has its place in the queue already: it is handed over with it.
  const queued = [draft('conversation.started', { visitor, department, locale }), draft('conversation.queued', { department, reason: 'started' })];
  return bot === null ? queued : [...queued, draft('conversation.assigned', { assignee: bot, reason: 'routed', offer: null, department })];
}

/** It waits for nobody: there is no bot, and no place in a queue until it is given back or offered to a department. */
export function begin(state: ConversationState, by: Participant, { agent, department, locale, offer, visitor }: CommandOf<'conversation.begin'>): Decision {
  if (state.status !== null) return refuse('conversation.exists');
  if (!isStaff(by) || agent.id !== by.id || visitor.kind !== 'visitor') return refuse('command.forbidden');
  // A node of the release before knows this reason.
  return [draft('conversation.started', { visitor, department, locale }), draft('conversation.assigned', { assignee: agent, reason: 'accepted', offer, department })];
}

/** Also of an ended chat: the talk goes on elsewhere because it ended here. */
export function link(by: Participant, { channel, conversation, how }: CommandOf<'conversation.link'>): Decision {
  if (!isStaff(by)) return refuse('command.forbidden');
  if (how !== 'to' && how !== 'from') return refuse('command.malformed', { field: 'how' });
  return [draft('conversation.linked', { conversation, channel, how }, 'agents')];
}
