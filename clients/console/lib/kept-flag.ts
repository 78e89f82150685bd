import { useSyncExternalStore } from 'react';

/** A yes or no that survives a reload: in localStorage where that is allowed, else in memory. */
export interface KeptFlag {
  read(): boolean;
  write(value: boolean): void;
  subscribe(listener: () => void): () => void;
}

export function keepFlag(key: string, initial: boolean): KeptFlag {
  const listeners = new Set<() => void>();
  let value = initial;
  try {
    value = (localStorage.getItem(key) ?? String(initial)) === 'true';
  } catch {
    // Storage is refused: the value lives as long as the page.
  }
  return {
    read: () => value,
    write(next) {
      value = next;
      try {
        localStorage.setItem(key, String(next));
      } catch {
        // As above.
      }
      for (const tell of listeners) tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useKeptFlag = (flag: KeptFlag): boolean => useSyncExternalStore(flag.subscribe, flag.read);
