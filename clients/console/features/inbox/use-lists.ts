import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { CardPage } from '#wire/api.ts';
import type { Card } from '#wire/protocol.ts';
import { isEnded } from '#domain/state.ts';
import { get } from '../../api/client.ts';
import { useCards, useDeskState } from '../desk/desk-provider.tsx';
import { useSession } from '../session/session-gate.tsx';
import { listsOf } from './lists.ts';
import type { Scope } from './lists.ts';

const endedKey = ['conversations', 'ended'] as const;

/** Waiting and own chats, live. */
export function useLists() {
  const { agent } = useSession();
  const cards = useCards();
  return useMemo(() => listsOf(cards.values(), agent.id), [cards, agent.id]);
}

/** Ended chats page by page; read anew when a chat left the desk, for it may have ended. */
export function useEnded(enabled: boolean) {
  const queries = useQueryClient();
  const cards = useCards();
  const before = useRef(cards);
  useEffect(() => {
    const left = [...before.current.values()].some((card) => {
      const now = cards.get(card.id);
      return now === undefined || isEnded(now) !== isEnded(card);
    });
    before.current = cards;
    if (left) void queries.invalidateQueries({ queryKey: endedKey });
  }, [cards, queries]);

  return useInfiniteQuery({
    queryKey: endedKey,
    queryFn: ({ pageParam }) => get<CardPage>(`/conversations?scope=ended${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`),
    // A chat may have left the desk in the very moment in which the list came up: nobody saw it go.
    staleTime: 0,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
  });
}

export interface ScopeList {
  readonly cards: readonly Card[];
  /** The first answer is still on its way. */
  readonly pending: boolean;
  readonly more: boolean;
  readonly loadMore: () => void;
}

const nothing = () => undefined;

export function useScopeList(scope: Scope): ScopeList {
  const lists = useLists();
  const known = useDeskState((desk) => desk.desk !== null);
  const ended = useEnded(scope === 'ended');
  const endedCards = useMemo(() => ended.data?.pages.flatMap((page) => page.items) ?? [], [ended.data]);
  if (scope !== 'ended') return { cards: lists[scope], pending: !known, more: false, loadMore: nothing };
  return { cards: endedCards, pending: ended.isPending, more: ended.hasNextPage, loadMore: () => { if (!ended.isFetching) void ended.fetchNextPage(); } };
}
