import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, in steps of `step` ms: all clocks of the page tick together, and only those that show a change draw. */
export const useNow = (step = 1_000): number => useSyncExternalStore(subscribe, () => Math.floor((timer === undefined ? (now = Date.now()) : now) / step) * step);
