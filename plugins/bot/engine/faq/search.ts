import { Tokenizer, type Word } from '../text/words.ts';
import { Best } from './best.ts';
import { rarity, saturated } from './bm25.ts';
import { Lexicon, type Term, type Terms } from './terms.ts';
import { Topic, type FaqEntry } from './topic.ts';

export type { FaqEntry } from './topic.ts';

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

/** Postings that are read for a question, rare terms first: common ones find everything and tell nothing. */
const MOST_READ = 40_000;
/** Questions that are looked at closely. */
const CANDIDATES = 64;
/** How far an entry is ahead that speaks of twice as much of what is asked, as a power of 2. */
const CLEAR = 4;
/** As if there always were one more that speaks of so much of it: of little, to be the only one is no merit. */
const NONE = 0.15;
/** The same words in another order are nearly the same question. */
const NEARLY = 0.95;

interface Weighed {
  readonly term: Term;
  readonly count: number;
  readonly weight: number;
}

interface Question {
  readonly topic: Topic;
  readonly post: string;
  /** Its words in order: whoever asks the same has the same. */
  readonly key: string;
  readonly terms: Terms;
  /** Of terms. */
  readonly length: number;
  /** What its terms weigh together, and when that was: how rare a term is changes with every question that comes or goes. */
  mass: number;
  massAt: number;
}

