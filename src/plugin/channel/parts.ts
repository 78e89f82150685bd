/** Where a text is cut rather than anywhere, the best first: what stands behind one of these begins the next part. */
const BORDERS = [/\n\s*\n/g, /\n/g, /(?<=[.;!?…])\s+|(?<=[。！？；])\s*/g, /\s+|(?<=[，、])/g] as const;

/** Who reads a part that is less than this of what it could be thinks that something is missing. */
const LEAST = 0.5;

/** Made for the first text that is too long: the rules of all scripts are read for it, 15 ms. */
let segmenter: Intl.Segmenter | undefined;
const graphemesOf = (text: string): readonly string[] => Array.from((segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' })).segment(text), ({ segment }) => segment);

/** How much of `most` a text takes: no UTF-16 unit less than 1, and two texts together as much as each alone. */
export type Measure = (text: string) => number;

const unitsOf: Measure = ({ length }) => length;

/**
 * A text in parts of at most `most`, in UTF-16 units or what `measure` counts, for a provider that takes no longer ones: cut between
 * paragraphs, lines, sentences or words where that can be, and never within a character. White space between parts goes; no part is only that.
 */
export function partsOf(text: string, most: number, measure: Measure = unitsOf): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (measure(rest) > most) {
    const { end, next } = cutIn(rest, headOf(rest, most, measure));
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(next);
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

/** Up to `end` is a part, and the next begins at `next`. */
function cutIn(text: string, head: number): { readonly end: number; readonly next: number } {
  for (const border of BORDERS) {
    let cut: { readonly end: number; readonly next: number } | undefined;
    for (const { 0: { length }, index } of text.matchAll(border)) {
      if (index > head) break;
      if (index >= head * LEAST) cut = { end: index, next: index + length };
    }
    if (cut !== undefined) return cut;
  }
  return { end: head, next: head };
}

/** How much of it fits, UTF-16 units: one character of very many marks is cut between them. */
function headOf(text: string, most: number, measure: Measure): number {
  // So much more that one who begins within is whole, or seen to be too long.
  const near = text.slice(0, most + 2);
  const whole = fitting(graphemesOf(near), most, measure);
  return whole || fitting(near, most, measure) || String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}

function fitting(pieces: Iterable<string>, most: number, measure: Measure): number {
  let [taken, units] = [0, 0];
  for (const piece of pieces) {
    taken += measure(piece);
    if (taken > most) break;
    units += piece.length;
  }
  return units;
}
