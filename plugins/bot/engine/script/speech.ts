import type { Unit } from './units.ts';

export const PARTS = ['noun', 'adjective', 'verb', 'adverb', 'pronoun', 'name'] as const;
export type Part = (typeof PARTS)[number];

/** Cuts a text into words, each with its part of speech as ICTCLAS tags it: `n`, `nr`, `v`, … */
export type Tagger = (text: string) => readonly { readonly word: string; readonly tag: string }[];

/** Where the words of each part of speech end, by the unit that they begin with. */
export type Speech = ReadonlyMap<Part, ReadonlyMap<number, number>>;

/** A name is a noun as well. */
const BY_TAG: Readonly<Record<Part, RegExp>> = { noun: /^n/, adjective: /^a(?!d)/, verb: /^v/, adverb: /^(?:d|ad)/, pronoun: /^r/, name: /^nr/ };

const partsOf = (tag: string): readonly Part[] => PARTS.filter((part) => BY_TAG[part].test(tag));

export function speechOf(sentence: string, units: readonly Unit[], tagged: Tagger): Speech {
  const begins = new Map(units.map(({ from }, index) => [from, index]));
  const ends = new Map(units.map(({ to }, index) => [to, index + 1]));
  const speech = new Map<Part, Map<number, number>>(PARTS.map((part) => [part, new Map()]));
  let at = 0;
  for (const { tag, word } of tagged(sentence)) {
    const place = sentence.indexOf(word, at);
    if (place < 0) continue;
    at = place + word.length;
    const [from, to] = [begins.get(place), ends.get(at)];
    if (from !== undefined && to !== undefined) for (const part of partsOf(tag)) speech.get(part)?.set(from, to);
  }
  return speech;
}

/** The nth word of a sentence that is a part of speech, counted from 1. */
export const wordOf = (sentence: string, part: Part, nth: number, tagged: Tagger): string =>
  tagged(sentence).filter(({ tag }) => BY_TAG[part].test(tag))[nth - 1]?.word ?? '';
