import { askedOf } from './compat/asked.ts';
import { dictionariesOf, engineDictionaries, vocabularyOf } from './compat/dictionaries.ts';
import { liveOf } from './compat/versions.ts';
import { cut, type Part } from './documents/cut.ts';
import { documentsOf, type Document } from './documents/document.ts';
import { Documents } from './documents/documents.ts';
import { FaqSearch } from './engine/faq/search.ts';
import { prepareChinese } from './engine/text/jieba.ts';
import { Tokenizer } from './engine/text/words.ts';
import type { Faq } from './faq.ts';
import { hearingOf, type Hearing } from './flows/hear.ts';
import { PublishedFlows, refsOf } from './flows/published.ts';
import { readState } from './flows/state.ts';
import { bot, faqs, revisionOf, touch } from './library.ts';
import { mutedOf, type Muted } from './muted.ts';
import type { Own } from './own.ts';
import type { Profile } from './profile.ts';
import { slices } from './slices.ts';
import { languageOf } from './words.ts';

type Data = Pick<Own, 'data'>;

/** A bot in memory: ready to answer. */
export interface Brain {
  /** What other nodes had changed when it was read. */
  readonly revision: string;
  /** Another number where words, intents or scripts have changed: what else is made of them is made again. */
  readonly version: number;
  /** The version of its intents that chats are answered by; null: the working copy. */
  readonly live: number | null;
  readonly profile: Profile;
  /** In which language agents read its notes, whatever it speaks to a visitor. */
  readonly notes: Profile['language'];
  readonly tokenizer: Tokenizer;
  readonly search: FaqSearch;
  readonly entries: ReadonlyMap<string, Faq>;
  readonly documents: Documents;
  readonly flows: PublishedFlows;
  readonly hearing: Hearing;
  /** How often each entry was the answer, about. */
  readonly asked: Map<string, number>;
  /** Who hears nothing of it, by id. */
  readonly muted: ReadonlyMap<string, Muted>;
}

/** What has changed of a bot; may be made of the one before, which is not used any more. Done again it changes nothing. */
export type Change = (brain: Brain) => Brain | Promise<Brain>;

export const withEntries = (put: readonly Faq[], dropped: readonly string[] = []): Change => (brain) => {
  const entries = brain.entries as Map<string, Faq>; // as `load` has made it
  for (const entry of put) {
    entries.set(entry.id, entry);
    brain.search.set(entry);
  }
  for (const id of dropped) {
    entries.delete(id);
    brain.search.delete(id);
    brain.asked.delete(id);
  }
  return brain;
};

export const withDocument = (put: Document, parts: readonly Part[]): Change => async (brain) => {
  await brain.documents.set(put, parts, slices());
  return brain;
};

export const withoutDocument = (id: string): Change => (brain) => {
  brain.documents.delete(id);
  return brain;
};

/** Where nobody has given it words of its own it speaks the visitor's language. */
export const speaking = (brain: Brain, locale: string): Brain => ({ ...brain, profile: { ...brain.profile, language: languageOf(locale) ?? brain.profile.language } });

export const withProfile = (profile: Profile): Change => (brain) => ({ ...brain, profile, notes: profile.language, hearing: brain.hearing.by(profile.hours.timeZone) });

export const withFlows = (ctx: Data, id: string): Change => async (brain) => ({ ...brain, flows: await PublishedFlows.load(ctx, id) });

/** Somebody hears nothing of it from here on, or hears it again. */
export const withMuted = (person: Muted, muted: boolean): Change => (brain) => {
  const all = new Map(brain.muted);
  if (muted) all.set(person.id, person);
  else all.delete(person.id);
  return { ...brain, muted: all };
};

/** Intents or scripts are others. */
export const withMind: Change = (brain) => ({ ...brain, version: ++versions });

/** How long it is not looked whether another node has changed something, and how often a bot is read again, ms: meanwhile what was known answers. */
const LOOK_EVERY_MS = 1_000;
const READ_EVERY_MS = 5_000;

interface Held {
  brain: Promise<Brain | undefined>;
  /** What is read to take its place. */
  next: Promise<Brain | undefined> | null;
  /** Looked at by itself, and known sooner than the rest is read. The look that was begun last has the say. */
  live: Promise<number | null>;
  lookedAt: number;
  readAt: number;
}

/** The bots of this node: read when they are first asked, changed with what this node changes, and read again behind where others have. */
export class Brains {
  readonly #held = new Map<string, Held>();

