import { useCallback, useEffect, useRef, useState } from 'react';
import type { Tried } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { useBotFailure } from './use-bots.ts';
import type { Branch } from './versions/version.ts';

/** What somebody said, empty where the chat began, and what came of it; null while it is on its way. */
export interface Turn {
  readonly said: string;
  readonly tried: Tried | null;
}

/** A talk with a bot that nobody else sees. It remembers as in a chat, and forgets when one starts anew. */
export function useTalk(api: BotsApi, bot: string, branch: Branch) {
  const fail = useBotFailure();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  /** Counts beginnings: what comes late for an earlier one is left out. */
  const round = useRef(0);

  const turn = useCallback(async (said: string, before: readonly Turn[]): Promise<void> => {
    const mine = round.current;
    setTurns([...before, { said, tried: null }]);
    try {
      const tried = await api.try(bot, said, before.at(-1)?.tried?.memory ?? null, branch);
      if (round.current === mine) setTurns([...before, { said, tried }]);
    } catch (error) {
      if (round.current !== mine) return;
      setTurns(before);
      fail(error);
    }
  }, [api, bot, branch, fail]);
  const begin = useCallback((): void => {
    round.current++;
    void turn('', []);
  }, [turn]);
  useEffect(begin, [begin]);

  const last = turns.at(-1);
  return { turns, begin, busy: last !== undefined && last.tried === null, say: (text: string) => void turn(text, turns) };
}
