import type { CommandOf } from '../commands.ts';
import { refuse } from '../errors.ts';
import { agentParticipantId, isStaff } from '../participant.ts';
import type { Participant } from '../participant.ts';
import { isEnded, isServedByBot, isWaiting } from '../state.ts';
import type { ConversationState, Transfer } from '../state.ts';
import { draft } from './draft.ts';
import type { Decision } from './draft.ts';
import { mayManage } from './rights.ts';

/** What is offered to a department waits in its queue, and whoever accepts it there needs a seat first. */
const isOfferedTo = ({ to }: Transfer, by: Participant): boolean => to.agent !== undefined && agentParticipantId(to.agent) === by.id;

export function assign(state: ConversationState, by: Participant, { agent, reason, offer }: CommandOf<'conversation.assign'>): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (agent.kind === 'visitor') return refuse('command.forbidden');
  if (state.assignee === agent.id && state.transfer === null) return [];
  const { transfer } = state;
  switch (reason) {
    case 'takeover':
      // From a bot anybody may take it: they are asked to where it does not know further.
      if (by.kind !== 'supervisor' && !(isStaff(by) && isServedByBot(state))) return refuse('command.forbidden');
      break;
    case 'transferred':
      if (transfer === null || transfer.offer !== offer || !isOfferedTo(transfer, agent)) return refuse('transfer.unknown');
      break;
    default:
      if (!isWaiting(state)) return refuse('conversation.taken');
  }
  const department = reason === 'takeover' ? state.department : (transfer?.to.department ?? state.department);
  return [draft('conversation.assigned', { assignee: agent, reason, offer, department })];
}

export function giveBack(state: ConversationState, by: Participant): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (state.assignee === null) return refuse('conversation.not-assigned');
  if (!mayManage(state, by)) return refuse('command.forbidden');
  return [draft('conversation.queued', { department: state.department, reason: 'returned' })];
}

export function offerTransfer(state: ConversationState, by: Participant, { to, offer, lasts }: CommandOf<'transfer.offer'>, now: number): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (state.status !== 'active') return refuse(state.status === 'queued' ? 'conversation.not-assigned' : 'conversation.taken');
  if (!mayManage(state, by)) return refuse('command.forbidden');
  if (to.agent !== undefined && agentParticipantId(to.agent) === state.assignee) return refuse('transfer.to-self');
  return [draft('transfer.offered', { to, offer, expiresAt: now + lasts }, 'agents')];
}

export function declineTransfer(state: ConversationState, by: Participant, { offer }: CommandOf<'transfer.decline'>): Decision {
  if (state.transfer === null || state.transfer.offer !== offer) return refuse('transfer.unknown');
  if (!isOfferedTo(state.transfer, by)) return refuse('command.forbidden');
  return [draft('transfer.declined', { offer, reason: 'declined' }, 'agents')];
}

export function cancelTransfer(state: ConversationState, by: Participant): Decision {
  if (state.transfer === null) return refuse('transfer.unknown');
  if (!mayManage(state, by)) return refuse('command.forbidden');
  return [draft('transfer.declined', { offer: state.transfer.offer, reason: 'cancelled' }, 'agents')];
}

export function expireTransfer(state: ConversationState, { offer }: CommandOf<'transfer.expire'>): Decision {
  return state.transfer !== null && state.transfer.offer === offer ? [draft('transfer.declined', { offer, reason: 'expired' }, 'agents')] : [];
}
