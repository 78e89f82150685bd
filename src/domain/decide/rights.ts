import type { Participant } from '../participant.ts';
import { findParticipant } from '../state.ts';
import type { ConversationState } from '../state.ts';

/** Whoever has the chat, and supervisors any. */
export const mayManage = (state: ConversationState, by: Participant): boolean => state.assignee === by.id || by.kind === 'supervisor';

/** The visitor of this chat, not of another one. */
export const isItsVisitor = (state: ConversationState, by: Participant): boolean => by.kind === 'visitor' && findParticipant(state, by.id) !== undefined;
