import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { CardPage } from '#wire/api.ts';
import type { Card } from '#wire/protocol.ts';
import { isEnded } from '#domain/state.ts';
import { get } from '../../api/client.ts';
import { useCards, useDeskState } from '../desk/desk-provider.tsx';
import { useSession } from '../session/session-gate.tsx';
import { isLive, listsOf } from './lists.ts';
import type { Lists, Scope } from './lists.ts';

/** What others do is not told to this desk: a list that is looked at is read anew so often, ms. */
const LOOK_EVERY_MS = 5_000;

type PagedScope = Exclude<Scope, keyof Lists>;
const keyOf = (scope: PagedScope) => ['conversations', scope] as const;

/** Waiting and own chats, live. */
export function useLists() {
  const { agent } = useSession();
  const cards = useCards();
  return useMemo(() => listsOf(cards.values(), agent.id), [cards, agent.id]);
}

/** Everybody's open chats, or ended ones, page by page; read anew as well when a chat left the desk, for it may have ended. */
function usePages(scope: PagedScope, enabled: boolean) {
  const queries = useQueryClient();
  const cards = useCards();
  const before = useRef(cards);
  useEffect(() => {
    const left = [...before.current.values()].some((card) => {
      const now = cards.get(card.id);
      return now === undefined || isEnded(now) !== isEnded(card);
    });
    before.current = cards;
    if (left) void queries.invalidateQueries({ queryKey: keyOf(scope) });
  }, [cards, queries, scope]);

  const asked = scope === 'all' ? 'open' : scope;
  return useInfiniteQuery({
    queryKey: keyOf(scope),
    queryFn: ({ pageParam }) => get<CardPage>(`/conversations?scope=${asked}${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`),
    // A chat may have left the desk in the very moment in which the list came up: nobody saw it go.
    staleTime: 0,
    refetchInterval: LOOK_EVERY_MS,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
  });
}

export interface ScopeList {
  readonly cards: readonly Card[];
  /** The first answer is still on its way. */
  readonly pending: boolean;
  /** Why there is nothing to show; null where something could be read. */
  readonly failed: Error | null;
  readonly retry: () => void;
  readonly more: boolean;
  readonly loadMore: () => void;
}

const nothing = () => undefined;

export function useScopeList(scope: Scope): ScopeList {
  const lists = useLists();
  const known = useDeskState((desk) => desk.desk !== null);
  const live = useCards();
  const paged = isLive(scope) ? 'ended' : scope;
  const pages = usePages(paged, !isLive(scope));
  // Of what this desk is told about, it knows more, and sooner.
  const cards = useMemo(
    () => (pages.data?.pages.flatMap((page) => page.items) ?? []).map((card) => live.get(card.id) ?? card).filter((card) => isEnded(card) === (paged === 'ended')),
    [pages.data, live, paged],
  );
  if (isLive(scope)) return { cards: lists[scope], pending: !known, failed: null, retry: nothing, more: false, loadMore: nothing };
  return {
    cards,
    pending: pages.isPending,
    failed: pages.data === undefined ? pages.error : null,
    retry: () => void pages.refetch(),
    more: pages.hasNextPage,
    loadMore: () => { if (!pages.isFetching) void pages.fetchNextPage(); },
  };
}
