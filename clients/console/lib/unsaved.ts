import { useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { AroundNavHandler } from 'wouter';

/** Something that somebody has written and not saved. */
interface Unsaved {
  /** Whether it is still there at an address, such as `/console/contacts?q=Lin`. */
  keptAt(address: string): boolean;
}

const forms = new Set<Unsaved>();
const listeners = new Set<() => void>();
/** What goes on once somebody gives up what is not saved; null while nobody is asked. */
let asked: (() => void) | null = null;
/** Where one is, as far as the page has followed. */
let here = '';

const addressNow = (): string => location.pathname + location.search;

function ask(next: typeof asked): void {
  asked = next;
  for (const tell of listeners) tell();
}

/** Goes on at once where nothing is lost, else when that was agreed to. */
function attempt(go: () => void, lost: readonly Unsaved[]): void {
  if (lost.length === 0) return go();
  ask(() => {
    for (const form of lost) drop(form);
    go();
  });
}

const lostAt = (address: string): readonly Unsaved[] => [...forms].filter((form) => !form.keptAt(address));

// Only while there is something to lose: a page that listens for it cannot be kept in memory by the browser.
const objectToClosing = (event: BeforeUnloadEvent): void => event.preventDefault();

function drop(form: Unsaved): void {
  forms.delete(form);
  if (forms.size === 0) removeEventListener('beforeunload', objectToClosing);
}

function add(form: Unsaved): void {
  forms.add(form);
  addEventListener('beforeunload', objectToClosing);
}

/** One does not leave. */
export const stay = (): void => ask(null);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What goes on if somebody leaves, while they are asked whether to. */
export const useAsked = (): (() => void) | null => useSyncExternalStore(subscribe, () => asked);

/** Every link, command and call that leads elsewhere goes through it. */
export const guardNavigation: AroundNavHandler = (navigate, to, options) => attempt(() => navigate(to, options), lostAt(to));

/** For what ends all that is open, such as signing out. */
export const leaveAll = (go: () => void): void => attempt(go, [...forms]);

/** To be called before anything else listens: what the question stops, nobody else may hear. */
export function watchLeaving(): void {
  const follow = (): void => { here = addressNow(); };
  follow();
  addEventListener('pushState', follow);
  addEventListener('replaceState', follow);
  addEventListener('popstate', (event) => {
    const lost = lostAt(addressNow());
    if (lost.length === 0) return follow();
    // The browser has gone already: it stands again where the page still is, one step after where it was to go.
    event.stopImmediatePropagation();
    history.pushState(null, '', here);
    attempt(() => history.back(), lost);
  }, true);
  addEventListener('keydown', (event) => {
    if (asked === null || event.key !== 'Escape') return;
    event.stopImmediatePropagation();
    stay();
  }, true);
}

/** Says whether there is something that is not saved, in force as soon as it is called. Nothing is once the component is gone. */
function useMark(within?: string): { readonly set: (dirty: boolean) => void; readonly isSet: () => boolean } {
  const form = useRef<Unsaved>(null);
  const set = useCallback((dirty: boolean) => {
    // Given up and still here, as where a sign-out was not heard: what is written next is looked after anew.
    if (dirty === (form.current !== null && forms.has(form.current))) return;
    const at = addressNow();
    if (form.current !== null) drop(form.current);
    form.current = dirty ? { keptAt: (address) => address === at || (within !== undefined && address.startsWith(`/console${within}`)) } : null;
    if (form.current !== null) add(form.current);
  }, [within]);
  useLayoutEffect(() => () => set(false), [set]);
  return { set, isSet: () => form.current !== null && forms.has(form.current) };
}

/**
 * While `dirty`, whoever leaves is asked. `within`: the beginning of the addresses, below the console's own, at which it is
 * kept; default: only where it is now. Returns what is called before going elsewhere with all of it done.
 */
export function useUnsaved(dirty: boolean, within?: string): () => void {
  const { set } = useMark(within);
  useLayoutEffect(() => set(dirty), [dirty, set]);
  return useCallback(() => set(false), [set]);
}

export interface Closing {
  readonly onDirty: (dirty: boolean) => void;
  /** Without asking: it was saved, or given up by name. */
  readonly close: () => void;
  /** By the cross, by Esc, by a click beside it. */
  readonly leave: () => void;
}

/** For what is written in something that closes. A key may follow another before anything is drawn: nothing here waits for that. */
export function useClosing(onClose: () => void): Closing {
  const { isSet, set } = useMark();
  const close = () => {
    set(false);
    onClose();
  };
  return { onDirty: set, close, leave: () => (isSet() ? ask(close) : close()) };
}

/** Whether a form has other values than when it was opened, which plain data is compared for. */
export function useIsChanged(values: unknown): boolean {
  const [first] = useState(() => JSON.stringify(values));
  return JSON.stringify(values) !== first;
}
