import { askedOf } from './compat/asked.ts';
import { dictionariesOf, engineDictionaries, vocabularyOf } from './compat/dictionaries.ts';
import { FaqSearch } from './engine/faq/search.ts';
import { prepareChinese } from './engine/text/jieba.ts';
import { Tokenizer } from './engine/text/words.ts';
import type { Faq } from './faq.ts';
import { hearingOf, type Hearing } from './flows/hear.ts';
import { PublishedFlows, refsOf } from './flows/published.ts';
import { readState } from './flows/state.ts';
import { bot, faqs, revisionOf } from './library.ts';
import type { Own } from './own.ts';
import type { Profile } from './profile.ts';

/** A bot in memory, as it was at a revision: ready to answer. */
export interface Brain {
  readonly revision: string;
  /** Another number where it was loaded anew: minds are made of the same. */
  readonly version: number;
  readonly profile: Profile;
  readonly search: FaqSearch;
  readonly entries: ReadonlyMap<string, Faq>;
  readonly flows: PublishedFlows;
  readonly hearing: Hearing;
  /** How often each entry was the answer, about. */
  readonly asked: Map<string, number>;
}

/** How long another node may answer by what was known before a change, ms. */
const LOOK_EVERY_MS = 1_000;

/** The bots of this node, loaded when they are first asked and again when they have changed. */
export class Brains {
  readonly #brains = new Map<string, { readonly brain: Promise<Brain | undefined>; lookedAt: number }>();

  /** Undefined for a bot that there is not. */
  async of(ctx: Pick<Own, 'data'>, id: string): Promise<Brain | undefined> {
    const known = this.#brains.get(id);
    const now = performance.now();
    if (known !== undefined && now - known.lookedAt < LOOK_EVERY_MS) return known.brain;
    if (known !== undefined) {
      known.lookedAt = now;
      const [brain, stored, revision] = await Promise.all([known.brain, bot(ctx, id), revisionOf(ctx, id)]);
      if (brain !== undefined && stored !== undefined && revision === brain.revision) return brain;
    }
    const loading = { brain: load(ctx, id), lookedAt: now };
    this.#brains.set(id, loading);
    loading.brain.catch(() => this.#brains.delete(id));
    return loading.brain;
  }

  /** With the flows that a chat is in, by its memory, whichever version they are. */
  async for(ctx: Pick<Own, 'data'>, id: string, memory: unknown): Promise<Brain | undefined> {
    const brain = await this.of(ctx, id);
    await brain?.flows.fetch(ctx, refsOf(readState((Object(memory) as { readonly flow?: unknown }).flow)));
    return brain;
  }

  /** It has changed here just now. */
  forget(id: string): void {
    this.#brains.delete(id);
  }
}

let loads = 0;

async function load(ctx: Pick<Own, 'data'>, id: string): Promise<Brain | undefined> {
  // First of all: what changes while the rest is read is read again.
  const revision = await revisionOf(ctx, id);
  const [stored] = await Promise.all([bot(ctx, id), prepareChinese()]);
  if (stored === undefined) return undefined;
  const [flows, asked, dictionaries] = await Promise.all([PublishedFlows.load(ctx, id), askedOf(ctx, id), dictionariesOf(ctx, id)]);
  const tokenizer = new Tokenizer(vocabularyOf(dictionaries));
  const search = new FaqSearch(tokenizer);
  const entries = new Map<string, Faq>();
  // A page at a time: chats go on between them.
  for await (const page of faqs(ctx, id)) {
    for (const entry of page) {
      entries.set(entry.id, entry);
      search.set(entry);
    }
  }
  return { revision, version: ++loads, profile: stored.profile, search, entries, flows, hearing: hearingOf(engineDictionaries(dictionaries), tokenizer), asked: new Map(asked) };
}