  /** Undefined for a bot that there is not. */
  async of(ctx: Data, id: string): Promise<Brain | undefined> {
    const now = performance.now();
    const held = this.#held.get(id) ?? this.#read(ctx, id, now);
    if (now - held.lookedAt < LOOK_EVERY_MS) return answering(held);
    held.lookedAt = now;
    const { live } = held;
    held.live = liveOf(ctx, id).catch(() => live);
    const [brain, stored, revision] = await Promise.all([held.brain, bot(ctx, id), revisionOf(ctx, id)]);
    if (stored === undefined) {
      this.#drop(id, held);
      return undefined;
    }
    if (brain?.revision !== revision && held.next === null && now - held.readAt >= READ_EVERY_MS) this.#readAgain(ctx, id, held, now);
    return answering(held);
  }

  /** Another version was made live here: other nodes see it within a second, by themselves. */
  lookAgain(id: string): void {
    const held = this.#held.get(id);
    if (held !== undefined) held.lookedAt = -Infinity;
  }

  /** With the flows that a chat is in, by its memory, whichever version they are. */
  async for(ctx: Data, id: string, memory: unknown): Promise<Brain | undefined> {
    const brain = await this.of(ctx, id);
    await brain?.flows.fetch(ctx, refsOf(readState((Object(memory) as { readonly flow?: unknown }).flow)));
    return brain;
  }

  /** Something of it was stored here just now: it is changed in memory, or, after `anew`, read again when it is next asked. Other nodes hear of it. */
  async settle(ctx: Data, id: string, change: Change | 'anew'): Promise<void> {
    if (change === 'anew') this.forget(id);
    else this.#change(id, change);
    await touch(ctx, id);
  }

  forget(id: string): void {
    this.#held.delete(id);
  }

  #change(id: string, change: Change): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    const changed = (brain: Brain | undefined): undefined | Brain | Promise<Brain> => brain && change(brain);
    held.brain = held.brain.then(changed);
    held.brain.catch(() => this.#drop(id, held));
    // It may have been read before the change was there.
    if (held.next === null) return;
    held.next = held.next.then(changed);
    held.next.catch(() => this.#drop(id, held));
  }

  #read(ctx: Data, id: string, now: number): Held {
    const live = liveOf(ctx, id);
    const brain = load(ctx, id, live);
    const held: Held = { brain, next: null, live, lookedAt: now, readAt: now };
    this.#held.set(id, held);
    brain.then((found) => found ?? this.#drop(id, held), () => this.#drop(id, held));
    return held;
  }

  #readAgain(ctx: Data, id: string, held: Held, now: number): void {
    held.readAt = now;
    const read = load(ctx, id, held.live);
    held.next = read;
    read.then(() => {
      held.brain = held.next ?? held.brain;
    }).catch(() => {}).finally(() => { // the one before answers, and it is tried again
      held.next = null;
    });
  }

  #drop(id: string, held: Held): void {
    if (this.#held.get(id) === held) this.#held.delete(id);
  }
}

async function answering(held: Pick<Held, 'brain' | 'live'>): Promise<Brain | undefined> {
  const [brain, live] = await Promise.all([held.brain, held.live]);
  return brain === undefined || brain.live === live ? brain : { ...brain, live };
}

let versions = 0;

async function load(ctx: Data, id: string, live: Promise<number | null>): Promise<Brain | undefined> {
  // First of all: what others change while the rest is read is read again.
  const revision = await revisionOf(ctx, id);
  const [stored] = await Promise.all([bot(ctx, id), prepareChinese()]);
  if (stored === undefined) return undefined;
  const rest = slices();
  const [flows, asked, dictionaries, muted] = await Promise.all([PublishedFlows.load(ctx, id), askedOf(ctx, id), dictionariesOf(ctx, id), mutedOf(ctx, id)]);
  const tokenizer = await Tokenizer.inSlices(vocabularyOf(dictionaries), rest);
  const search = new FaqSearch(tokenizer);
  const entries = new Map<string, Faq>();
  for await (const page of faqs(ctx, id)) {
    for (const entry of page) {
      entries.set(entry.id, entry);
      await search.setInSlices(entry, rest);
    }
  }
  const documents = new Documents(tokenizer);
  for await (const page of documentsOf(ctx, id)) for (const each of page) await documents.set(each, await cut(each.text, rest), rest);
  const hearing = await hearingOf(engineDictionaries(dictionaries), tokenizer, stored.profile.hours.timeZone, rest);
  await rest();
  return { revision, version: ++versions, live: await live, profile: stored.profile, notes: stored.profile.language, tokenizer, search, entries, documents, flows, hearing, asked: new Map(asked), muted };
}
