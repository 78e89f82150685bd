import type { ConversationEvent } from './events.ts';
import type { Participant, ParticipantId } from './participant.ts';
import { MOST_RATINGS } from './state.ts';
import type { ConversationState } from './state.ts';
import { advance } from './streams.ts';

const without = (participants: readonly Participant[], id: ParticipantId | null): readonly Participant[] =>
  participants.filter((participant) => participant.id !== id);

const withParticipant = (participants: readonly Participant[], added: Participant): readonly Participant[] =>
  [...without(participants, added.id), added];

/** Applies one event, for the actor of a conversation. */
export function evolve(before: ConversationState, event: ConversationEvent): ConversationState {
  const folded = fold(before, event);
  const state = event.id === undefined ? folded : { ...folded, streams: advance(before.streams, event.id, event.by) };
  if (event.type === 'message.posted' && event.answer === true && event.publicSeq !== null) return { ...state, answers: [...(before.answers ?? []), { message: event.publicSeq, by: event.by }].slice(-MOST_RATINGS) };
  if (event.type === 'message.rated') return { ...state, ratings: [...(before.ratings ?? []).filter(({ message }) => message !== event.message), { message: event.message, helpful: event.helpful }].slice(-MOST_RATINGS) };
  if (event.type === 'bots.paused') return { ...state, botsPaused: true };
  if (event.type === 'bots.resumed') {
    const { botsPaused: _paused, ...resumed } = state;
    return resumed;
  }
  if (event.type !== 'bot.answered') return state;
  return { ...state, bots: [...before.bots.filter(({ id }) => id !== event.by), { id: event.by, turn: event.turn, memoryAt: event.seq, wakeAt: event.wakeAt }] };
}

/**
 * The same without where bots and senders' streams are, and what was said of bots, which nobody else needs to know: so clients stay
 * small. Total: an event that is in the log happened, so nothing is refused here, and an event of a later release that this one does not
 * know moves the positions only. Also folds the projected events of a visitor, where agents-only events are absent and `seq` is the public
 * position.
 */
export function fold(before: ConversationState, event: ConversationEvent): ConversationState {
  const state: ConversationState = {
    ...before,
    seq: event.seq,
    publicSeq: event.publicSeq ?? before.publicSeq,
    at: event.at,
    publicAt: event.publicSeq === null ? before.publicAt : event.at,
    messages: event.type === 'message.posted' && event.publicSeq !== null ? before.messages + 1 : before.messages,
  };
  switch (event.type) {
    case 'conversation.started':
      return { ...state, department: event.department, locale: event.locale, participants: [event.visitor], startedAt: event.at };
    case 'conversation.queued':
      return {
        ...state, status: 'queued', department: event.department, queuedAt: event.at, transfer: null,
        participants: without(state.participants, before.assignee), assignee: null,
      };
    case 'conversation.assigned':
      return {
        ...state, status: 'active', department: event.department, queuedAt: null, transfer: null, assignee: event.assignee.id,
        participants: withParticipant(without(state.participants, before.assignee), event.assignee),
      };
    case 'transfer.offered':
      return {
        ...state, status: 'transferring', transfer: { offer: event.offer, to: event.to, expiresAt: event.expiresAt },
        queuedAt: event.to.department === undefined ? null : event.at,
      };
    case 'transfer.declined':
      return { ...state, status: 'active', transfer: null, queuedAt: null };
    case 'participant.joined':
      return { ...state, participants: withParticipant(state.participants, event.participant) };
    case 'participant.left':
      return { ...state, participants: without(state.participants, event.participant) };
    case 'conversation.closed':
      return { ...state, status: 'closed', transfer: null, queuedAt: null, endedAt: event.at, endedBy: event.reason };
    case 'conversation.completed':
      return { ...state, status: 'completed', transfer: null, queuedAt: null, endedAt: event.at, endedBy: event.reason };
    case 'conversation.reopened':
      return { ...state, status: 'queued', assignee: null, participants: without(state.participants, before.assignee), endedAt: null, endedBy: null, solved: null };
    case 'feedback.given':
      return {
        ...state, solved: event.solved,
        // Whoever ends a chat says how it went; where the visitor ended it, this answer is what was missing.
        status: before.endedBy === 'visitor' ? (event.solved ? 'completed' : 'closed') : state.status,
      };
    // Words, and what became of them, move the positions only.
    default:
      return state;
  }
}
