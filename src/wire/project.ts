import type { Audience, ConversationEvent } from '#domain/events.ts';
import { isVisitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { ConversationState } from '#domain/state.ts';

/**
 * What an audience may see of an event: null when nothing. For the public the position is the public one,
 * so that notes neither leave holes nor show that they exist; command ids of others would show them by their holes.
 */
export function projectEvent(event: ConversationEvent, audience: Audience): ConversationEvent | null {
  if (audience === 'agents') return event;
  if (event.publicSeq === null) return null;
  // What a broadcast is called is the house's own affair.
  const { announcement: _announcement, ...told } = event as typeof event & { readonly announcement?: unknown };
  if (isVisitorId(event.by)) return { ...told, seq: event.publicSeq };
  const { id: _id, ...rest } = told;
  return { ...rest, seq: event.publicSeq };
}

/** True for those of whom the public may know: supervisors look on unseen until the chat is theirs. */
export const isSeen = ({ assignee }: Pick<ConversationState, 'assignee'>, { id, kind }: Participant): boolean => kind !== 'supervisor' || id === assignee;

/** What an audience may see of the state: the fold of the events that it may see. */
export function projectState(state: ConversationState, audience: Audience): ConversationState {
  if (audience === 'agents') return state;
  const { answers: _answers, botsPaused: _paused, ratings: _ratings, ...rest } = state;
  return {
    ...rest,
    seq: state.publicSeq,
    at: state.publicAt,
    status: state.status === 'transferring' ? 'active' : state.status,
    transfer: null,
    queuedAt: state.status === 'queued' ? state.queuedAt : null,
    participants: state.participants.filter((participant) => isSeen(state, participant)),
    streams: state.streams.filter(({ by }) => isVisitorId(by)),
    bots: [],
  };
}
