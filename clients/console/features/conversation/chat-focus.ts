import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ConversationState } from '#wire/vocabulary.ts';
import { keepFlag } from '../../lib/kept-flag.ts';
import type { ComposerMode } from './composer.tsx';
import type { Suggestion } from './timeline.ts';
import type { Standing } from './use-chat.ts';

/** The context pane beside the chat, where there is room for it. */
export const detailsShown = keepFlag('parlor.details', true);

/** The chat that is looked at, for keys and the palette. */
export interface ChatFocus {
  readonly id: string;
  readonly standing: Standing;
  readonly visitorName: string;
  readonly state: ConversationState | null;
  /** What a bot suggests to whoever serves the chat. */
  readonly suggestion: Suggestion | null;
  readonly onSend: (suggestion: Suggestion) => void;
  readonly onEdit: (suggestion: Suggestion) => void;
  readonly onTransfer: () => void;
  readonly onMode: (mode: ComposerMode) => void;
  readonly onDetails: () => void;
}

/** The composer takes the keyboard once it is drawn. */
export const focusComposer = () => requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-composer]')?.focus());

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
  const { id, standing, suggestion, visitorName, state } = focus;
  useEffect(() => {
    set({
      id, standing, suggestion, visitorName, state,
      onSend: (suggested) => latest.current.onSend(suggested),
      onEdit: (suggested) => latest.current.onEdit(suggested),
      onTransfer: () => latest.current.onTransfer(),
      onMode: (mode) => latest.current.onMode(mode),
      onDetails: () => latest.current.onDetails(),
    });
    return () => set(null);
  }, [id, standing, suggestion, visitorName, state]);
}
