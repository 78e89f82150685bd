import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { patiently } from '../../api/patiently.ts';
import { useToast } from '../../app/toast.tsx';
import { isMoving, together, type Counted, type Whom } from './broadcast.ts';
import { BroadcastRefusal, type BroadcastsApi } from './broadcasts-api.ts';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

const KEY = 'broadcasts';
/** How often what goes on is looked at, ms, and what rests. */
const LIVE_MS = 2_000;
const CALM_MS = 15_000;
/** A count begins when nothing has been chosen for so long, ms. */
const CALM_CHOICE_MS = 350;

/** The page is one of a plugin, whose place names what of it is shown. */
const PLACE = '/plugins/broadcast/broadcasts';
/** In place of the id of one that nobody has saved. */
export const NEW = 'new';
export const placeOf = (id?: string): string => (id === undefined ? PLACE : `${PLACE}?broadcast=${id}`);

export const useBroadcasts = (api: BroadcastsApi) => useInfiniteQuery({
  queryKey: [KEY, 'list'],
  queryFn: ({ pageParam }) => api.list(pageParam),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  refetchInterval: ({ state: { data } }) => (data?.pages.some(({ items }) => items.some(isMoving)) === true ? LIVE_MS : CALM_MS),
  retry: false,
});

export const useBroadcast = (api: BroadcastsApi, id: string) => useQuery({
  queryKey: [KEY, 'one', id],
  queryFn: () => api.look(id),
  refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data) ? LIVE_MS : CALM_MS),
  retry: false,
});

export const usePlaces = (api: BroadcastsApi) => useQuery({ queryKey: [KEY, 'places'], queryFn: api.places, staleTime: 60_000, retry: false });

export const useFailures = (api: BroadcastsApi, id: string, count: number) => useInfiniteQuery({
  queryKey: [KEY, 'failures', id, count],
  queryFn: ({ pageParam }) => api.failures(id, pageParam),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  placeholderData: (before) => before,
  enabled: count > 0,
  retry: false,
});

/** Does something with a broadcast; what shows one is read anew. */
export function useDeed<I, O>(deed: (input: I) => Promise<O>) {
  const client = useQueryClient();
  const fail = useFailure();
  return useMutation({ mutationFn: deed, onError: fail, onSettled: () => client.invalidateQueries({ queryKey: [KEY] }) });
}

/** Says what went wrong, in the reader's words. */
export function useFailure(): (error: unknown) => void {
  const { tell, fail } = useToast();
  const { refusals } = useBroadcastTexts();
  return useCallback((error: unknown) => (error instanceof BroadcastRefusal ? tell({ text: refusals[error.reason], tone: 'danger' }) : fail(error)), [tell, fail, refusals]);
}

/** Counts whom it would reach, part by part, anew for each choice. `done`: all of them are counted. */
export function useAudience(api: BroadcastsApi, whom: Whom): { readonly counted: Counted | undefined; readonly done: boolean } {
  const asked = JSON.stringify(whom);
  const [state, setState] = useState<{ readonly asked: string; readonly counted: Counted; readonly done: boolean } | undefined>(undefined);
  const fail = useFailure();
  useEffect(() => {
    const stop = new AbortController();
    const count = async (): Promise<void> => {
      let sum: Counted | undefined;
      do {
        const after: string | null = sum?.after ?? null;
        const part = await patiently(() => api.count(JSON.parse(asked) as Whom, after), stop.signal);
        sum = together(sum, part);
        if (!stop.signal.aborted) setState({ asked, counted: sum, done: sum.after === null });
      } while (sum.after !== null && !stop.signal.aborted);
    };
    const timer = setTimeout(() => void count().catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error);
    }), CALM_CHOICE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, asked, fail]);
  return { counted: state?.counted, done: state?.asked === asked && state.done };
}
