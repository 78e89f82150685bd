import type { Lanes } from './compat/lanes.ts';
import { faq, type Faq } from './faq.ts';
import { newId, type Own } from './own.ts';
import { profile, type Profile } from './profile.ts';

/**
 * What the bots know, in the plugin's own data: `bot:<id>` is a profile, `faq:<bot>:<id>` an entry, and so on by the kinds
 * below. Whoever changes anything of a bot marks that under `revision:<bot>:<node>`: that is how other nodes hear of it.
 */
type Data = Pick<Own, 'data'>;
type Logged = Pick<Own, 'data' | 'log'>;

/** What there is of a bot besides its profile: one value `<kind>:<bot>`, or many `<kind>:<bot>:<id>`. */
const ONE = ['secret', 'categories', 'scripts', 'about', 'references', 'training', 'live', 'log', 'ignored', 'count-session', 'count-user', 'count-value'] as const;
const MANY = ['faq', 'flow', 'flowv', 'flowt', 'asked', 'dictionary', 'intent', 'model', 'version', 'taught', 'session', 'user', 'turn', 'profile', 'value', 'revision', 'said', 'day', 'correction', 'muted', 'document'] as const;

/** More than there are departments, of any house. */
export const MOST_BOTS = 1_000;
/** How long a mark is kept, ms. */
const MARKED_MS = 30 * 24 * 60 * 60 * 1_000;
/** This process. Each marks its own changes, so that none writes over another's mark. */
const NODE = newId();

/** Of `ctx.data.entries`. */
const PAGE = 100;

const botKey = (id: string): string => `bot:${id}`;
/** A bot that is removed, until all that belongs to it is cleared. */
const goneKey = (id: string): string => `gone:${id}`;
export const faqKey = (bot: string, id: string): string => `faq:${bot}:${id}`;
const marksOf = (bot: string): string => `revision:${bot}:`;

export interface StoredBot {
  readonly profile: Profile;
}

/** All of them, by id. */
export async function bots({ data }: Data): Promise<readonly StoredBot[]> {
  const found: StoredBot[] = [];
  for await (const page of rows({ data }, 'bot:')) found.push(...page.map(({ value }) => readBot(value)));
  return found;
}

export async function bot({ data }: Data, id: string): Promise<StoredBot | undefined> {
  const value = await data.get(botKey(id));
  return value === undefined ? undefined : readBot(value);
}

/** Another text after each change that another node has made. */
export async function revisionOf({ data }: Data, id: string): Promise<string> {
  const own = `${marksOf(id)}${NODE}`;
  const marks: string[] = [];
  for await (const page of rows({ data }, marksOf(id))) for (const { key, value } of page) if (key !== own) marks.push(`${key} ${JSON.stringify(value)}`);
  return marks.join('\n');
}

/** Stores a bot that is new. */
export async function make(ctx: Data, made: Profile): Promise<StoredBot> {
  await ctx.data.set(botKey(made.id), { profile: made });
  return { profile: made };
}

/** Changes the profile that is there, one change after the other, on whichever node. Undefined where the bot is gone. The caller settles it. */
export async function change(ctx: Data, lanes: Lanes, id: string, by: (known: Profile) => Profile): Promise<StoredBot | undefined> {
  return lanes.change(ctx, botKey(id), async (own) => {
    const known = await bot(own, id);
    if (known === undefined) return undefined;
    const stored: StoredBot = { profile: by(known.profile) };
    await own.data.set(botKey(id), stored);
    return stored;
  });
}

/** Other nodes are to read it again: something of it was stored. */
export async function touch(ctx: Data, id: string): Promise<void> {
  if ((await bot(ctx, id)) !== undefined) await ctx.data.set(`${marksOf(id)}${NODE}`, [newId(), Date.now()]);
}

/** The bot is gone when this resolves; all that belongs to it is cleared behind. */
export async function remove(ctx: Logged, lanes: Lanes, id: string): Promise<void> {
  await lanes.run(botKey(id), async () => {
    if ((await bot(ctx, id)) === undefined) return;
    // First: where what follows is cut off, it is done at the next start.
    await ctx.data.set(goneKey(id), true);
    await ctx.data.delete(botKey(id));
    void clear(ctx, id).catch((error: unknown) => ctx.log('what belongs to a bot that was removed is not cleared yet', { bot: id, error: String(error) }));
  });
}

/** Clears what belongs to bots whose removal was cut off, and the marks of nodes that have long ended; `now` in ms. */
export async function tidy(ctx: Data, now: number): Promise<void> {
  for await (const page of rows(ctx, goneKey(''))) {
    for (const { key } of page) {
      const id = key.slice(goneKey('').length);
      await ctx.data.delete(botKey(id));
      await clear(ctx, id);
    }
  }
  // Whose mark goes although the node runs still is read again once, no more.
  for await (const page of rows(ctx, 'revision:')) await together(page.filter(({ value }) => now - markedAt(value) > MARKED_MS), ({ key }) => ctx.data.delete(key));
}

const markedAt = (value: unknown): number => Number(Array.isArray(value) ? value[1] : 0);

async function clear(ctx: Data, id: string): Promise<void> {
  await Promise.all(ONE.map((kind) => ctx.data.delete(`${kind}:${id}`)));
  for (const kind of MANY) await clearRows(ctx, `${kind}:${id}:`);
  await ctx.data.delete(goneKey(id));
}

/** Takes away all that is kept under keys that begin like this. */
export async function clearRows(ctx: Data, prefix: string, but: (key: string) => boolean = () => false): Promise<void> {
  for await (const page of keysUnder(ctx, prefix)) await together(page.filter((key) => !but(key)), (key) => ctx.data.delete(key));
}

/** Keys that begin like this, a page at a time: what is under them may be large. */
async function* keysUnder({ data }: Data, prefix: string): AsyncGenerator<readonly string[]> {
  for (let after = prefix; ;) {
    const page = await data.keys(after);
    const found = page.filter((key) => key.startsWith(prefix));
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < PAGE) return;
    after = last;
  }
}

/** All that is kept under keys that begin like this, a page at a time. */
export async function* rows({ data }: Data, prefix: string): AsyncGenerator<readonly { readonly key: string; readonly value: unknown }[]> {
  for (let after = ''; ;) {
    const page = await data.entries(prefix, after);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.key;
  }
}

/** Writes many: those that are begun at once are committed at once, where one after the other would each wait for a commit. */
export async function together<T>(all: readonly T[], write: (each: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += PAGE) await Promise.all(all.slice(at, at + PAGE).map(write));
}

/** Every entry of a bot, a page at a time. */
export async function* faqs(ctx: Data, id: string): AsyncGenerator<readonly Faq[]> {
  for await (const page of rows(ctx, `faq:${id}:`)) yield page.map(({ value }) => faq.parse(value));
}

export async function faqOf({ data }: Data, id: string, entry: string): Promise<Faq | undefined> {
  return faq.safeParse(await data.get(faqKey(id, entry))).data;
}

function readBot(value: unknown): StoredBot {
  return { profile: profile.parse((Object(value) as { readonly profile?: unknown }).profile) };
}
