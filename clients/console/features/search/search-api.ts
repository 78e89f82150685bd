import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { FoundChat, FoundPage } from '#wire/api.ts';
import { get } from '../../api/client.ts';
import { patiently } from '../../api/patiently.ts';
import { isAsked, nothing, queryOf } from './sought.ts';
import type { SearchScope, Sought } from './sought.ts';

const addressOf = (scope: SearchScope, sought: Sought, more: Readonly<Record<string, string>> = {}): string =>
  `/conversations/search?${new URLSearchParams({ ...queryOf(scope, sought), ...more }).toString()}`;

/**
 * Page by page; a chat that changed its place meanwhile may be on two of them. Whoever comes back to the window has not asked again: all pages would
 * be looked for anew. What nobody waits for any more is broken off, here and on the server.
 */
export const useChatSearch = (scope: SearchScope, sought: Sought) => useInfiniteQuery({
  queryKey: ['search', scope, sought],
  queryFn: ({ pageParam, signal }) => patiently(() => get<FoundPage>(addressOf(scope, sought, pageParam === null ? {} : { cursor: pageParam }), signal), signal),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  select: ({ pages }) => ({
    found: [...new Map(pages.flatMap(({ items }) => items).map((item) => [item.card.id, item])).values()],
    lookedTo: pages.at(-1)?.lookedTo ?? null,
  }),
  enabled: isAsked(sought),
  staleTime: 10_000,
  refetchOnWindowFocus: false,
});

/** The first few, for whoever wants to go somewhere. */
export const useFirstFound = (scope: SearchScope, text: string, most: number) => useQuery({
  queryKey: ['search', scope, text, most],
  queryFn: ({ signal }) => get<FoundPage>(addressOf(scope, { ...nothing, text }, { limit: String(most) }), signal),
  select: ({ items }): readonly FoundChat[] => items,
  enabled: text !== '',
  staleTime: 10_000,
  retry: false,
});
