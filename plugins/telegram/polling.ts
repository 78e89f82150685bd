import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from '@grammyjs/types';
import { codeOf } from 'parlor/plugin';
import { call } from './api.ts';
import type { Account, Own } from './config.ts';
import { wordsOf } from './errors.ts';
import { take } from './inbound.ts';
import { ALLOWED_UPDATES } from './updates.ts';

/** All bots are asked for so long, then the round is over, ms: far less than one may take. */
const ROUND_MS = 25_000;
/** An answer comes so much later than it should at most, ms. */
const GRACE_MS = 5_000;
/** Where there is nobody to ask for. */
const NOTHING_MS = 600_000;
const MOST_UPDATES = 100;
const FIRST_REST_MS = 1_000;
const MOST_REST_MS = 8_000;

/** Asks Telegram for what the polling bots have heard. One bot's trouble is no other's. */
export async function poll(ctx: Own): Promise<{ readonly restMs: number } | undefined> {
  const accounts = ctx.config.accounts.filter(({ mode }) => mode === 'polling');
  // Other settings are another loop.
  if (accounts.length === 0) return { restMs: NOTHING_MS };
  const until = performance.now() + ROUND_MS;
  await Promise.all(accounts.map((account) => pollOne(ctx, account, until)));
  return undefined;
}

/**
 * Asks again and again until the round is over. Where it left off is for Telegram to know: an offset of our own would skip what
 * comes after a quiet week, when Telegram begins to count elsewhere. What the last answer brought is brought again by the next
 * round, and said once.
 */
async function pollOne(ctx: Own, account: Account, until: number): Promise<void> {
  let offset: number | undefined;
  let failures = 0;
  const restOf = (ms: number): number => Math.max(0, Math.min(ms, until - performance.now()));
  for (let left = ROUND_MS; left > 0; left = until - performance.now()) {
    try {
      const updates = await call(ctx, account, 'getUpdates', { timeout: Math.ceil(left / 1_000), limit: MOST_UPDATES, allowed_updates: ALLOWED_UPDATES, ...(offset === undefined ? {} : { offset }) }, left + GRACE_MS);
      const taken = await takeAll(ctx, account, updates);
      if (taken !== undefined) offset = taken + 1;
      failures = taken === updates.at(-1)?.update_id ? 0 : failures + 1;
      // Nothing came, so the round is over; but for a server that does not wait.
      if (updates.length === 0) await sleep(restOf(FIRST_REST_MS));
    } catch (error) {
      if (codeOf(error) === 'plugin.state') throw error;
      if (failures++ === 0) ctx.log('a bot could not be polled', { account: account.id, error: wordsOf(error) });
    }
    if (failures > 0) await sleep(restOf(Math.min(MOST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1))));
  }
}

/** Each person's in order, several people's at a time. The last update before which all are taken; undefined where the first is not. */
async function takeAll(ctx: Own, account: Account, updates: readonly Update[]): Promise<number | undefined> {
  const lines = Map.groupBy(updates, whoseOf);
  const left = new Set(updates);
  await Promise.all([...lines.values()].map(async (line) => {
    try {
      for (const update of line) {
        await take(ctx, account, update);
        left.delete(update);
      }
    } catch (error) {
      if (codeOf(error) === 'plugin.state') throw error;
      ctx.log('an update could not be taken, and is asked for again', { account: account.id, error: wordsOf(error) });
    }
  }));
  const first = updates.findIndex((update) => left.has(update));
  return updates.slice(0, first === -1 ? updates.length : first).at(-1)?.update_id;
}

const whoseOf = ({ callback_query: pressed, edited_message: edited, message, my_chat_member: member }: Update): number | undefined => (message ?? edited ?? member ?? pressed)?.from.id;
