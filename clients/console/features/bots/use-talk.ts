import { useCallback, useEffect, useState } from 'react';
import type { Tried } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { useBotFailure } from './use-bots.ts';
import { useTurns } from './use-turns.ts';
import type { Branch } from './versions/version.ts';

/** What somebody said, empty where the chat began, and what came of it; null while it is on its way. */
export interface Turn {
  readonly said: string;
  readonly tried: Tried | null;
}

/** A talk with a bot that nobody else sees. It remembers as in a chat, and forgets when one starts anew. */
export function useTalk(api: BotsApi, bot: string, branch: Branch) {
  const fail = useBotFailure();
  const { anew, take } = useTurns<unknown>(null);
  const [turns, setTurns] = useState<readonly Turn[]>([]);

  const say = useCallback((said: string): void => {
    setTurns((before) => [...before, { said, tried: null }]);
    take(async (remembered, isPast) => {
      try {
        const tried = await api.try(bot, said, remembered, branch);
        if (!isPast()) setTurns((all) => nextAnswered(all, [{ said, tried }]));
        return tried.memory ?? null;
      } catch (error) {
        if (!isPast()) {
          setTurns((all) => nextAnswered(all, []));
          fail(error);
        }
        return remembered;
      }
    });
  }, [api, bot, branch, fail, take]);
  const begin = useCallback((): void => {
    anew(null);
    setTurns([]);
    say('');
  }, [anew, say]);
  useEffect(begin, [begin]);

  return { turns, begin, say };
}

/** They are answered in the order they were said in. */
function nextAnswered(turns: readonly Turn[], by: readonly Turn[]): readonly Turn[] {
  return turns.toSpliced(turns.findIndex(({ tried }) => tried === null), 1, ...by);
}
