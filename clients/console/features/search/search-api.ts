import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { FoundChat, FoundPage } from '#wire/api.ts';
import { get } from '../../api/client.ts';
import { patiently } from '../../api/patiently.ts';
import type { SearchScope } from './sought.ts';

const addressOf = (scope: SearchScope, text: string, more: Readonly<Record<string, string>> = {}): string =>
  `/conversations/search?${new URLSearchParams({ scope: scope === 'all' ? 'open' : 'ended', text, ...more }).toString()}`;

/** Page by page; a chat that changed its place meanwhile may be on two of them. Whoever comes back to the window has not asked again: all pages would be looked for anew. */
export const useChatSearch = (scope: SearchScope, text: string) => useInfiniteQuery({
  queryKey: ['search', scope, text],
  queryFn: ({ pageParam, signal }) => patiently(() => get<FoundPage>(addressOf(scope, text, pageParam === null ? {} : { cursor: pageParam })), signal),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  select: ({ pages }) => ({
    found: [...new Map(pages.flatMap(({ items }) => items).map((item) => [item.card.id, item])).values()],
    lookedTo: pages.at(-1)?.lookedTo ?? null,
  }),
  enabled: text !== '',
  staleTime: 10_000,
  refetchOnWindowFocus: false,
});

/** The first few, for whoever wants to go somewhere. */
export const useFirstFound = (scope: SearchScope, text: string, most: number) => useQuery({
  queryKey: ['search', scope, text, most],
  queryFn: () => get<FoundPage>(addressOf(scope, text, { limit: String(most) })),
  select: ({ items }): readonly FoundChat[] => items,
  enabled: text !== '',
  staleTime: 10_000,
  retry: false,
});
