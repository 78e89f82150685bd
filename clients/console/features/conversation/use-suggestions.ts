import { useMemo, useSyncExternalStore } from 'react';
import type { Chat, ChatSnapshot } from '#sdk/index.ts';
import { focusComposer } from './chat-focus.ts';
import type { ComposerMode } from './composer.tsx';
import { draftOf, writeDraft } from './drafts.ts';
import { suggestedNow } from './timeline.ts';
import type { Suggestion } from './timeline.ts';

/** What was waved away, by chat: for as long as the page lives. */
const dismissed = new Map<string, ReadonlySet<number>>();
const listeners = new Set<() => void>();
const NONE: ReadonlySet<number> = new Set();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface SuggestionDeeds {
  /** As the agent's own words. */
  readonly send: (suggestion: Suggestion) => void;
  /** Into the composer, after what stands there. */
  readonly edit: (suggestion: Suggestion) => void;
  readonly dismiss: (suggestion: Suggestion) => void;
}

export interface Suggested extends SuggestionDeeds {
  /** The best of what is suggested now: the one that keys act on. */
  readonly best: Suggestion | null;
  readonly dismissed: ReadonlySet<number>;
}

/** What bots suggest to whoever serves this chat, and what can be done with it. */
export function useSuggestions(chat: Chat, snapshot: ChatSnapshot, onMode: (mode: ComposerMode) => void): Suggested {
  const away = useSyncExternalStore(subscribe, () => dismissed.get(chat.id) ?? NONE);
  const { events, pending } = snapshot;
  const best = useMemo(() => suggestedNow({ events, pending }).find(({ seq }) => !away.has(seq)) ?? null, [events, pending, away]);
  return {
    best,
    dismissed: away,
    send: ({ text }) => void chat.post(text, 'public'),
    edit({ text }) {
      const draft = draftOf(chat.id, false).trimEnd();
      writeDraft(chat.id, false, draft === '' ? text : `${draft}\n${text}`);
      onMode('reply');
      focusComposer();
    },
    dismiss({ seq }) {
      dismissed.set(chat.id, new Set([...away, seq]));
      for (const tell of listeners) tell();
    },
  };
}
