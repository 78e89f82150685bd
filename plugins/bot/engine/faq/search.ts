import { Tokenizer, type Word } from '../text/words.ts';
import { Best } from './best.ts';
import { Lexicon, type Term, type Terms } from './terms.ts';

/** A question and its like, which one answer belongs to. */
export interface FaqEntry {
  readonly id: string;
  readonly post: string;
  readonly similar: readonly string[];
  readonly enabled: boolean;
  readonly categories: readonly string[];
}

export interface FaqHit {
  readonly id: string;
  /** How much it is the same question, 0 to 1; 1 is the same but for case, width and marks. */
  readonly score: number;
  /** The question of the entry that comes nearest. */
  readonly post: string;
}

export interface SearchOptions {
  /** Only entries of one of these; default: all. */
  readonly categories?: readonly string[];
}

/** Of BM25: how soon more of the same counts no more, and how much a long question is made up for (Robertson, Zaragoza 2009). */
const K1 = 1.2;
const B = 0.6;
/** Postings that are read for a question, rare terms first: common ones find everything and tell nothing. */
const MOST_READ = 40_000;
/** Questions that are looked at closely. */
const CANDIDATES = 64;
/** Neighbours that vote for their entry, and who abstains: where nothing is near, a single neighbour is no majority. */
const VOTERS = 12;
const ABSTAINED = 0.1;
/** The same words in another order are nearly the same question. */
const NEARLY = 0.95;

interface Question {
  readonly entry: FaqEntry;
  readonly post: string;
  /** Its words in order: whoever asks the same has the same. */
  readonly key: string;
  readonly terms: Terms;
  /** Of terms. */
  readonly length: number;
}

/** Finds the entry that a question belongs to: an inverted index over words and pairs of characters, and a close look at what comes first. Entries come and go without a rebuild. */
export class FaqSearch {
  readonly #tokenizer: Pick<Tokenizer, 'words'>;
  readonly #elsewhere: number;
  readonly #lexicon = new Lexicon();
  readonly #slots = new Map<string, readonly number[]>();
  /** By slot; undefined where one was removed. */
  readonly #questions: (Question | undefined)[] = [];
  readonly #free: number[] = [];
  #count = 0;
  #lengths = 0;
  #scores = new Float32Array(1_024);

  /**
   * `elsewhere`: so many questions that stand somewhere else count for how rare a term is. Of a few that are all about one thing its words
   * would seem common otherwise. Default 0.
   */
  constructor(tokenizer: Pick<Tokenizer, 'words'> = new Tokenizer(), entries: Iterable<FaqEntry> = [], elsewhere = 0) {
    this.#tokenizer = tokenizer;
    this.#elsewhere = elsewhere;
    for (const entry of entries) this.set(entry);
  }

  /** How many entries can be found. */
  get size(): number {
    return this.#slots.size;
  }

  /** Adds an entry, or puts it in place of the one with its id. One that is not enabled is not found. */
  set(entry: FaqEntry): void {
    this.delete(entry.id);
    if (!entry.enabled) return;
    this.#slots.set(entry.id, [entry.post, ...entry.similar].map((post) => this.#add(entry, post)));
  }

