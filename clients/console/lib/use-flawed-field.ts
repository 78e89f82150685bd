import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The first field of a form that is marked as wrong comes into view and has the focus, each time that saving was tried in vain. */
export function useFlawedField(vain: number): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (vain === 0) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    // What sticks to the edge of a form would lie over a field that is merely in view.
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  }, [vain]);
  return form;
}
