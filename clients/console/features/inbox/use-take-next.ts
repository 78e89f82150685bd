import { isWaiting } from '#domain/state.ts';
import { useChatActions } from '../conversation/use-chat-actions.ts';
import { useLists } from './use-lists.ts';

/** Takes whoever has waited longest; null while nobody stands in a queue: what colleagues offer to this very agent does not. */
export function useTakeNext(): (() => void) | null {
  const { waiting } = useLists();
  const { takeNext } = useChatActions();
  return waiting.some(isWaiting) ? () => void takeNext() : null;
}
