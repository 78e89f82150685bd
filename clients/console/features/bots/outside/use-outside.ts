import { useQuery } from '@tanstack/react-query';
import type { BotsApi } from '../bots-api.ts';
import { BOTS_KEY } from '../use-bots.ts';

/** What was spent goes on while somebody looks, ms. */
const LOOK_EVERY_MS = 10_000;

export const useOutside = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'outside'], queryFn: () => api.outside(bot), retry: false, refetchInterval: LOOK_EVERY_MS });
export const useDocuments = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'documents'], queryFn: () => api.documents(bot), retry: false });
export const useDocument = (api: BotsApi, bot: string, id: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'document', id], queryFn: () => api.document(bot, id), retry: false, staleTime: 0, gcTime: 0 });
