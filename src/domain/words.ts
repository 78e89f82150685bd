/** Words that one search looks for at most. */
const MOST_WORDS = 8;

/** Characters as people see them, so that a letter and its mark are one. Made when somebody searches: a server starts without. */
let characters: Intl.Segmenter | undefined;

/** A text as it is compared: capitals, full-width letters and white space make no difference. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');

/** What is looked for, folded: what stands between spaces, each once. Chinese is found by any part, so it needs no other seams. */
export const wordsOf = (asked: string): readonly string[] => [...new Set(folded(asked).split(' ').filter((word) => word !== ''))].slice(0, MOST_WORDS);

/** A stretch of a text, in UTF-16 units. */
export interface Stretch {
  readonly from: number;
  /** The first unit behind it. */
  readonly to: number;
}

/** Where folded words stand in a text as it was written: in order, none over another. */
export function stretchesOf(text: string, words: readonly string[]): readonly Stretch[] {
  // For each unit of the folded text the character of the written one that it comes from.
  const places: Stretch[] = [];
  let flat = '';
  for (const { index, segment } of (characters ??= new Intl.Segmenter('und', { granularity: 'grapheme' })).segment(text)) {
    const part = folded(segment);
    flat += part;
    for (let i = 0; i < part.length; i++) places.push({ from: index, to: index + segment.length });
  }
  const found: Stretch[] = [];
  for (const word of words.filter((each) => each !== '')) {
    for (let at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + word.length)) {
      const [first, last] = [places[at], places[at + word.length - 1]];
      if (first !== undefined && last !== undefined) found.push({ from: first.from, to: last.to });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = 0;
  return found.filter(({ from, to }) => {
    const apart = from >= end;
    if (apart) end = to;
    return apart;
  });
}

/** Columns before the first word that an excerpt keeps, a Chinese character taking two: where there is room for a few words only, this one is among them. */
const LEAD = 16;

const isWide = (char: string): boolean => /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/u.test(char);

/** Where the text begins of which {@link LEAD} columns stand before `at`, all of them where it is not many more. A word that would be cut through is left out, if another follows. */
function leadTo(text: string, at: number): number {
  let from = at;
  for (let columns = 0; from > 0 && columns < LEAD; from--) columns += isWide(text.charAt(from - 1)) ? 2 : 1;
  if (from <= 2) return 0;
  const [before, first] = [text.charAt(from - 1), text.charAt(from)];
  const cut = before === ' ' || isWide(before) || isWide(first) ? null : /^\S* /u.exec(text.slice(from, at));
  return from + (cut?.[0].length ?? 0);
}

/** The part of a text around the first of these words, in one line of at most `max` units, with `…` where something is left out. The word is near its beginning. */
export function excerptOf(text: string, words: readonly string[], max = 160): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const from = leadTo(line, stretchesOf(line, words)[0]?.from ?? 0);
  const part = line.slice(from, from + max);
  // A cut through a surrogate pair leaves half of it at an end.
  const whole = part.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/gu, '');
  return `${from > 0 ? '…' : ''}${whole}${from + max < line.length ? '…' : ''}`;
}
