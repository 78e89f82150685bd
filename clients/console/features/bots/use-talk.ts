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
  /** What it remembers once it has answered all that was said. */
  const memory = useRef<Promise<unknown>>(Promise.resolve(null));

  /** Said while it still thinks about something else, it waits for its turn. */
  const say = useCallback((said: string): void => {
    const mine = round.current;
    const isOver = () => round.current !== mine;
    setTurns((before) => [...before, { said, tried: null }]);
    memory.current = memory.current.then(async (remembered) => {
      if (isOver()) return null;
      try {
        const tried = await api.try(bot, said, remembered, branch);
        if (!isOver()) setTurns((all) => nextAnswered(all, [{ said, tried }]));
        return tried.memory ?? null;
      } catch (error) {
        if (isOver()) return null;
        setTurns((all) => nextAnswered(all, []));
        fail(error);
        return remembered;
      }
    });
  }, [api, bot, branch, fail]);
  const begin = useCallback((): void => {
    round.current++;
    memory.current = Promise.resolve(null);
    setTurns([]);
    say('');
  }, [say]);
  useEffect(begin, [begin]);

  return { turns, begin, say };
}

/** They are answered in the order they were said in. */
function nextAnswered(turns: readonly Turn[], by: readonly Turn[]): readonly Turn[] {
  return turns.toSpliced(turns.findIndex(({ tried }) => tried === null), 1, ...by);
}
