import { useEffect, useState } from 'react';
import type { ChatSnapshot } from '#sdk/index.ts';

/**
 * Where the divider "New" stands: at what had been read when the chat was opened, or when the window lost the
 * agent's eyes. It stays put while one reads, and goes when one answers. null for none.
 */
export function useUnreadMark({ live, receipts, events, pending }: ChatSnapshot, self: string, serving: boolean): number | null {
  const last = events.at(-1)?.seq ?? 0;
  const read = receipts.find(({ participant }) => participant === self)?.read ?? 0;
  const [mark, setMark] = useState<number | null>(null);
  const [opened, setOpened] = useState(false);
  const answering = pending.length > 0;

  // While drawing, so that the first picture has its divider: later cursors follow the reading and move nothing.
  if (!opened && live && serving) {
    setOpened(true);
    if (read > 0 && read < last) setMark(read);
  }
  if (answering && mark !== null) setMark(null);

  useEffect(() => {
    const onBlur = () => setMark(last);
    window.addEventListener('blur', onBlur);
    return () => window.removeEventListener('blur', onBlur);
  }, [last]);

  return mark;
}
