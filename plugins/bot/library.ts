import type { Lanes } from './compat/lanes.ts';
import { faq, type Faq } from './faq.ts';
import { newId, type Own } from './own.ts';
import { profile, type Profile } from './profile.ts';

/**
 * What the bots know, in the plugin's own data: `bot:<id>` is a profile, `faq:<bot>:<id>` an entry, and so on by the kinds
 * below. Whoever changes anything of a bot marks that under `revision:<bot>:<node>`: that is how other nodes hear of it.
 */
type Data = Pick<Own, 'data'>;

/** What there is of a bot besides its profile: one value `<kind>:<bot>`, or many `<kind>:<bot>:<id>`. */
const ONE = ['secret', 'categories', 'scripts', 'about', 'references', 'training', 'log', 'count-session', 'count-user', 'count-value'] as const;
const MANY = ['faq', 'flow', 'flowv', 'flowt', 'asked', 'dictionary', 'intent', 'model', 'session', 'user', 'turn', 'profile', 'value', 'revision'] as const;

/** This process. Each marks its own changes, so that none writes over another's mark. */
const NODE = newId();

/** Of `ctx.data.entries`. */
const PAGE = 100;

const botKey = (id: string): string => `bot:${id}`;
const faqKey = (bot: string, id: string): string => `faq:${bot}:${id}`;
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
  for await (const page of rows({ data }, marksOf(id))) for (const { key, value } of page) if (key !== own) marks.push(`${key} ${String(value)}`);
  return marks.join('\n');
}

/** Stores a bot that is new. */
export async function make(ctx: Data, made: Profile): Promise<StoredBot> {
  await ctx.data.set(botKey(made.id), { profile: made });
  return { profile: made };
}

/** Changes the profile that is there, one change after the other on this node. Undefined where the bot is gone. The caller settles it. */
export async function change(ctx: Data, lanes: Lanes, id: string, by: (known: Profile) => Profile): Promise<StoredBot | undefined> {
  return lanes.run(botKey(id), async () => {
    const known = await bot(ctx, id);
    if (known === undefined) return undefined;
    const stored: StoredBot = { profile: by(known.profile) };
    await ctx.data.set(botKey(id), stored);
    return stored;
  });
}

/** Other nodes are to read it again: something of it was stored. */
export async function touch(ctx: Data, id: string): Promise<void> {
  if ((await bot(ctx, id)) !== undefined) await ctx.data.set(`${marksOf(id)}${NODE}`, newId());
}

export async function remove({ data }: Data, lanes: Lanes, id: string): Promise<void> {
  await lanes.run(botKey(id), () => data.delete(botKey(id)));
  for (const kind of ONE) await data.delete(`${kind}:${id}`);
  for (const kind of MANY) for await (const page of rows({ data }, `${kind}:${id}:`)) for (const { key } of page) await data.delete(key);
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

/** Of many writes: what is begun at once is committed together. */
function pagesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / PAGE) }, (_, index) => all.slice(index * PAGE, (index + 1) * PAGE));
}

/** Every entry of a bot, a page at a time. */
export async function* faqs(ctx: Data, id: string): AsyncGenerator<readonly Faq[]> {
  for await (const page of rows(ctx, `faq:${id}:`)) yield page.map(({ value }) => faq.parse(value));
}

export async function faqOf({ data }: Data, id: string, entry: string): Promise<Faq | undefined> {
  return faq.safeParse(await data.get(faqKey(id, entry))).data;
}

/** The caller settles it when it has put all that it has. */
export async function putFaqs({ data }: Data, id: string, entries: readonly Faq[]): Promise<void> {
  for (const page of pagesOf(entries)) await Promise.all(page.map((entry) => data.set(faqKey(id, entry.id), entry)));
}

export async function dropFaq({ data }: Data, id: string, entry: string): Promise<void> {
  await Promise.all([data.delete(faqKey(id, entry)), data.delete(`asked:${id}:${entry}`)]);
}

function readBot(value: unknown): StoredBot {
  return { profile: profile.parse((Object(value) as { readonly profile?: unknown }).profile) };
}
