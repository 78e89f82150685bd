import { useEffect } from 'react';
import { previewOf } from '#domain/message.ts';
import type { Chat, ChatSnapshot } from '#sdk/index.ts';
import { useTexts } from '../../app/preferences.tsx';
import { spokenOf } from './spoken.ts';
import type { Names } from './use-names.ts';

interface ArrivalsInput {
  readonly chat: Chat;
  readonly snapshot: ChatSnapshot;
  readonly self: string;
  readonly names: Names;
  /** What is after it was said before one's eyes; null while the chat is not there. */
  readonly from: number | null;
  readonly serving: boolean;
  /** The newest words are in view. */
  readonly seen: boolean;
}

/** Marks as read what somebody looks at, and returns the words for a screen reader when somebody else said something. */
export function useArrivals({ chat, snapshot, self, names, from, serving, seen }: ArrivalsInput): string {
  const texts = useTexts();
  const { events, live } = snapshot;
  const last = events.at(-1);
  const position = last?.seq ?? 0;

  useEffect(() => {
    if (!live || !serving || !seen || position === 0) return undefined;
    const look = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) chat.read();
    };
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [chat, live, serving, seen, position]);

  const heard = from !== null && position > from && last?.type === 'message.posted' && last.by !== self;
  return heard ? texts.chat.arrived(last.kind === 'suggestion' ? texts.suggestion.title(1) : names.nameOf(last.by).name, last.body.file === undefined ? last.body.text : spokenOf(last.kind, previewOf(last.kind, last.body), texts)) : '';
}
