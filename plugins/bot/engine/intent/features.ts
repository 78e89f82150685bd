import type { Word } from '../text/words.ts';

/** Letters in rows: single ones say nothing, longer rows are words. */
const LETTERS = { least: 2, most: 5 } as const;
/** Chinese characters in rows: each says as much as a syllable or a word. */
const CHARACTERS = { least: 1, most: 3 } as const;

/** Kinds of features, each weighed for itself: words and pairs of them; characters in rows. */
export const KINDS = 2;

/** What an utterance is made of, as hashes of 32 bits, by kind. Two that share a hash are rare (1 in 40,000 of 100,000) and cost little. */
export type Features = readonly (readonly number[])[];

/** Words tell what is meant; rows of characters survive typing errors and other forms of a word. */
export function featuresOf(words: readonly Word[]): Features {
  const ofWords: number[] = [];
  const ofCharacters: number[] = [];
  let run = '';
  let before: number | undefined;
  for (const { han, key, text } of words) {
    const word = hashOf(key, 1);
    ofWords.push(mixed(word));
    if (before !== undefined) ofWords.push(mixed(Math.imul(before, 31) + word));
    before = word;
    if (han) run += text;
    else {
      addRows(ofCharacters, run, CHARACTERS, 2);
      run = '';
      addRows(ofCharacters, ` ${text} `, LETTERS, 3);
    }
  }
  addRows(ofCharacters, run, CHARACTERS, 2);
  return [ofWords, ofCharacters];
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
