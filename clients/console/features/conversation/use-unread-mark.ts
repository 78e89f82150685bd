import { useEffect, useState } from 'react';
import type { ChatSnapshot } from '#sdk/index.ts';

/**
 * Where the divider "New" stands: at what had been read when the chat was opened, or when the window lost the
 * agent's eyes. It stays put while one reads, and goes when one answers. null for none.
 */
export function useUnreadMark({ live, receipts, events, pending }: ChatSnapshot, self: string, serving: boolean): number | null {
  const [mark, setMark] = useState<number | null>(null);
  const last = events.at(-1)?.seq ?? 0;
  const read = receipts.find(({ participant }) => participant === self)?.read;

  useEffect(() => {
    if (live && serving && read !== undefined && read > 0) setMark(read);
    // Only at the moment when the chat shows: later cursors follow the reading.
  }, [live, serving]);

  useEffect(() => {
    const onBlur = () => setMark(last);
    window.addEventListener('blur', onBlur);
    return () => window.removeEventListener('blur', onBlur);
  }, [last]);

  const answering = pending.length > 0;
  useEffect(() => {
    if (answering) setMark(null);
  }, [answering]);

  return mark;
}
