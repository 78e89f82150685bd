import { faq, type Faq } from './faq.ts';
import { profile, type Profile } from './profile.ts';
import type { Own } from './own.ts';

/**
 * What the bots know, in the plugin's own data: `bot:<id>` is a profile with the revision of all that belongs to the bot,
 * `faq:<bot>:<id>` an entry, and so on by the kinds below. Whoever changes anything of a bot raises its revision: that is
 * how other nodes hear of it.
 */
type Data = Pick<Own, 'data'>;

/** What there is of a bot besides its profile: one value `<kind>:<bot>`, or many `<kind>:<bot>:<id>`. */
const ONE = ['secret', 'categories', 'scripts', 'about', 'references', 'training', 'log', 'count-session', 'count-user', 'count-value'] as const;
const MANY = ['faq', 'flow', 'flowv', 'flowt', 'asked', 'dictionary', 'intent', 'model', 'session', 'user', 'turn', 'profile', 'value'] as const;

const botKey = (id: string): string => `bot:${id}`;
const faqKey = (bot: string, id: string): string => `faq:${bot}:${id}`;

export interface StoredBot {
  readonly profile: Profile;
  readonly revision: number;
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

/** Stores the profile, or the one that is there, with a new revision. */
export async function save(ctx: Data, changed: Profile): Promise<StoredBot> {
  const stored = { profile: changed, revision: Math.max(Date.now(), ((await bot(ctx, changed.id))?.revision ?? 0) + 1) };
  await ctx.data.set(botKey(changed.id), stored);
  return stored;
}

/** Something that belongs to it has changed. */
export async function touch(ctx: Data, id: string): Promise<void> {
  const known = await bot(ctx, id);
  if (known !== undefined) await save(ctx, known.profile);
}

export async function remove({ data }: Data, id: string): Promise<void> {
  await data.delete(botKey(id));
  for (const kind of ONE) await data.delete(`${kind}:${id}`);
  for (const kind of MANY) for await (const page of rows({ data }, `${kind}:${id}:`)) for (const { key } of page) await data.delete(key);
}

/** All that is kept under keys that begin like this, a page at a time. */
export async function* rows({ data }: Data, prefix: string): AsyncGenerator<readonly { readonly key: string; readonly value: unknown }[]> {
  for (let after = ''; ;) {
    const page = await data.entries(prefix, after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.key;
  }
}

/** Every entry of a bot, a page at a time. */
export async function* faqs(ctx: Data, id: string): AsyncGenerator<readonly Faq[]> {
  for await (const page of rows(ctx, `faq:${id}:`)) yield page.map(({ value }) => faq.parse(value));
}

export async function faqOf({ data }: Data, id: string, entry: string): Promise<Faq | undefined> {
  return faq.safeParse(await data.get(faqKey(id, entry))).data;
}

/** The caller touches the bot when it has put all that it has. */
export async function putFaq({ data }: Data, id: string, entry: Faq): Promise<void> {
  await data.set(faqKey(id, entry.id), entry);
}

export async function dropFaq({ data }: Data, id: string, entry: string): Promise<void> {
  await data.delete(faqKey(id, entry));
  await data.delete(`asked:${id}:${entry}`);
}

function readBot(value: unknown): StoredBot {
  const { profile: stored, revision } = Object(value) as { readonly profile?: unknown; readonly revision?: unknown };
  return { profile: profile.parse(stored), revision: Number(revision) };
}
