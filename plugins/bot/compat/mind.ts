import { createHash } from 'node:crypto';
import type { Brain } from '../brain.ts';
import { Dictionaries } from '../engine/dictionary/dictionaries.ts';
import type { Plugin } from '../engine/functions/messages.ts';
import { compileScripts, type Scripts } from '../engine/script/compile.ts';
import { MEMORY } from '../engine/script/state.ts';
import type { IntentSession } from '../engine/session/session.ts';
import type { Tokenizer } from '../engine/text/words.ts';
import type { Own } from '../own.ts';
import { slices } from '../slices.ts';
import { dictionariesOf, engineDictionaries } from './dictionaries.ts';
import { branchOf, finderOf, versionBot, workingBot, type Branch, type Find, type LearnedBot } from './intent-bot.ts';
import { scriptsOf } from './scripts.ts';
import { taughtNow, type Taught } from './taught.ts';
import { trainingOf } from './training.ts';

/** What a bot has besides questions and answers: scripts with their functions, intents, dictionaries. */
export interface Mind {
  /** Of the brain beside which it was made. */
  readonly version: number;
  readonly scripts: Scripts;
  /** Null where there are no functions. */
  readonly plugin: Plugin | null;
  /** That functions read. */
  readonly variables: Readonly<Record<string, string>>;
  readonly tokenizer: Tokenizer;
  readonly find: Find;
  readonly dictionaries: Dictionaries;
  /** Names of the dictionaries of regular expressions. */
  readonly patterns: readonly string[];
  /** Null before the first training. */
  readonly intents: LearnedBot | null;
  /** The version in which the session of this turn began, where that is another one and is there still: it ends as it began. */
  readonly began: LearnedBot | null;
}

/** Versions that this node holds of all bots, beside those that answer: somebody is in a dialogue of theirs. */
const MOST_HELD = 10;

/** The minds of this node, read again when the bot has changed; what has not is not made again. */
export class Minds {
  readonly #known = new Map<string, Promise<Loaded>>();
  readonly #versions = new Map<string, Promise<LearnedBot | undefined>>();

