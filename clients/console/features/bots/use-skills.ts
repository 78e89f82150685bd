import { useQuery } from '@tanstack/react-query';
import type { BotsApi } from './bots-api.ts';
import { topicOf, variablesAsText } from './script.ts';
import type { ScriptFile } from './script.ts';
import { BOTS_KEY } from './use-bots.ts';

/** While a training runs it is looked at again after so long, ms. */
const LOOK_AGAIN_MS = 600;

export const useIntents = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'intents'], queryFn: () => api.intents(bot), retry: false });
export const useIntent = (api: BotsApi, bot: string, name: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'intent', name], queryFn: () => api.intent(bot, name), retry: false, staleTime: 0, gcTime: 0 });
export const useLearning = (api: BotsApi, bot: string) =>
  useQuery({ queryKey: [BOTS_KEY, bot, 'learning'], queryFn: () => api.learning(bot), retry: false, refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? LOOK_AGAIN_MS : false) });
export const useDictionaries = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'dictionaries'], queryFn: () => api.dictionaries(bot), retry: false });
export const useDictionary = (api: BotsApi, bot: string, name: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'dictionary', name], queryFn: () => api.dictionary(bot, name), retry: false, staleTime: 0, gcTime: 0 });
export const useKeys = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'keys'], queryFn: () => api.keys(bot), retry: false });
export const useScripts = (api: BotsApi, bot: string) => useQuery({ queryKey: [BOTS_KEY, bot, 'scripts'], queryFn: () => api.scripts(bot), retry: false });
export const useScript = (api: BotsApi, bot: string, file: ScriptFile) => useQuery({
  queryKey: [BOTS_KEY, bot, 'script', file], retry: false, staleTime: 0, gcTime: 0,
  queryFn: async () => (file === 'variables' ? variablesAsText(await api.variables(bot)) : api.script(bot, topicOf(file))),
});
