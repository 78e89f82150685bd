import { useEffect, useEffectEvent } from 'react';

/** What the keys of an editor do. `Delete` and the arrows are the canvas's own. */
export interface Keys {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly copy: () => void;
  readonly paste: () => void;
  readonly duplicate: () => void;
  readonly selectAll: () => void;
}

const isWriting = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Keys act wherever nobody writes, and never on what a browser copies by itself. */
export function useKeys(keys: Keys, enabled: boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || isWriting(event.target)) return;
    const chosen = window.getSelection()?.toString() ?? '';
    const deed = deedOf(event.key.toLowerCase(), event.shiftKey, keys, chosen !== '');
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const listen = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [enabled]);
}

function deedOf(key: string, shift: boolean, { copy, duplicate, paste, redo, selectAll, undo }: Keys, hasText: boolean): (() => void) | undefined {
  switch (key) {
    case 'z': return shift ? redo : undo;
    case 'y': return redo;
    case 'c': return hasText ? undefined : copy;
    case 'v': return paste;
    case 'd': return duplicate;
    case 'a': return selectAll;
    default: return undefined;
  }
}