  /** By the version that is live where the bot has one, or by the working copy. */
  async of(ctx: Own, id: string, brain: Brain, now: number, branch: Branch = 'pro'): Promise<Mind> {
    const live = branch === 'pro' ? brain.live : null;
    const key = keyOf(id, live);
    const known = this.#known.get(key);
    const before = await known?.catch(() => undefined);
    if (before?.mind.version === brain.version && before.live === live) return before.mind;
    // Somebody else has begun meanwhile.
    const current = this.#known.get(key);
    if (current !== undefined && current !== known) return (await current).mind;
    const loading = this.#load(ctx, id, brain, now, { before, live });
    this.#known.set(key, loading);
    loading.then(({ mind: { intents } }) => live === null || intents !== null || this.#known.delete(key), () => this.#known.delete(key));
    return (await loading).mind;
  }

  /** The same for a turn in which a session may be under way. */
  async with(ctx: Own, id: string, brain: Brain, now: number, { branch, session }: { readonly branch?: Branch | undefined; readonly session: IntentSession | null }): Promise<Mind> {
    const mind = await this.of(ctx, id, brain, now, branch);
    if (session === null || session.training === mind.intents?.training || now - session.lastAt >= MEMORY.ms) return mind;
    const began = branchOf(session.training) === 'pro' ? await this.#version(ctx, id, -session.training) : (await this.of(ctx, id, brain, now, 'dev')).intents;
    return began?.training === session.training ? { ...mind, began } : mind;
  }

  forget(id: string): void {
    for (const live of [null, 0]) this.#known.delete(keyOf(id, live));
    for (const key of this.#versions.keys()) if (key.startsWith(`${id} `)) this.#versions.delete(key);
  }

  async #load(ctx: Own, id: string, brain: Brain, now: number, { before, live }: { readonly before: Loaded | undefined; readonly live: number | null }): Promise<Loaded> {
    const [stored, taught, training] = await Promise.all([scriptsOf(ctx, id), live === null ? taughtNow(ctx, id) : wordsNow(ctx, id), live === null ? trainingOf(ctx, id, now) : undefined]);
    const { tokenizer } = brain;
    const rest = slices();
    const finder = await Dictionaries.inSlices(engineDictionaries(taught.dictionaries), rest);
    const find = finderOf(finder, tokenizer);
    const written = JSON.stringify(stored ?? null);
    const scripts = before?.of.scripts === written ? before.mind.scripts : compileScripts(stored?.topics.filter(({ enabled }) => enabled).map(({ name, source }) => ({ name, source, language: stored.language })) ?? []);
    const learned = live === null ? await digestOf([training, ...taught.intents, ...taught.dictionaries], rest) : String(live);
    const make = async (): Promise<LearnedBot | null> => (live === null ? workingBot(ctx, id, training, { taught, find, tokenizer, rest }) : ((await this.#version(ctx, id, live)) ?? null));
    return {
      live,
      of: { scripts: written, intents: learned },
      mind: {
        version: brain.version, scripts, tokenizer, find, dictionaries: finder, began: null, variables: stored?.config ?? {},
        intents: (before?.of.intents === learned ? before.mind.intents : null) ?? (await make()),
        patterns: taught.dictionaries.filter(({ type }) => type === 'regex').map(({ name }) => name),
        plugin: stored === undefined || stored.plugin.trim() === '' ? null : { key: `${id} ${written.length} ${hash(written)}`, source: stored.plugin, config: stored.config },
      },
    };
  }

  /** One that cannot be read understands nothing, and is tried again: nothing that was not put live answers in its place. */
  #version(ctx: Own, id: string, number: number): Promise<LearnedBot | undefined> {
    const key = `${id} ${number}`;
    const held = this.#versions.get(key) ?? versionBot(ctx, id, number).catch((error: unknown) => {
      ctx.log('a version of intents could not be read', { bot: id, version: number, error: String(error) });
      return undefined;
    });
    this.#versions.delete(key);
    this.#versions.set(key, held);
    void held.then((read) => read ?? this.#versions.delete(key));
    for (const oldest of this.#versions.keys()) {
      if (this.#versions.size <= MOST_HELD) break;
      this.#versions.delete(oldest);
    }
    return held;
  }
}

/** Functions and scripts are not of a version: they go by the words that there are now. */
const wordsNow = async (ctx: Own, id: string): Promise<Taught> => ({ intents: [], dictionaries: await dictionariesOf(ctx, id) });

const keyOf = (id: string, live: number | null): string => `${id} ${live === null ? 'dev' : 'pro'}`;

/** What a session is of: the version that it began in, or the one that answers now. */
export const botOf = ({ began, intents }: Mind, session: IntentSession | null): LearnedBot | null => (session !== null && began?.training === session.training ? began : intents);

/** The same by another clock: that of a chat's bot. */
export function mindIn(mind: Mind, timeZone: string): Mind {
  const within = (find: Find): Find => (text, at) => find(text, at, timeZone);
  const told = (bot: LearnedBot | null): LearnedBot | null => bot && { ...bot, find: within(bot.find) };
  return { ...mind, find: within(mind.find), intents: told(mind.intents), began: told(mind.began) };
}

/** A mind, and of what its parts were made. */
interface Loaded {
  readonly mind: Mind;
  readonly live: number | null;
  readonly of: { readonly scripts: string; readonly intents: string };
}

/** Of values in JSON: of what is large nothing is kept but this. */
async function digestOf(values: readonly unknown[], rest: () => Promise<void>): Promise<string> {
  const digest = createHash('sha256');
  for (const value of values) {
    await rest();
    digest.update(`${JSON.stringify(value ?? null)}\n`);
  }
  return digest.digest('base64url');
}

/** FNV-1a: another version is another key. */
function hash(text: string): string {
  let value = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x0100_0193);
  return (value >>> 0).toString(36);
}
