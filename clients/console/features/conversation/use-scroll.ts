import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** This close to the end counts as there, px. */
const NEAR = 48;
/** This close to the top asks for what is older, px. */
const TOP = 120;

interface ScrollInput {
  /** Key of the first row: when it changes, older rows came in front. */
  readonly firstKey: string | undefined;
  /** Anything that changes the height. */
  readonly size: number;
  readonly content: unknown;
  /** Number of own words on their way: more of them leads to the end. */
  readonly own: number;
  readonly onTop: () => void;
}

/** Stays at the end while one is there, and where one reads while one reads. */
export function useScroll({ firstKey, size, content, own, onTop }: ScrollInput) {
  const viewport = useRef<HTMLDivElement>(null);
  const [pinned, setPinned] = useState(true);
  const at = useRef({ pinned: true, height: 0, firstKey, own });

  const toEnd = useCallback(() => {
    const element = viewport.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    at.current.pinned = true;
    setPinned(true);
  }, []);

  const onScroll = useCallback(() => {
    const element = viewport.current;
    if (element === null) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    at.current.pinned = near;
    setPinned(near);
    if (element.scrollTop < TOP && element.scrollHeight > element.clientHeight) onTop();
  }, [onTop]);

  /** Brings a message into the middle, and stays there. False where it is not drawn. */
  const show = useCallback((seq: number): boolean => {
    const row = viewport.current?.querySelector(`[data-seq="${seq}"]`) ?? null;
    row?.scrollIntoView({ block: 'center' });
    onScroll();
    return row !== null;
  }, [onScroll]);

  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    const before = at.current;
    if (before.pinned || own > before.own) toEnd();
    else if (before.firstKey !== firstKey) element.scrollTop += element.scrollHeight - before.height;
    at.current = { ...at.current, height: element.scrollHeight, firstKey, own };
  }, [firstKey, size, content, own, toEnd]);

  useEffect(() => {
    const element = viewport.current;
    if (element === null) return undefined;
    // The composer grows, the keyboard of a phone comes up: the newest words stay in view.
    const observer = new ResizeObserver(() => {
      if (at.current.pinned) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { viewport, pinned, onScroll, toEnd, show };
}
