import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import type { PluginBackground, PluginDeadChoice, PluginDeadPage } from '#wire/api.ts';
import { api, get } from './client.ts';
import { pluginsQuery } from './queries.ts';

// Under the key of the list: whatever is done with a plugin makes these stale as well.
const backgroundQuery = (id: string) => queryOptions({
  queryKey: [...pluginsQuery.queryKey, id, 'background'],
  queryFn: () => get<PluginBackground>(`/plugins/${id}/background`),
});
const deadQuery = (id: string) => infiniteQueryOptions({
  queryKey: [...pluginsQuery.queryKey, id, 'dead'],
  queryFn: ({ pageParam }) => get<PluginDeadPage>(`/plugins/${id}/dead${pageParam === null ? '' : `?after=${encodeURIComponent(pageParam)}`}`),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  refetchInterval: 10_000,
});

const isEmpty = ({ jobs, workers }: PluginBackground): boolean => jobs.length === 0 && workers.length === 0;

/** Something changes within seconds: a job runs or is due, or work is taken without a failure that would hold it up. */
const isLively = ({ jobs, workers }: PluginBackground): boolean =>
  jobs.some(({ running, dueAt }) => running || (dueAt !== null && dueAt <= Date.now())) || workers.some(({ waiting, failing }) => waiting > 0 && failing === 0);

/** For a row of the list: now and then, and not at all for a plugin that has none of it. */
export const usePluginBackgroundNote = (id: string) =>
  useQuery({ ...backgroundQuery(id), refetchInterval: ({ state: { data } }) => (data === undefined || isEmpty(data) ? false : 30_000) });

/** For somebody who looks at it. */
export const usePluginBackground = (id: string) =>
  useQuery({ ...backgroundQuery(id), refetchInterval: ({ state: { data } }) => (data !== undefined && isLively(data) ? 2_500 : 10_000) });

export const usePluginDead = (id: string) => useInfiniteQuery({ ...deadQuery(id), placeholderData: keepPreviousData });

/** A change that answers with what the background is after it. */
function useBackgroundChange<I>(id: string, change: (input: I) => Promise<PluginBackground>): UseMutationResult<PluginBackground, Error, I> {
  const client = useQueryClient();
  const { queryKey } = backgroundQuery(id);
  return useMutation({
    mutationFn: change,
    onSuccess: async (background) => {
      // A look that began before the change would come back older than the answer.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, background);
    },
    onError: () => client.invalidateQueries({ queryKey }),
    onSettled: () => client.invalidateQueries({ queryKey: deadQuery(id).queryKey }),
  });
}

export const useRunJob = (id: string) => useBackgroundChange(id, (job: string) => api<PluginBackground>('POST', `/plugins/${id}/jobs/${job}/run`));

export interface DeadAct extends PluginDeadChoice { readonly act: 'replay' | 'discard' }

/** As many as the server takes at a time. */
const AT_ONCE = 500;

export const useSettleDead = (id: string) => useBackgroundChange(id, async ({ act, ids }: DeadAct) => {
  const settle = (some: DeadAct['ids']) => api<PluginBackground>('POST', `/plugins/${id}/dead/${act}`, { ids: some } satisfies PluginDeadChoice);
  if (ids === null) return settle(null);
  let done = await settle(ids.slice(0, AT_ONCE));
  for (let at = AT_ONCE; at < ids.length; at += AT_ONCE) done = await settle(ids.slice(at, at + AT_ONCE));
  return done;
});
