import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from '@grammyjs/types';
import { codeOf } from 'parlor/plugin';
import { call } from './api.ts';
import type { Account, Own } from './config.ts';
import { wordsOf } from './errors.ts';
import { take } from './inbound.ts';
import { ALLOWED_UPDATES } from './updates.ts';

/** All bots are asked, and what they heard is taken, for so long, ms: what is under way then has until the round's end, at 60 s. */
const ROUND_MS = 25_000;
/** An answer comes so much later than it should at most, ms. */
const GRACE_MS = 5_000;
/** Telegram is told what has been taken, ms. */
const CONFIRM_MS = 5_000;
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
 * comes after a quiet week, when Telegram begins to count elsewhere. It is told at the end: what it is not told it brings again, and
 * that is copied again, and said once.
 */
async function pollOne(ctx: Own, account: Account, until: number): Promise<void> {
  let offset: number | undefined;
  let told: number | undefined;
  const taken = new Set<number>();
  let failures = 0;
  const restOf = (ms: number): number => Math.max(0, Math.min(ms, until - performance.now()));
  for (let left = ROUND_MS; left > 0; left = until - performance.now()) {
    try {
      const updates = await call(ctx, account, 'getUpdates', { timeout: Math.ceil(left / 1_000), limit: MOST_UPDATES, allowed_updates: ALLOWED_UPDATES, ...(offset === undefined ? {} : { offset }) }, left + GRACE_MS);
      told = offset;
      await takeAll(ctx, account, updates, taken, until);
      const first = updates.findIndex(({ update_id: id }) => !taken.has(id));
      const last = updates.slice(0, first === -1 ? updates.length : first).at(-1);
      if (last !== undefined) offset = last.update_id + 1;
      failures = first === -1 ? 0 : failures + 1;
      // Nothing came, so the round is over; but for a server that does not wait.
      if (updates.length === 0) await sleep(restOf(FIRST_REST_MS));
    } catch (error) {
      if (codeOf(error) === 'plugin.state') throw error;
      if (failures++ === 0) ctx.log('a bot could not be polled', { account: account.id, error: wordsOf(error) });
    }
    if (failures > 0) await sleep(restOf(Math.min(MOST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1))));
  }
  if (offset === undefined || offset === told) return;
  await call(ctx, account, 'getUpdates', { offset, limit: 1, timeout: 0 }, CONFIRM_MS).catch((error: unknown) => {
    if (codeOf(error) === 'plugin.state') throw error;
    ctx.log('Telegram was not told what has been taken, and brings it again', { account: account.id, error: wordsOf(error) });
  });
}

/** Each person's in order, several people's at a time; what is not begun by `until` is left for the next round. Adds to `taken`. */
async function takeAll(ctx: Own, account: Account, updates: readonly Update[], taken: Set<number>, until: number): Promise<void> {
  const lines = Map.groupBy(updates.filter(({ update_id: id }) => !taken.has(id)), whoseOf);
  await Promise.all([...lines.values()].map(async (line) => {
    try {
      for (const update of line) {
        if (performance.now() >= until) return;
        await take(ctx, account, update);
        taken.add(update.update_id);
      }
    } catch (error) {
      if (codeOf(error) === 'plugin.state') throw error;
      ctx.log('an update could not be taken, and is asked for again', { account: account.id, error: wordsOf(error) });
    }
  }));
}

const whoseOf = ({ callback_query: pressed, edited_message: edited, message, my_chat_member: member }: Update): number | undefined => (message ?? edited ?? member ?? pressed)?.from.id;