/** Finds the entry that a question belongs to: an inverted index over words and pairs of characters, and a close look at what comes first. Entries come and go without a rebuild. */
export class FaqSearch {
  readonly #tokenizer: Pick<Tokenizer, 'words'>;
  readonly #elsewhere: number;
  readonly #lexicon = new Lexicon();
  /** By the id of the entry. */
  readonly #topics = new Map<string, Topic>();
  /** By slot; undefined where one was removed. */
  readonly #questions: (Question | undefined)[] = [];
  readonly #free: number[] = [];
  #count = 0;
  #lengths = 0;
  /** How often a question came or went. */
  #changes = 0;
  /** While a question is looked for: of each slot, and which have any. */
  #scores = new Float32Array(1_024);
  #touched = new Int32Array(1_024);

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
    return this.#topics.size;
  }

  /** Adds an entry, or puts it in place of the one with its id. One that is not enabled is not found. */
  set(entry: FaqEntry): void {
    this.delete(entry.id);
    if (!entry.enabled) return;
    const topic = this.#begin(entry);
    for (const post of [entry.post, ...entry.similar]) this.#add(topic, post);
  }

  /** The same, of one with many questions: `rest` is waited for between them. It is found by those that it has already; one that is put or taken away meanwhile has the say. */
  async setInSlices(entry: FaqEntry, rest: () => Promise<void>): Promise<void> {
    this.delete(entry.id);
    if (!entry.enabled) return;
    const topic = this.#begin(entry);
    for (const post of [entry.post, ...entry.similar]) {
      await rest();
      if (this.#topics.get(entry.id) !== topic) return;
      this.#add(topic, post);
    }
  }

  delete(id: string): void {
    const topic = this.#topics.get(id);
    if (topic === undefined) return;
    this.#topics.delete(id);
    topic.end();
    for (const slot of topic.slots) this.#remove(slot);
  }

  /**
   * The best first, at most `k`: one of an entry's questions is like what is asked, and all of them together speak of it. Where no other
   * entry's do, to be near is as good as to be the same; where another one's speak of more of it, what is near only counts for less.
   */
  search(text: string, k = 5, { categories }: SearchOptions = {}): readonly FaqHit[] {
    const words = this.#tokenizer.words(text);
    const asked = this.#lexicon.termsOf(words, false);
    const near = this.#nearest(words, asked, categories);
    const spoken = this.#spoken([...near.keys()], asked);
    let all = NONE ** CLEAR;
    for (let i = 0; i < spoken.length; i++) all += spoken[i] = (spoken[i] as number) ** CLEAR;
    const best = new Best<Omit<FaqHit, 'score'>>(k);
    let at = 0;
    for (const hit of near.values()) best.offer(hit, hit.score ** 2 + 2 * hit.score * (1 - hit.score) * ((spoken[at++] as number) / all));
    return best.scored().map(({ score, value: { id, post } }) => ({ id, score, post }));
  }

  /** The same, by the nearest question alone, whatever else speaks of it: for what is to be compared, not answered. */
  alike(text: string, k = 5): readonly FaqHit[] {
    const words = this.#tokenizer.words(text);
    return [...this.#nearest(words, this.#lexicon.termsOf(words, false), undefined).values()].slice(0, k);
  }

  /** What has most of the question in it, however much else: for texts that are no questions themselves. `score`: how much of it, 0 to 1, by weight and rarity. */
  covering(text: string, k = 5): readonly FaqHit[] {
    const asked = this.#lexicon.termsOf(this.#tokenizer.words(text), false);
    let all = 0;
    for (const [term, count] of asked) all += this.#weight(term) * count;
    const best = new Best<FaqHit>(k);
    for (const { post, terms, topic: { entry: { id } } } of this.#candidates(asked, undefined)) {
      let shared = 0;
      for (const [term, count] of asked) if (terms.has(term)) shared += this.#weight(term) * count;
      const score = all === 0 ? 0 : shared / all;
      best.offer({ id, score, post }, score);
    }
    return best.all();
  }

  #begin(entry: FaqEntry): Topic {
    const topic = new Topic(entry);
    this.#topics.set(entry.id, topic);
    return topic;
  }

  #add(topic: Topic, post: string): void {
    const words = this.#tokenizer.words(post);
    const terms = this.#lexicon.termsOf(words, true);
    let length = 0;
    for (const count of terms.values()) length += count;
    const slot = this.#free.pop() ?? this.#questions.length;
    this.#questions[slot] = { topic, post, key: keyOf(words), terms, length, mass: 0, massAt: -1 };
    for (const { slots } of terms.keys()) slots.push(slot);
    topic.add(slot, terms);
    this.#count++;
    this.#changes++;
    this.#lengths += length;
  }

  #remove(slot: number): void {
    const question = this.#questions[slot];
    if (question === undefined) return;
    this.#questions[slot] = undefined;
    this.#free.push(slot);
    this.#count--;
    this.#changes++;
    this.#lengths -= question.length;
    for (const term of question.terms.keys()) {
      const last = term.slots.pop();
      if (last !== undefined && last !== slot) term.slots[term.slots.indexOf(slot)] = last;
      if (term.slots.length === 0) this.#lexicon.forget(term);
    }
  }

  /** Of each entry the question that is most like it, and how much (`score`); the likest first. */
  #nearest(words: readonly Word[], asked: Terms, categories: readonly string[] | undefined): ReadonlyMap<Topic, FaqHit> {
    const key = keyOf(words);
    const weighed = [...asked].map(([term, count]) => ({ term, count, weight: this.#weight(term) }));
    let mass = 0;
    for (const { count, weight } of weighed) mass += weight * count;
    const likest = this.#candidates(asked, categories)
      .map((question) => ({ question, score: question.key === key ? 1 : Math.min(NEARLY, this.#likeness(weighed, mass, question)) }))
      .sort((a, b) => b.score - a.score);
    const nearest = new Map<Topic, FaqHit>();
    for (const { question: { post, topic }, score } of likest) if (!nearest.has(topic)) nearest.set(topic, { id: topic.entry.id, score, post });
    return nearest;
  }

  /** How much of what is asked the questions of each entry speak of, 0 to 1: by BM25, as if they were one text and each said a term once. */
  #spoken(topics: readonly Topic[], asked: Terms): Float64Array {
    const entries = this.#topics.size;
    const shares = new Float64Array(topics.length);
    let all = 0;
    for (const [term, count] of asked) {
      const weight = count * term.weight * rarity(term.topics, entries + this.#elsewhere);
      all += weight;
      if (term.topics === 0) continue;
      for (let i = 0; i < topics.length; i++) {
        const topic = topics[i] as Topic;
        const times = topic.times(term);
        if (times > 0) shares[i] = (shares[i] as number) + weight * saturated(times, (topic.slots.length * entries) / this.#count);
      }
    }
    return shares.map((share) => share / all);
  }

  /** Questions that share most with what is asked, by BM25. */
  #candidates(asked: Terms, categories: readonly string[] | undefined): readonly Question[] {
    if (this.#scores.length < this.#questions.length) {
      this.#scores = new Float32Array(this.#questions.length * 2);
      this.#touched = new Int32Array(this.#questions.length * 2);
    }
    const scores = this.#scores;
    const touched = this.#touched;
    let found = 0;
    const mean = this.#lengths / Math.max(1, this.#count);
    let read = 0;
    for (const term of [...asked.keys()].sort((a, b) => a.slots.length - b.slots.length)) {
      read += term.slots.length;
      if (read > MOST_READ && found > 0) break;
      const weight = this.#weight(term);
      for (const slot of term.slots) {
        if (scores[slot] === 0) touched[found++] = slot;
        scores[slot] = (scores[slot] as number) + weight;
      }
    }
    const best = new Best<Question>(CANDIDATES);
    for (let i = 0; i < found; i++) {
      const slot = touched[i] as number;
      const question = this.#questions[slot] as Question; // terms name no removed one
      // How long a question is counts for each of its terms alike, so once.
      const score = (scores[slot] as number) * saturated(1, question.length / mean);
      scores[slot] = 0;
      if (categories === undefined || question.topic.entry.categories.some((category) => categories.includes(category))) best.offer(question, score);
    }
    return best.all();
  }

  /** What both have, by weight and rarity, of what they have together: 1 for the same question, 0 for nothing in common. */
  #likeness(asked: readonly Weighed[], mass: number, question: Question): number {
    const { terms } = question;
    let shared = 0;
    for (const { count, term, weight } of asked) shared += weight * Math.min(count, terms.get(term) ?? 0);
    const both = mass + this.#massOf(question);
    return both === 0 ? 0 : (2 * shared) / both;
  }

  /** Reckoned once between two changes: a question is looked at by everybody who asks for something like it. */
  #massOf(question: Question): number {
    if (question.massAt !== this.#changes) {
      question.mass = 0;
      for (const [term, count] of question.terms) question.mass += this.#weight(term) * count;
      question.massAt = this.#changes;
    }
    return question.mass;
  }

  #weight({ slots, weight }: Term): number {
    return weight * rarity(slots.length, this.#count + this.#elsewhere);
  }
}

const keyOf = (words: readonly Word[]): string => words.map(({ key }) => key).join(' ');
