/** What matchers compare and count: a character of Chinese and of what else is written without blanks, else a word or a number. */
export interface Unit {
  /** As it is compared: full width and letter case make no difference. */
  readonly key: string;
  /** How much a wildcard takes it for. */
  readonly size: number;
  /** Where it stands, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

/** What the lengths of wildcards count: where a language is written without blanks, a word of another one has as many as letters. */
export type Counting = 'characters' | 'words';

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}`;
const NUMBER = String.raw`\p{Nd}+(?:[.,:]\p{Nd}+)*`;
const LETTERS = String.raw`[[\p{L}\p{M}\p{Nl}\p{No}_]--[${UNSPACED}]]`;
const UNITS: Readonly<Record<Counting, RegExp>> = {
  characters: new RegExp(String.raw`[${UNSPACED}]\p{M}*|${NUMBER}|(?:${LETTERS}|['’](?=\p{L}))+`, 'gv'),
  words: new RegExp(String.raw`[${UNSPACED}]\p{M}*|(?:${NUMBER}|${LETTERS}|['’\-](?=[\p{L}\p{N}]))+`, 'gv'),
};
const MARKS = /\S/gu;

/** The units of a text in order. Blanks and marks are none, unless there is nothing else. */
export function unitsOf(text: string, counting: Counting): readonly Unit[] {
  const units = cut(text, UNITS[counting], counting);
  return units.length > 0 ? units : cut(text, MARKS, counting);
}

/** Whether there is something to compare besides marks. */
export const hasUnits = (text: string, counting: Counting): boolean => cut(text, UNITS[counting], counting).length > 0;

/** By the language of a script, as in `zh_CN`. */
export const countingOf = (language: string): Counting => (/^(?:zh|ja|th|lo|km|my)\b/i.test(language.replace('_', '-')) ? 'characters' : 'words');

function cut(text: string, pattern: RegExp, counting: Counting): readonly Unit[] {
  return Array.from(text.matchAll(pattern), ({ 0: unit, index }) => {
    const key = unit.normalize('NFKC').toLowerCase().replaceAll('’', "'");
    return { key, size: counting === 'words' ? 1 : Array.from(key).length, from: index, to: index + unit.length };
  });
}

/** The same for texts that are written the same: names of rules, and former replies that a rule is bound to. */
export const keyOf = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '').replace(/[。.!?~…]+$/u, '');
