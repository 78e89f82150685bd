import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Scope } from '../inbox/lists.ts';
import { atIn, isAsked, isSearched, nothing, searchOf, soughtIn } from './sought.ts';
import type { SearchScope, Sought } from './sought.ts';

/** What is looked for in this list, by the address: it outlives a reload, and can be gone back to and passed on. */
export function useSought(scope: Scope): Sought {
  const search = useSearch();
  return useMemo(() => (isSearched(scope) ? soughtIn(scope, search) : nothing), [scope, search]);
}

/** Looks for something else in the list that is shown, and stays at the message that is open beside it. Who begins to look may go back to the whole list; each word on the way is no place of its own. */
export function useSeek(scope: SearchScope): (next: Sought) => void {
  const [path, navigate] = useLocation();
  const before = useSought(scope);
  const at = atIn(useSearch());
  return (next) => navigate(`${path}${searchOf(next, at)}`, { replace: isAsked(before) });
}

/** The way back to the list from one of its chats. */
export function useListAddress(scope: Scope): string {
  return `/${scope}${searchOf(useSought(scope))}`;
}

/** While somebody types, ms. */
export const SETTLE_MS = 250;

/** What is typed, once somebody pauses; emptied at once. */
export function useSettled(text: string): string {
  const now = text.trim();
  const [settled] = useDebouncedValue(now, SETTLE_MS);
  return now === '' ? '' : settled;
}
