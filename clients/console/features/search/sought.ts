import { useDebouncedValue } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';
import type { FoundChat } from '#wire/api.ts';
import type { Scope } from '../inbox/lists.ts';

/** The lists that are searched: in the others everything is in view. */
export type SearchScope = Extract<Scope, 'all' | 'ended'>;
export const isSearched = (scope: Scope): scope is SearchScope => scope === 'all' || scope === 'ended';

/** The way to a chat in this list, at the message for which it was found. */
export const addressOf = (scope: Scope, { card, said }: FoundChat): string => `/${scope}/${card.id}${said === null ? '' : `?at=${said.seq}`}`;

/** While somebody types, ms. */
const SETTLE_MS = 250;

const texts = new Map<Scope, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Kept as long as the page: whoever comes back from a chat finds what was found. */
export function seek(scope: SearchScope, text: string): void {
  texts.set(scope, text);
  for (const tell of listeners) tell();
}

/** What is looked for in a list, as it is typed. */
export const useSought = (scope: Scope): string => useSyncExternalStore(subscribe, () => texts.get(scope) ?? '');

/** The same once somebody pauses; emptied at once. */
export function useSettled(text: string): string {
  const now = text.trim();
  const [settled] = useDebouncedValue(now, SETTLE_MS);
  return now === '' ? '' : settled;
}
