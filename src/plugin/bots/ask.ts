import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import { within } from '../within.ts';
import type { BotAnswer, BotTurn } from './bot.ts';
import { readAnswer } from './read.ts';
import type { Seats } from './seat.ts';

/** How long a bot may take over one turn, ms. */
const TURN_BUDGET_MS = 20_000;
/** How often a bot is asked whose process has ended, or whose plugin is being started anew, and how soon again, ms. */
const TRIES = 5;
const AGAIN_MS = 1_000;
const PASSING: ReadonlySet<unknown> = new Set(['plugin.crashed', 'plugin.state']);

/** Undefined where it fails, which is told to its keeper. */
export async function ask(seats: Pick<Seats, 'of'>, bot: string, turn: BotTurn): Promise<BotAnswer | undefined> {
  for (let attempt = 1; ; attempt++) {
    // Its plugin may have been given other values meanwhile, or another version.
    const keeper = seats.of(bot)?.keeper;
    if (keeper === undefined) return undefined;
    try {
      const answer = readAnswer(await within(keeper.answer(turn), TURN_BUDGET_MS));
      keeper.answered();
      return answer;
    } catch (error) {
      if (attempt < TRIES && PASSING.has(codeOf(error))) {
        await sleep(AGAIN_MS, undefined, { ref: false });
        continue;
      }
      keeper.failed(error);
      return undefined;
    }
  }
}

/** It may have come from a process of its own. */
const codeOf = (error: unknown): unknown => (error instanceof RefusalError ? error.refusal.code : (Object(error) as { readonly code?: unknown }).code);
