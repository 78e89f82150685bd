import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ConversationState } from '#wire/vocabulary.ts';
import { keepFlag } from '../../lib/kept-flag.ts';
import type { ComposerMode } from './composer.tsx';
import type { Standing } from './use-chat.ts';

/** The context pane beside the chat, where there is room for it. */
export const detailsShown = keepFlag('parlor.details', true);

/** The chat that is looked at, for keys and the palette. */
export interface ChatFocus {
  readonly id: string;
  readonly standing: Standing;
  readonly visitorName: string;
  readonly state: ConversationState | null;
  readonly onTransfer: () => void;
  readonly onMode: (mode: ComposerMode) => void;
  readonly onDetails: () => void;
}

let current: ChatFocus | null = null;
const listeners = new Set<() => void>();

function set(next: ChatFocus | null): void {
  current = next;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useFocusedChat = (): ChatFocus | null => useSyncExternalStore(subscribe, () => current);

/** Makes this chat the one that keys act on, for as long as it is shown. */
export function useChatFocus(focus: ChatFocus): void {
  const latest = useRef(focus);
  latest.current = focus;
  const { id, standing, visitorName, state } = focus;
  useEffect(() => {
    set({
      id, standing, visitorName, state,
      onTransfer: () => latest.current.onTransfer(),
      onMode: (mode) => latest.current.onMode(mode),
      onDetails: () => latest.current.onDetails(),
    });
    return () => set(null);
  }, [id, standing, visitorName, state]);
}
