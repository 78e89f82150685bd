import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Puts the caret of a field there, once the text that is being written stands in it. */
export function useCaret(field: RefObject<HTMLTextAreaElement | null>, text: string): (at: number) => void {
  const next = useRef<number | null>(null);
  useEffect(() => {
    if (next.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(next.current, next.current);
    next.current = null;
  }, [field, text]);
  return (at) => {
    next.current = at;
  };
}
