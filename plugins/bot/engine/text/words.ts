import { stemmer } from 'stemmer';
import { chinese } from './jieba.ts';
import { normalize } from './normalize.ts';

/** A word of a bot's trade, and others that mean the same to it. */
export interface VocabularyEntry {
  readonly word: string;
  readonly synonyms: readonly string[];
}

/** A word of a text. */
export interface Word {
  /** As it is written, normalised; of a synonym, the entry of the vocabulary. */
  readonly text: string;
  /** As it is compared: the stem of an English word. */
  readonly key: string;
  readonly han: boolean;
  /** What stands between it and the next word, or the end: marks and blanks, normalised. */
  readonly after: string;
}

/** A word as it was written, with its part of speech: a tag of jieba (those of ICTCLAS); `x` what is no word, `eng` what is not Chinese. */
export interface Tagged {
  readonly word: string;
  readonly tag: string;
}

/** Runs of Han characters, and of what other scripts write between blanks; a number stays whole. */
const RUNS = /(?<han>\p{Script=Han}+)|[[\p{L}\p{M}\p{N}]--\p{Script=Han}]+(?:[.,:]\p{N}+)*/gv;
const LATIN = /^[a-z]+$/;
const HAN = /^\p{Script=Han}/u;
/** Words that make up one entry of a vocabulary, at most. */
const LONGEST = 8;
/** The tag of a word that only the vocabulary knows: another proper noun. */
const PROPER_NOUN = 'nz';

/** Cuts texts into words, the same for all that reads them: Chinese as jieba does, other scripts at blanks; words of the bot's vocabulary stay whole. */
export class Tokenizer {
  /** Entry by how it and its synonyms are compared. */
  readonly #entries = new Map<string, Omit<Word, 'after'>>();

  constructor(vocabulary: readonly VocabularyEntry[] = []) {
    for (const entry of vocabulary) this.#add(entry);
  }

  /** Of a large vocabulary: `rest` is waited for between its entries. */
  static async inSlices(vocabulary: readonly VocabularyEntry[], rest: () => Promise<void>): Promise<Tokenizer> {
    const tokenizer = new Tokenizer();
    for (const entry of vocabulary) {
      await rest();
      tokenizer.#add(entry);
    }
    return tokenizer;
  }

  words(text: string): readonly Word[] {
    const normalized = normalize(text);
    return this.#entries.size === 0 ? plainWords(normalized, true) : this.#joined(normalized);
  }

  /** Every word of a text and what stands between, in order; together they are the text. */
  tagged(text: string): readonly Tagged[] {
    const tagged = chinese().tag(text, true);
    if (this.#entries.size === 0) return tagged;
    const keys = tagged.map(({ word }) => this.#spelled(word));
    const joined: Tagged[] = [];
    for (let at = 0; at < tagged.length; ) {
      const length = this.#entryAt(keys, at)?.length ?? 1;
      const words = tagged.slice(at, at + length);
      joined.push(length === 1 ? words[0] as Tagged : { word: words.map(({ word }) => word).join(''), tag: PROPER_NOUN }); // `at` is within
      at += length;
    }
    return joined;
  }

  /** Entries are looked for among the words that the dictionary alone finds: guessed words would swallow their ends. */
  #joined(normalized: string): readonly Word[] {
    const found: Word[] = [];
    const cut = plainWords(normalized, false);
    const keys = cut.map(({ key }) => key);
    let rest: Word[] = [];
    const flush = (): void => {
      found.push(...plainWords(rest.map(({ after, text }) => text + after).join(''), true));
      rest = [];
    };
    for (let at = 0; at < cut.length; ) {
      const entry = this.#entryAt(keys, at);
      if (entry === undefined) {
        rest.push(cut[at++] as Word); // `at` is within
        continue;
      }
      flush();
      at += entry.length;
      found.push({ ...entry.word, after: cut[at - 1]?.after ?? '' });
    }
    flush();
    return found;
  }

  /** The longest entry that begins there. */
  #entryAt(keys: readonly string[], at: number): { readonly word: Omit<Word, 'after'>; readonly length: number } | undefined {
    for (let length = Math.min(LONGEST, keys.length - at); length > 0; length--) {
      const word = this.#entries.get(spelling(keys.slice(at, at + length)));
      if (word !== undefined) return { word, length };
    }
    return undefined;
  }

  #add({ synonyms, word }: VocabularyEntry): void {
    const key = this.#spelled(word);
    const entry = { text: normalize(word), key, han: HAN.test(key) };
    // Between two entries that claim a word the first decides.
    for (const each of [word, ...synonyms]) {
      const spelled = this.#spelled(each);
      if (spelled !== '' && !this.#entries.has(spelled)) this.#entries.set(spelled, entry);
    }
  }

  #spelled(word: string): string {
    return spelling(plainWords(normalize(word), false).map(({ key }) => key));
  }
}

/** `guess`: Chinese words that the dictionary lacks are guessed by how characters follow each other. */
function plainWords(normalized: string, guess: boolean): Word[] {
  const words: Word[] = [];
  const runs = [...normalized.matchAll(RUNS)];
  for (const [i, { 0: run, groups, index }] of runs.entries()) {
    const after = normalized.slice(index + run.length, runs[i + 1]?.index);
    if (groups?.['han'] === undefined) words.push({ text: run, key: LATIN.test(run) ? stemmer(run) : run, han: false, after });
    else {
      const cut = chinese().cut(run, guess);
      for (const [place, each] of cut.entries()) words.push({ text: each, key: each, han: true, after: place === cut.length - 1 ? after : '' });
    }
  }
  return words;
}

/** Words in a row as one writes them: blanks only where Chinese is not on both sides. */
function spelling(words: readonly string[]): string {
  let spelled = '';
  let before = true;
  for (const word of words) {
    const han = HAN.test(word);
    spelled += spelled === '' || (han && before) ? word : ` ${word}`;
    before = han;
  }
  return spelled;
}
