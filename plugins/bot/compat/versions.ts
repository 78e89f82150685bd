import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { z } from 'parlor/plugin';
import { clearRows, rows } from '../library.ts';
import type { Own } from '../own.ts';
import { bytesOf, clearPieces, keepBytes } from './pieces.ts';
import { taught, type Taught } from './taught.ts';

/**
 * What of a bot's intents was put live. `version:<bot>:<number>` is one, which never changes; `taught:<bot>:<id>-<piece>` what it was
 * taught, deflated; its model is that of its training, `model:<bot>:<training>-<piece>`. `live:<bot>` names the one that answers.
 */
type Data = Pick<Own, 'data'>;

export const MOST_VERSIONS = 20;
/** Pieces of the models of all versions of a bot, some 90 MB; the live one and the newest are kept however large they are. */
const MOST_PIECES = 128;
/** What a version was taught stands there before the version does; where it never came to that, it is cleared after so long, ms. */
const LEFT_MS = 60 * 60_000;

const count = z.number().int().min(0);
const change = z.object({ added: count, removed: count });

const version = z.object({
  /** From 1, never used again. */
  number: z.number().int().min(1),
  /** Ms. */
  at: z.number(),
  /** The name of whoever put it live. */
  by: z.string(),
  /** The training that its model is of, and the pieces of that model: none where there were too few intents for one. */
  training: z.number(),
  pieces: count,
  taught: z.object({ id: z.string(), pieces: count }),
  digest: z.string(),
  intents: count,
  utterances: count,
  /** Of its trials, 0 to 1; null where there were none. */
  accuracy: z.number().nullable(),
  /** Against the one that was live before; null for the first. */
  changes: z.object({ intents: change, utterances: change }).nullable(),
});
export type Version = Readonly<z.output<typeof version>>;

const versionKey = (bot: string, number: number): string => `version:${bot}:${String(number).padStart(9, '0')}`;
const taughtName = (bot: string, id: string): string => `taught:${bot}:${id}`;
export const modelName = (bot: string, training: number): string => `model:${bot}:${training}`;

/** The newest first. */
export async function versionsOf(ctx: Data, bot: string): Promise<readonly Version[]> {
  const found: Version[] = [];
  for await (const page of rows(ctx, `version:${bot}:`)) found.push(...page.map(({ value }) => version.parse(value)));
  return found.reverse();
}

export const versionOf = async ({ data }: Data, bot: string, number: number): Promise<Version | undefined> => version.safeParse(await data.get(versionKey(bot, number))).data;

/** The version that chats are answered by; null: none, they are answered by the working copy. */
export const liveOf = async ({ data }: Data, bot: string): Promise<number | null> => z.number().safeParse(await data.get(`live:${bot}`)).data ?? null;

export const keepLive = ({ data }: Data, bot: string, number: number | null): Promise<void> => (number === null ? data.delete(`live:${bot}`) : data.set(`live:${bot}`, number));

/** Throws where it is damaged. */
export async function taughtIn(ctx: Data, bot: string, { taught: { id, pieces } }: Version): Promise<Taught> {
  return taught.parse(JSON.parse((await promisify(inflateRaw)(await bytesOf(ctx, taughtName(bot, id), pieces))).toString()));
}

/** First what is named, then the name of it. */
export async function keepVersion(ctx: Data, bot: string, made: Omit<Version, 'taught'>, all: Taught): Promise<void> {
  const id = `${made.at}_${crypto.randomUUID().slice(0, 8)}`;
  const pieces = await keepBytes(ctx, taughtName(bot, id), await promisify(deflateRaw)(JSON.stringify(all)), 'What it was taught');
  await ctx.data.set(versionKey(bot, made.number), { ...made, taught: { id, pieces } });
}

export const dropVersion = ({ data }: Data, bot: string, number: number): Promise<void> => data.delete(versionKey(bot, number));

/** Takes away the oldest ones that there is no room for, never the live one. */
export async function trimVersions(ctx: Data, bot: string): Promise<void> {
  const [all, live] = await Promise.all([versionsOf(ctx, bot), liveOf(ctx, bot)]);
  const kept = new Set(staying(all, live));
  for (const each of all) {
    if (kept.has(each)) continue;
    await dropVersion(ctx, bot, each.number);
    // Another node may have gone back to it just now.
    if ((await liveOf(ctx, bot)) === each.number) await ctx.data.set(versionKey(bot, each.number), each);
    else await clearRows(ctx, `${taughtName(bot, each.taught.id)}-`);
  }
}

/** Those that there is room for. A model that several share counts once. */
export function staying(all: readonly Version[], live: number | null): readonly Version[] {
  const [newest] = all;
  const first = all.filter((each) => each === newest || each.number === live);
  const trainings = new Set<number>();
  let pieces = 0;
  let versions = 0;
  return [...first, ...all.filter((each) => !first.includes(each))].filter((each) => {
    const more = trainings.has(each.training) ? 0 : each.pieces;
    if (!first.includes(each) && (versions >= MOST_VERSIONS || pieces + more > MOST_PIECES)) return false;
    trainings.add(each.training);
    pieces += more;
    versions++;
    return true;
  });
}

/** Clears models and what versions were taught that belongs to none any more. `newest`: trainings that are under way or were the last; what is later is of a node that is ahead. */
export async function clearUnused(ctx: Data, bot: string, newest: readonly number[], now: number): Promise<void> {
  const all = await versionsOf(ctx, bot);
  const models = new Set([...newest, ...all.map(({ training }) => training)].map((training) => modelName(bot, training)));
  const last = Math.max(...newest);
  await clearPieces(ctx, `model:${bot}:`, (name) => models.has(name) || timeIn(name) > last);
  const lessons = new Set(all.map(({ taught: { id } }) => taughtName(bot, id)));
  await clearPieces(ctx, `taught:${bot}:`, (name) => lessons.has(name) || now - timeIn(name) < LEFT_MS);
}

/** What is kept in pieces is named by when it was made, ms. */
const timeIn = (name: string): number => Number.parseInt(name.slice(name.lastIndexOf(':') + 1), 10);
