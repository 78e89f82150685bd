import type { Brain } from '../brain.ts';
import { extractNumber } from '../engine/dictionary/number.ts';
import { extractTime } from '../engine/dictionary/time.ts';
import type { Host } from '../engine/functions/pool.ts';
import type { Own } from '../own.ts';
import { digest, keywords } from './digest.ts';
import { repliesOf } from './faq-shapes.ts';
import { paged, RC } from './envelope.ts';
import type { Lanes } from './lanes.ts';
import { TIME_ZONE } from './intent-bot.ts';
import type { Mind } from './mind.ts';
import { sendFor } from './outbound.ts';
import { factsOf, keepFact } from './users.ts';
import { Values } from './values.ts';

/** What a function may ask for: all that it reaches of the world. */
interface World {
  readonly ctx: Own;
  readonly bot: string;
  readonly brain: Brain;
  readonly mind: Mind;
  readonly lanes: Lanes;
  /** Ms since the epoch. */
  readonly now: number;
}

type Maestro = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

const MOST_FOUND = 100;
const YEAR_S = 366 * 24 * 60 * 60;

/** Answers what functions ask for; what they ask wrongly is an error that they may catch. */
export function hostOf(world: World): Host {
  const maestro = maestroOf(world);
  return async (name, args) => {
    if (name === 'http') return sendFor(world.ctx, args[0]);
    const asked = name.replace(/^maestro\./, '');
    const answer = Object.hasOwn(maestro, asked) ? maestro[asked] : undefined;
    if (answer === undefined) throw new Error(`There is no ${name}`);
    return answer(...args);
  };
}

function maestroOf({ bot, brain, ctx, lanes, mind, now }: World): Maestro {
  const values = new Values(ctx, bot, lanes);
  const found = (id: string, score: number) => {
    const entry = brain.entries.get(id);
    return entry === undefined ? [] : [{ id, score, post: entry.post, replies: repliesOf(entry), categories: entry.categories }];
  };
  return {
    get: (key) => values.get(textOf(key), now),
    set: async (key, value, seconds) => {
      await values.set(textOf(key), value, seconds == null ? undefined : numberOf(seconds, 0, YEAR_S * 10), now);
      return 'OK';
    },
    del: async (key) => values.delete(textOf(key)),
    ttl: (key) => values.left(textOf(key), now),
    incrby: (key, by) => values.add(textOf(key), by == null ? 1 : Number(by), now),
    profile: async (user, name, value) => {
      if (name == null) return factsOf(ctx, bot, textOf(user));
      if (value === undefined) return (await factsOf(ctx, bot, textOf(user)))[textOf(name)] ?? null;
      await keepFact(ctx, lanes, bot, textOf(user), textOf(name), value);
      return value;
    },
    extractTime: async (text, format, timeZone) => extractTime(textOf(text), now, zoneOf(timeZone), format == null ? undefined : textOf(format).slice(0, 100)).map((each) => each.text),
    extractNumber: async (text) => extractNumber(textOf(text)).map(({ value }) => String(value)),
    extractRegexDicts: async (text) => {
      const said = textOf(text);
      return Object.fromEntries(mind.patterns.map((name) => [name, mind.dictionaries.findIn(name, said).map(({ from, to, value }) => ({ val: value, begin: from, end: to }))] as const).filter(([, all]) => all.length > 0));
    },
    keywords: async (text, most) => keywords(textOf(text), most == null ? 5 : numberOf(most, 1, 50), mind.tokenizer),
    digest: async (text, most) => digest(textOf(text), most == null ? 1 : numberOf(most, 1, 20), mind.tokenizer),
    searchFAQs: async (text, most) => brain.search.search(textOf(text), most == null ? 20 : numberOf(most, 1, MOST_FOUND)).flatMap(({ id, score }) => found(id, score)),
    getFAQList: async (given) => {
      const { categories, limit, page, query } = Object(given) as Readonly<Record<string, unknown>>;
      const wanted = typeof query === 'string' ? query.toLowerCase() : '';
      const within = Array.isArray(categories) ? categories.map(String) : [];
      const all = [...brain.entries.values()].filter((entry) => entry.enabled && entry.post.toLowerCase().includes(wanted) && within.every((label, index) => entry.categories[index] === label));
      const at = { limit: limit == null ? 10 : numberOf(limit, 1, MOST_FOUND), page: page == null ? 1 : numberOf(page, 1, 1e6) };
      return { rc: 0, ...paged(all, at, (entry) => ({ id: entry.id, post: entry.post, replies: repliesOf(entry), categories: entry.categories })) };
    },
    getFAQDetail: async (id) => {
      const entry = brain.entries.get(textOf(id));
      return entry === undefined ? { rc: RC.badInput, error: 'There is no such question' } : { rc: 0, data: { id: entry.id, post: entry.post, enabled: entry.enabled, replies: repliesOf(entry), categories: entry.categories, similarQuestions: entry.similar } };
    },
    getHotFAQs: async (most) => {
      const ranked = [...brain.entries.values()].filter(({ enabled }) => enabled).map((entry) => ({ entry, count: brain.asked.get(entry.id) ?? 0 })).sort((a, b) => b.count - a.count);
      return ranked.slice(0, most == null ? 10 : numberOf(most, 1, MOST_FOUND)).map(({ count, entry }) => ({ id: entry.id, post: entry.post, categories: entry.categories, inquiryscore: count }));
    },
  };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new TypeError('A text is needed');
  return String(value);
}

/** A whole number within bounds. */
function numberOf(value: unknown, least: number, most: number): number {
  const number = Math.floor(Number(value));
  if (!(number >= least && number <= most)) throw new TypeError(`A number from ${least} to ${most} is needed`);
  return number;
}

function zoneOf(value: unknown): string {
  if (value == null) return TIME_ZONE;
  const zone = textOf(value);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new TypeError(`There is no time zone ${zone.slice(0, 60)}`);
  }
}
