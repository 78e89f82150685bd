import { useSyncExternalStore } from 'react';

/** A yes or no that survives a reload: in localStorage where that is allowed, else in memory. */
export interface KeptFlag {
  read(): boolean;
  write(value: boolean): void;
  subscribe(listener: () => void): () => void;
}

/** `shared`: what another tab writes counts here at once; else from the next time the page is loaded. */
export function keepFlag(key: string, initial: boolean, shared = false): KeptFlag {
  const listeners = new Set<() => void>();
  let value = initial;
  const take = (next: boolean): void => {
    value = next;
    for (const tell of listeners) tell();
  };
  try {
    value = (localStorage.getItem(key) ?? String(initial)) === 'true';
    if (shared) window.addEventListener('storage', (event) => {
      if (event.key === key) take((event.newValue ?? String(initial)) === 'true');
    });
  } catch {
    // Storage is refused: the value lives as long as the page.
  }
  return {
    read: () => value,
    write(next) {
      try {
        localStorage.setItem(key, String(next));
      } catch {
        // As above.
      }
      take(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useKeptFlag = (flag: KeptFlag): boolean => useSyncExternalStore(flag.subscribe, flag.read);
