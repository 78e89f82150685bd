import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { BotsApi } from '../bots-api.ts';
import { BOTS_KEY } from '../use-bots.ts';
import type { Cursor, HistoryAsked } from './record.ts';

/** Chats go on: what is looked at is looked at again, ms. */
const AGAIN_MS = 30_000;

export const useHistory = (api: BotsApi, bot: string, asked: HistoryAsked) => useInfiniteQuery({
  queryKey: [BOTS_KEY, bot, 'history', asked], retry: false, placeholderData: keepPreviousData, refetchInterval: AGAIN_MS,
  queryFn: ({ pageParam }) => api.history(bot, asked, pageParam), initialPageParam: null as Cursor | null, getNextPageParam: ({ next }) => next,
});
export const useUnanswered = (api: BotsApi, bot: string, days: number) => useQuery({ queryKey: [BOTS_KEY, bot, 'unanswered', days], queryFn: () => api.unanswered(bot, days), retry: false, placeholderData: keepPreviousData });
export const useStatistics = (api: BotsApi, bot: string, days: number) => useQuery({ queryKey: [BOTS_KEY, bot, 'statistics', days], queryFn: () => api.statistics(bot, days), retry: false, placeholderData: keepPreviousData, refetchInterval: AGAIN_MS });
export const useCalibration = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'calibration'], queryFn: () => api.calibration(bot), retry: false });
