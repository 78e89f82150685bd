import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'parlor/plugin';
import { NEW_STATE, type ScriptState } from '../engine/script/state.ts';
import type { IntentSession } from '../engine/session/session.ts';
import { bot as storedBot, clearRows, rows } from '../library.ts';
import type { Own } from '../own.ts';
import { gone } from './envelope.ts';
import type { Lanes } from './lanes.ts';
import { Room } from './room.ts';

type Data = Pick<Own, 'data'>;

/** Somebody who talks to a bot by the API, and where they are. */
export interface User {
  readonly id: string;
  /** Ms. */
  readonly createdAt: number;
  readonly lastAt: number;
  readonly turns: number;
  readonly scripts: ScriptState;
  readonly session: IntentSession | null;
  /** What functions keep with the intent. */
  readonly extras: unknown;
}

/** A turn as it is kept: what was said, and what was answered. */
const userTurn = z.object({
  number: z.number(),
  at: z.number(),
  text: z.string(),
  answer: z.string(),
  service: z.string(),
  confidence: z.number().nullable(),
  docId: z.string().nullable(),
  extras: z.unknown(),
});
export type UserTurn = Readonly<z.output<typeof userTurn>>;

/** Turns of a user that are kept: the next one takes the place of the oldest. */
const MOST_TURNS = 100;
const MOST_USERS = 20_000;
const MONTH_MS = 30 * 24 * 60 * 60 * 1_000;
/** UTF-16 units of what is kept of an answer. */
const MOST_TEXT = 2_000;

const nameOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 22);

const room = new Room('user', MOST_USERS, (value, now) => now - read(value).lastAt > MONTH_MS, async (ctx, bot, key) => {
  const name = key.split(':')[2] ?? '';
  await Promise.all([ctx.data.delete(key), ctx.data.delete(`profile:${bot}:${name}`), clearRows(ctx, `turn:${bot}:${name}:`)]);
});

// Only `keepUser` writes it.
const read = (value: unknown): User => value as User;

export async function userOf({ data }: Data, bot: string, id: string): Promise<User | undefined> {
  const value = await data.get(`user:${bot}:${nameOf(id)}`);
  return value === undefined ? undefined : read(value);
}

export const newUser = (id: string, now: number): User => ({ id, createdAt: now, lastAt: now, turns: 0, scripts: NEW_STATE, session: null, extras: null });

/** With their last turn. Whether there was room; who is new to a bot that has too many users is answered, but not remembered. */
export async function keepUser(ctx: Data, bot: string, user: User, isNew: boolean, now: number, said?: Omit<UserTurn, 'number'>): Promise<boolean> {
  if ((await storedBot(ctx, bot)) === undefined || (isNew && !(await room.take(ctx, bot, now)))) return false;
  await Promise.all([ctx.data.set(`user:${bot}:${nameOf(user.id)}`, user), said && keepTurn(ctx, bot, user, said)]);
  return true;
}

export type Known = Pick<User, 'createdAt' | 'id' | 'lastAt'>;

/** The last to talk first. Read a page at a time: where they are in their dialogues is not held, and chats go on meanwhile. */
export async function usersOf(ctx: Data, bot: string): Promise<readonly Known[]> {
  const found: Known[] = [];
  for await (const page of rows(ctx, `user:${bot}:`)) {
    for (const { value } of page) {
      const { createdAt, id, lastAt } = read(value);
      found.push({ createdAt, id, lastAt });
    }
    await turn();
  }
  return found.sort((a, b) => b.lastAt - a.lastAt);
}

async function keepTurn({ data }: Data, bot: string, { id, turns }: User, kept: Omit<UserTurn, 'number'>): Promise<void> {
  const number = turns - 1;
  const place = String(number % MOST_TURNS).padStart(2, '0');
  await data.set(`turn:${bot}:${nameOf(id)}:${place}`, { ...kept, number, answer: kept.answer.slice(0, MOST_TEXT).toWellFormed() });
}

/** The last one first. */
export async function turnsOf({ data }: Data, bot: string, id: string): Promise<readonly UserTurn[]> {
  const page = await data.entries(`turn:${bot}:${nameOf(id)}:`);
  return page.map(({ value }) => userTurn.parse(value)).sort((a, b) => b.number - a.number);
}

const facts = z.record(z.string(), z.unknown());
const MOST_FACTS = 100;
const MOST_FACT = 4_000;

const factsKey = (bot: string, id: string): string => `profile:${bot}:${nameOf(id)}`;

/** What functions know of somebody. */
export const factsOf = async ({ data }: Data, bot: string, id: string): Promise<Readonly<Record<string, unknown>>> => facts.safeParse(await data.get(factsKey(bot, id))).data ?? {};

/** One after the other of one user: all of them are one value. Throws where it is too much. */
export function keepFact(ctx: Data, lanes: Lanes, bot: string, id: string, name: string, value: unknown): Promise<void> {
  const key = factsKey(bot, id);
  return lanes.change(ctx, key, async (own) => {
    const [known, there] = await Promise.all([factsOf(own, bot, id), storedBot(ctx, bot)]);
    if (there === undefined) throw gone();
    const all = { ...known, [name]: value };
    if (name === '__proto__' || Object.keys(all).length > MOST_FACTS || JSON.stringify([name, value]).length > MOST_FACT) throw new Error(`A profile has ${MOST_FACTS} values at most, each of ${MOST_FACT} characters`);
    await own.data.set(key, all);
  });
}
