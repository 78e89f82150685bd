import type { Word } from '../text/words.ts';

/** Letters in rows: single ones say nothing, longer rows are words. */
const LETTERS = { least: 2, most: 5 } as const;
/** Chinese characters in rows: each says as much as a syllable or a word. */
const CHARACTERS = { least: 1, most: 3 } as const;
/** The same with blanks between the words. */
const SPACED = { least: 1, most: 4 } as const;

/** Across words, as it was said: endings, and which word follows which. */
const SURFACE = { least: 1, most: 3 } as const;

/**
 * What an utterance is made of, as hashes of 32 bits, by kind: words and pairs of them; characters in rows; Chinese ones in rows that
 * know where words end; all of it as it was said, unstemmed and in short rows across words. Each kind is weighed for itself. Two that share a hash are rare (1 in 40,000 of 100,000) and cost little.
 */
export type Features = readonly (readonly number[])[];

/** Words tell what is meant; rows of characters survive typing errors and other forms of a word. */
export function featuresOf(words: readonly Word[]): Features {
  const ofWords: number[] = [];
  const ofCharacters: number[] = [];
  const ofSpaced: number[] = [];
  const ofSurface: number[] = [];
  let run: string[] = [];
  const addRun = (): void => {
    if (run.length === 0) return;
    addRows(ofCharacters, run.join(''), CHARACTERS, 2);
    addRows(ofSpaced, ` ${run.join(' ')} `, SPACED, 4);
    run = [];
  };
  let before: number | undefined;
  let last: Word | undefined;
  let surface = '';
  for (const each of words) {
    const { han, key, text } = each;
    const word = hashOf(key, 1);
    ofWords.push(mixed(word));
    if (before !== undefined) ofWords.push(mixed(Math.imul(before, 31) + word));
    before = word;
    ofSurface.push(mixed(hashOf(text, 5)));
    if (last !== undefined) ofSurface.push(mixed(hashOf(`${last.text} ${text}`, 5)));
    surface += han && last?.han === true ? text : ` ${text}`;
    last = each;
    if (han) run.push(text);
    else {
      addRun();
      addRows(ofCharacters, ` ${text} `, LETTERS, 3);
    }
  }
  addRun();
  addRows(ofSurface, surface, SURFACE, 6);
  return [ofWords, ofCharacters, ofSpaced, ofSurface];
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
