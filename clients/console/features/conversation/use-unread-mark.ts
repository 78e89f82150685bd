import { useEffect, useState } from 'react';
import type { ChatSnapshot } from '#sdk/index.ts';
import { spokenTo } from './timeline.ts';

/**
 * Where the divider "New" stands, as a public position: at what had been read or answered when the chat was opened,
 * or at what had been said when the window lost the agent's eyes. It stays put while one reads, and goes when one
 * answers. null for none.
 */
export function useUnreadMark({ live, receipts, events, pending }: ChatSnapshot, self: string, serving: boolean): number | null {
  const { own, others } = spokenTo(events, self);
  const read = receipts.find(({ participant }) => participant === self)?.read ?? 0;
  const [mark, setMark] = useState<number | null>(null);
  const [opened, setOpened] = useState(false);
  const answering = pending.some(({ command }) => command.type === 'message.post');

  // While drawing, so that the first picture has its divider: later cursors follow the reading and move nothing.
  if (!opened && live && serving) {
    setOpened(true);
    const known = Math.max(read, own);
    if (known > 0 && known < others) setMark(known);
  }
  if (mark !== null && (answering || own > mark)) setMark(null);

  useEffect(() => {
    const said = Math.max(own, others);
    const onBlur = () => setMark(said);
    // Nothing came meanwhile: what comes now is seen as it comes.
    const onFocus = () => setMark((before) => (before !== null && before >= others ? null : before));
    window.addEventListener('blur', onBlur);
    window.addEventListener('focus', onFocus);
    return () => {
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('focus', onFocus);
    };
  }, [own, others]);

  return mark;
}
