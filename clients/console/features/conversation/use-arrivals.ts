import { useEffect, useRef, useState } from 'react';
import type { Chat, ChatSnapshot } from '#sdk/index.ts';
import { useTexts } from '../../app/preferences.tsx';
import type { Names } from './use-names.ts';

interface ArrivalsInput {
  readonly chat: Chat;
  readonly snapshot: ChatSnapshot;
  readonly self: string;
  readonly names: Names;
  readonly serving: boolean;
  /** The newest words are in view. */
  readonly seen: boolean;
}

/** Marks as read what somebody looks at, and returns the words for a screen reader when somebody else said something. */
export function useArrivals({ chat, snapshot, self, names, serving, seen }: ArrivalsInput): string {
  const texts = useTexts();
  const [announcement, announce] = useState('');
  const { events, live } = snapshot;
  const last = events.at(-1);
  const heard = useRef<number | null>(null);

  useEffect(() => {
    if (last === undefined) return;
    if (heard.current !== null && last.seq > heard.current && last.type === 'message.posted' && last.by !== self) {
      announce(texts.chat.arrived(names.nameOf(last.by).name, last.body.text));
    }
    heard.current = last.seq;
  }, [last?.seq]);

  useEffect(() => {
    if (!live || !serving || !seen) return undefined;
    const look = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) chat.read();
    };
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [chat, live, serving, seen, last?.seq]);

  return announcement;
}
