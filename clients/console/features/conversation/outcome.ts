import type { ConversationState } from '#wire/vocabulary.ts';
import { isEnded } from '#domain/state.ts';

type Ended = Pick<ConversationState, 'status' | 'solved'>;

/** The visitor gave another answer than the agent: it stands beside the outcome, which stays the agent's. */
export const isDisputed = (state: Ended): boolean => isEnded(state) && state.solved !== null && state.solved !== (state.status === 'completed');

/** Under which name a chat stands in the catalogue's `status`. */
export function standingOf({ status, solved }: Ended): NonNullable<Ended['status']> | 'closedDisputed' | 'completedDisputed' {
  if (isDisputed({ status, solved })) return status === 'completed' ? 'completedDisputed' : 'closedDisputed';
  return status ?? 'queued';
}
