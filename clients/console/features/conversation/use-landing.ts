import { useEffect, useState } from 'react';
import { useSearch } from 'wouter';
import type { ChatSnapshot } from '#sdk/index.ts';
import { atIn } from '../search/sought.ts';

/** So long the message that somebody came for stands out, ms. */
const STANDS_OUT_MS = 2_500;

interface Landing {
  /** Brings in what was said before, from that event on or as much of it as comes at once. */
  readonly loadTo: (seq: number) => void;
  /** Goes to a message; false where there is none. */
  readonly show: (seq: number) => boolean;
}

/** Opens the chat at the message that the address names, `?at=<seq>`, however far back it is. The message that stands out now, or null. */
export function useLanding({ events, more }: Pick<ChatSnapshot, 'events' | 'more'>, { loadTo, show }: Landing): number | null {
  const at = atIn(useSearch());
  const [landed, setLanded] = useState<number | null>(null);
  const [marked, setMarked] = useState<number | null>(null);
  const first = events[0]?.seq;

  useEffect(() => {
    if (at === null) setLanded(null);
    if (at === null || at === landed || first === undefined) return;
    if (at < first && more) return loadTo(at);
    setLanded(at);
    setMarked(show(at) ? at : null);
  }, [at, first, landed, loadTo, more, show]);

  useEffect(() => {
    if (marked === null) return undefined;
    const timer = setTimeout(() => setMarked(null), STANDS_OUT_MS);
    return () => clearTimeout(timer);
  }, [marked]);

  return marked;
}