  /** The same, of one with many questions: `rest` is waited for between them. It is found by those that it has already. */
  async setInSlices(entry: FaqEntry, rest: () => Promise<void>): Promise<void> {
    this.delete(entry.id);
    if (!entry.enabled) return;
    const slots: number[] = [];
    this.#slots.set(entry.id, slots);
    for (const post of [entry.post, ...entry.similar]) {
      await rest();
      slots.push(this.#add(entry, post));
    }
  }

  delete(id: string): void {
    for (const slot of this.#slots.get(id) ?? []) this.#remove(slot);
    this.#slots.delete(id);
  }

  /** The best first, at most `k`. */
  search(text: string, k = 5, { categories }: SearchOptions = {}): readonly FaqHit[] {
    const words = this.#tokenizer.words(text);
    const key = keyOf(words);
    const asked = this.#lexicon.termsOf(words, false);
    const near = this.#candidates(asked, categories)
      .map((question) => ({ question, likeness: question.key === key ? 1 : Math.min(NEARLY, this.#likeness(asked, question.terms)) }))
      .sort((a, b) => b.likeness - a.likeness);
    const votes = new Map<string, number>();
    let all = ABSTAINED;
    for (const { likeness, question } of near.slice(0, VOTERS)) {
      const vote = likeness ** 2;
      votes.set(question.entry.id, (votes.get(question.entry.id) ?? 0) + vote);
      all += vote;
    }
    const hits = new Map<string, FaqHit>();
    for (const { likeness, question: { entry: { id }, post } } of near) {
      if (hits.has(id)) continue;
      // What is near, and agrees with its neighbours, is as good as the same.
      const share = (votes.get(id) ?? 0) / all;
      hits.set(id, { id, score: likeness + (1 - likeness) * likeness * share, post });
    }
    return [...hits.values()].sort((a, b) => b.score - a.score).slice(0, k);
  }

  /** What has most of the question in it, however much else: for texts that are no questions themselves. `score`: how much of it, 0 to 1, by weight and rarity. */
  covering(text: string, k = 5): readonly FaqHit[] {
    const asked = this.#lexicon.termsOf(this.#tokenizer.words(text), false);
    let all = 0;
    for (const [term, count] of asked) all += this.#weight(term) * count;
    const best = new Best<FaqHit>(k);
    for (const { entry: { id }, post, terms } of this.#candidates(asked, undefined)) {
      let shared = 0;
      for (const [term, count] of asked) if (terms.has(term)) shared += this.#weight(term) * count;
      const score = all === 0 ? 0 : shared / all;
      best.offer({ id, score, post }, score);
    }
    return best.all();
  }

  #add(entry: FaqEntry, post: string): number {
    const words = this.#tokenizer.words(post);
    const terms = this.#lexicon.termsOf(words, true);
    let length = 0;
    for (const count of terms.values()) length += count;
    const slot = this.#free.pop() ?? this.#questions.length;
    this.#questions[slot] = { entry, post, key: keyOf(words), terms, length };
    for (const { slots } of terms.keys()) slots.push(slot);
    this.#count++;
    this.#lengths += length;
    return slot;
  }

  #remove(slot: number): void {
    const question = this.#questions[slot];
    if (question === undefined) return;
    this.#questions[slot] = undefined;
    this.#free.push(slot);
    this.#count--;
    this.#lengths -= question.length;
    for (const term of question.terms.keys()) {
      const last = term.slots.pop();
      if (last !== undefined && last !== slot) term.slots[term.slots.indexOf(slot)] = last;
      if (term.slots.length === 0) this.#lexicon.forget(term);
    }
  }

  /** Questions that share most with what is asked, by BM25. */
  #candidates(asked: Terms, categories: readonly string[] | undefined): readonly Question[] {
    if (this.#scores.length < this.#questions.length) this.#scores = new Float32Array(this.#questions.length * 2);
    const scores = this.#scores;
    const touched: number[] = [];
    const mean = this.#lengths / Math.max(1, this.#count);
    let read = 0;
    for (const term of [...asked.keys()].sort((a, b) => a.slots.length - b.slots.length)) {
      read += term.slots.length;
      if (read > MOST_READ && touched.length > 0) break;
      const weight = this.#weight(term) * (K1 + 1);
      for (const slot of term.slots) {
        const question = this.#questions[slot] as Question; // terms name no removed one
        if (scores[slot] === 0) touched.push(slot);
        scores[slot] = (scores[slot] as number) + weight / (1 + K1 * (1 - B + (B * question.length) / mean));
      }
    }
    const best = new Best<Question>(CANDIDATES);
    for (const slot of touched) {
      const question = this.#questions[slot] as Question;
      if (categories === undefined || question.entry.categories.some((category) => categories.includes(category))) best.offer(question, scores[slot] as number);
      scores[slot] = 0;
    }
    return best.all();
  }

  /** What both have, by weight and rarity, of what they have together: 1 for the same question, 0 for nothing in common. */
  #likeness(a: Terms, b: Terms): number {
    let shared = 0;
    let both = 0;
    for (const [term, count] of a) {
      const weight = this.#weight(term);
      both += weight * count;
      shared += weight * Math.min(count, b.get(term) ?? 0);
    }
    for (const [term, count] of b) both += this.#weight(term) * count;
    return both === 0 ? 0 : (2 * shared) / both;
  }

  #weight({ slots, weight }: Term): number {
    return weight * Math.log(1 + (this.#count + this.#elsewhere - slots.length + 0.5) / (slots.length + 0.5));
  }
}

const keyOf = (words: readonly Word[]): string => words.map(({ key }) => key).join(' ');
