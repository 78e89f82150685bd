import { fold } from '../dictionary/vocabulary.ts';

/** What is tagged: a word, a mark, or a Chinese character; where it stands, in UTF-16 units. */
export interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN = /\p{Script=Han}|[\p{L}\p{M}\p{N}]+(?:['’.][\p{L}\p{M}\p{N}]+)*|[^\s]/gu;
/** Longer texts are tagged this far. */
const MOST_TOKENS = 200;

export const tokensOf = (text: string): readonly Token[] =>
  Array.from(fold(text).matchAll(TOKEN), ({ 0: token, index }) => ({ text: token, from: index, to: index + token.length })).slice(0, MOST_TOKENS);

/** Letters as x, numbers as 9, repeated ones once: 2014 is 9, b2b is x9x. */
const shapeOf = (word: string): string => word.replace(/\p{N}+/gu, '9').replace(/[\p{L}\p{M}]+/gu, 'x');

/** Values of slots that were seen in training, to be known again in other sentences. */
export class Lexicon {
  /** By the value's tokens joined by a blank: in how many sentences it was a slot's value. */
  readonly #seen: Map<string, Map<string, number>>;
  #longest = 0;

  constructor(values: Iterable<{ readonly slot: string; readonly tokens: readonly string[] }>) {
    this.#seen = new Map();
    for (const { slot, tokens } of values) {
      const key = tokens.join(' ');
      const slots = this.#seen.get(key) ?? new Map<string, number>();
      slots.set(slot, (slots.get(slot) ?? 0) + 1);
      this.#seen.set(key, slots);
      this.#longest = Math.max(this.#longest, Math.min(tokens.length, MOST_WORDS));
    }
  }

  /**
   * For each token the slots of the longest known values around it. `own` are the values that the sentence itself
   * brought into the lexicon: they are not counted, or training would learn to believe it alone.
   */
  find(words: readonly string[], own: ReadonlyMap<string, number>): readonly (readonly string[])[] {
    const found: string[][] = words.map(() => []);
    const length = words.map(() => 0);
    for (let from = 0; from < words.length; from++) {
      for (let to = Math.min(words.length, from + this.#longest); to > from; to--) {
        const key = words.slice(from, to).join(' ');
        const slots = [...(this.#seen.get(key) ?? [])].filter(([slot, times]) => times > (own.get(`${slot} ${key}`) ?? 0)).map(([slot]) => slot);
        for (let at = from; at < to && slots.length > 0; at++) {
          if (to - from < (length[at] ?? 0)) continue;
          const position = at === from ? 'B' : to === at + 1 ? 'E' : 'I';
          found[at] = [...(to - from > (length[at] ?? 0) ? [] : (found[at] ?? [])), ...slots.map((slot) => `${position}${Math.min(3, to - from)}${slot}`)];
          length[at] = to - from;
        }
      }
    }
    return found;
  }
}

const MOST_WORDS = 8;

/** What is told of each token: the words around it, how it is written, what is known of it. */
export function featuresOf(words: readonly string[], known: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const word = (at: number): string => words[at] ?? (at < 0 ? '<' : '>');
  return words.map((here, at) => {
    const features = [
      '*', `w${here}`, `a${word(at - 1)}`, `b${word(at + 1)}`, `c${word(at - 2)}`, `d${word(at + 2)}`, `e${word(at - 3)}`, `E${word(at + 3)}`,
      `f${word(at - 1)} ${here}`, `g${here} ${word(at + 1)}`, `h${word(at - 2)} ${word(at - 1)}`, `i${word(at + 1)} ${word(at + 2)}`, `j${word(at - 1)} ${word(at + 1)}`, `J${word(at - 2)} ${word(at - 1)} ${here}`,
      `k${shapeOf(here)}`, `l${shapeOf(word(at - 1))} ${shapeOf(word(at + 1))}`, `m${Math.min(here.length, 10)}`,
    ];
    for (let size = 1; size <= 4 && size < here.length; size++) features.push(`p${here.slice(0, size)}`, `s${here.slice(-size)}`);
    for (const each of known[at] ?? []) features.push(`x${each}`, `y${each} ${word(at - 1)}`);
    for (const each of known[at - 1] ?? []) features.push(`u${each}`);
    for (const each of known[at + 1] ?? []) features.push(`v${each}`);
    if ((known[at] ?? []).length === 0) features.push('x-');
    return features;
  });
}
