import type { Word } from '../text/words.ts';
import { isSeen, type Views } from './views.ts';

/** Letters in rows: single ones say nothing, longer rows are words. */
const LETTERS = { least: 2, most: 5 } as const;
/** Chinese characters in rows: each says as much as a syllable or a word. */
const CHARACTERS = { least: 1, most: 3 } as const;
/** The same with blanks between the words. */
const SPACED = { least: 1, most: 4 } as const;
/** Across words, as it was said: endings, marks, and which word follows which. */
const SURFACE = { least: 1, most: 4 } as const;

/** Features of a kind: hashes, each once, and how often each occurs. */
export interface Bag {
  readonly hashes: readonly number[];
  readonly times: readonly number[];
}

/**
 * What an utterance is made of, as hashes of 32 bits, by kind: words and pairs of them; characters in rows; Chinese ones in rows that
 * know where words end; all of it as it was said, unstemmed, with its marks and in short rows across words. Each kind is weighed for itself.
 * Two that share a hash are rare (1 in 40,000 of 100,000) and cost little.
 */
export type Features = readonly Bag[];

/** Words tell what is meant; rows of characters survive typing errors and other forms of a word. A kind that no view looks at has no features. */
export const featuresOf = (words: readonly Word[], views: Views): Features => KINDS.map((hashesOf, kind) => bagOf(isSeen(views, kind) ? hashesOf(words) : []));

const KINDS: readonly ((words: readonly Word[]) => readonly number[])[] = [wordsAndPairs, letters, spacedCharacters, surface];

function bagOf(all: readonly number[]): Bag {
  const counts = new Map<number, number>();
  for (const hash of all) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return { hashes: [...counts.keys()], times: [...counts.values()] };
}

function wordsAndPairs(words: readonly Word[]): readonly number[] {
  const hashes = words.map(({ key }) => hashOf(key, 1));
  return hashes.flatMap((hash, i) => (i === 0 ? [mixed(hash)] : [mixed(hash), mixed(Math.imul(hashes[i - 1] as number, 31) + hash)])); // not the first
}

function letters(words: readonly Word[]): readonly number[] {
  const rows: number[] = [];
  for (const text of hanJoined(words, '')) addRows(rows, text.han ? text.text : ` ${text.text} `, text.han ? CHARACTERS : LETTERS, text.han ? 2 : 3);
  return rows;
}

function spacedCharacters(words: readonly Word[]): readonly number[] {
  const rows: number[] = [];
  for (const { han, text } of hanJoined(words, ' ')) if (han) addRows(rows, ` ${text} `, SPACED, 4);
  return rows;
}

function surface(words: readonly Word[]): readonly number[] {
  const rows = words.flatMap(({ text }, i) => (i === 0 ? [text] : [text, `${words[i - 1]?.text} ${text}`])).map((text) => mixed(hashOf(text, 5)));
  addRows(rows, ` ${words.map(({ after, text }) => text + after).join('')}`, SURFACE, 6);
  return rows;
}

/** Chinese words that follow each other as one. */
function hanJoined(words: readonly Word[], between: string): readonly Pick<Word, 'han' | 'text'>[] {
  const joined: { han: boolean; text: string }[] = [];
  for (const { han, text } of words) {
    const last = joined.at(-1);
    if (han && last?.han === true) last.text += between + text;
    else joined.push({ han, text });
  }
  return joined;
}

function addRows(rows: number[], text: string, { least, most }: { readonly least: number; readonly most: number }, seed: number): void {
  for (let from = 0; from < text.length; from++) {
    let hash = seed;
    for (let length = 1; length <= most && from + length <= text.length; length++) {
      hash = Math.imul(hash ^ text.charCodeAt(from + length - 1), PRIME);
      if (length >= least) rows.push(mixed(hash));
    }
  }
}

const PRIME = 0x0100_0193;

/** FNV-1a. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}

/** Every bit of the hash depends on all of the text (the last step of MurmurHash3). */
function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85eb_ca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
