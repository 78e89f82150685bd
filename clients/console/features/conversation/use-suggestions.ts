import { useMemo } from 'react';
import type { SuggestionFate } from '#domain/events.ts';
import type { Chat, ChatSnapshot } from '#sdk/index.ts';
import { focusComposer } from './chat-focus.ts';
import type { ComposerMode } from './composer.tsx';
import { draftOf, writeDraft } from './drafts.ts';
import { takeUp } from './taken-up.ts';
import { settledIn, suggestedNow } from './timeline.ts';
import type { Suggestion } from './timeline.ts';

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
  /** Positions of those that are done with: sent, taken over, or waved away. */
  readonly settled: ReadonlySet<number>;
}

/** What bots suggest to whoever serves this chat, and what can be done with it. */
export function useSuggestions(chat: Chat, snapshot: ChatSnapshot, onMode: (mode: ComposerMode) => void): Suggested {
  const { events, pending } = snapshot;
  const settled = useMemo(() => settledIn({ events, pending }), [events, pending]);
  const best = useMemo(() => suggestedNow({ events, pending }).find(({ seq }) => !settled.has(seq)) ?? null, [events, pending, settled]);
  const settle = (suggestion: number, how: SuggestionFate): void => void chat.command({ type: 'suggestion.settle', suggestion, how });
  return {
    best,
    settled,
    send({ seq, text }) {
      chat.post(text, 'public');
      settle(seq, 'sent');
    },
    edit(suggestion) {
      const { text } = suggestion;
      const draft = draftOf(chat.id, false).trimEnd();
      writeDraft(chat.id, false, draft === '' ? text : `${draft}\n${text}`);
      takeUp(chat.id, suggestion);
      onMode('reply');
      focusComposer();
    },
    dismiss: ({ seq }) => settle(seq, 'dismissed'),
  };
}
