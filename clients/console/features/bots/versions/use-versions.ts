import { useQuery } from '@tanstack/react-query';
import type { BotsApi } from '../bots-api.ts';
import { BOTS_KEY } from '../use-bots.ts';

export const useVersions = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'versions'], queryFn: () => api.versions(bot), retry: false });
export const useChanges = (api: BotsApi, bot: string, from: number) => useQuery({ queryKey: [BOTS_KEY, bot, 'changes', from], queryFn: () => api.changes(bot, from), retry: false, staleTime: 0 });
