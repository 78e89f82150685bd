import type { Audience, ConversationEvent } from '#domain/events.ts';
import type { ConversationState } from '#domain/state.ts';

/**
 * What an audience may see of an event: null when nothing. For the public the position is the public one,
 * so that notes neither leave holes nor show that they exist.
 */
export function projectEvent(event: ConversationEvent, audience: Audience): ConversationEvent | null {
  if (audience === 'agents') return event;
  return event.publicSeq === null ? null : { ...event, seq: event.publicSeq };
}

/** What an audience may see of the state: the fold of the events that it may see. */
export function projectState(state: ConversationState, audience: Audience): ConversationState {
  if (audience === 'agents') return state;
  return {
    ...state,
    seq: state.publicSeq,
    status: state.status === 'transferring' ? 'active' : state.status,
    transfer: null,
    queuedAt: state.status === 'queued' ? state.queuedAt : null,
    participants: state.participants.filter(({ kind }) => kind !== 'supervisor'),
  };
}
