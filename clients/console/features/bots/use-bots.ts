import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { BotRefusal } from './answers.ts';
import type { BotsApi } from './bots-api.ts';
import { useBotTexts } from './texts/use-bot-texts.ts';

/** The page is one of a plugin, whose place names what of it is shown. */
const PLACE = '/plugins/bot/bots';
export const TABS = ['knowledge', 'flows', 'intents', 'dictionaries', 'scripts', 'history', 'unanswered', 'statistics', 'profile', 'test', 'api'] as const;
export type BotTab = (typeof TABS)[number];
export const placeOf = (bot?: string, tab?: BotTab): string => (bot === undefined ? PLACE : `${PLACE}?bot=${encodeURIComponent(bot)}${tab === undefined ? '' : `&tab=${tab}`}`);

export const BOTS_KEY = 'bots';
export const useBots = (api: BotsApi) => useQuery({ queryKey: [BOTS_KEY], queryFn: api.look, retry: false });

export interface EntriesAsked {
  readonly query: string;
  /** Empty: of all. */
  readonly category: string;
  /** From 1. */
  readonly page: number;
}

export const EVERYTHING: EntriesAsked = { query: '', category: '', page: 1 };

const entriesQuery = (api: BotsApi, bot: string, asked: EntriesAsked) => queryOptions({ queryKey: [BOTS_KEY, bot, 'entries', asked], queryFn: () => api.entries(bot, asked), retry: false });

export const useEntries = (api: BotsApi, bot: string, asked: EntriesAsked) => useQuery({ ...entriesQuery(api, bot, asked), placeholderData: keepPreviousData });
export const useEntry = (api: BotsApi, bot: string, id: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'entry', id], queryFn: () => api.entry(bot, id), retry: false, staleTime: 0, gcTime: 0 });

/** Whatever the page shows of bots is asked anew. */
export function useBotsChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ queryKey: [BOTS_KEY] }), [queries]);
}

/** A change of a bot: what is shown follows it, and a failure is told, unless it stands where it was made: `isShown`. */
export function useBotChange<I, O>(change: (input: I) => Promise<O>, isShown: (error: Error) => boolean = () => false): UseMutationResult<O, Error, I> {
  const changed = useBotsChanged();
  const fail = useBotFailure();
  return useMutation({ mutationFn: change, onError: (error: Error) => { if (!isShown(error)) fail(error); }, onSettled: changed });
}

/** Tells a failure, in the plugin's case with the next step. */
export function useBotFailure(): (error: unknown) => void {
  const { bots, common } = useTexts();
  const own = useBotTexts();
  const { fail, tell } = useToast();
  return useCallback((error: unknown) => {
    if (error instanceof BotRefusal) tell({ text: common.somethingWrong, detail: { ...bots.refusals, ...own.refusals }[error.reason] });
    else fail(error);
  }, [bots, common, fail, own, tell]);
}
