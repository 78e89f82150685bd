import { fold } from '../dictionary/vocabulary.ts';

/** What is tagged: a word, a mark, or a Chinese character; where it stands, in UTF-16 units. */
export interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN = /\p{Script=Han}|[[\p{L}\p{M}\p{N}]--\p{Script=Han}]+(?:['’.:\/\-][[\p{L}\p{M}\p{N}]--\p{Script=Han}]+)*|[^\s]/gv;
/** Longer texts are tagged this far. */
const MOST_TOKENS = 200;

export const tokensOf = (text: string): readonly Token[] =>
  Array.from(fold(text).matchAll(TOKEN), ({ 0: token, index }) => ({ text: token, from: index, to: index + token.length })).slice(0, MOST_TOKENS);

/** Letters as x, numbers as 9, repeated ones once: 2014 is 9, b2b is x9x. */
const shapeOf = (word: string): string => word.replace(/\p{N}+/gu, '9').replace(/[\p{L}\p{M}]+/gu, 'x');

const MOST_WORDS = 8;

/** A slot's value, by its tokens. */
export interface Value {
  readonly slot: string;
  readonly tokens: readonly string[];
}

/** How often something was seen as a slot's value, or in one. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

function count(keys: Iterable<readonly [key: string, slot: string]>): Counts {
  const counts = new Map<string, Map<string, number>>();
  for (const [key, slot] of keys) {
    const slots = counts.get(key) ?? new Map<string, number>();
    slots.set(slot, (slots.get(slot) ?? 0) + 1);
    counts.set(key, slots);
  }
  return counts;
}

const wholes = (values: readonly Value[]): readonly (readonly [string, string])[] => values.map(({ slot, tokens }) => [tokens.join(' '), slot]);
const pieces = (values: readonly Value[]): readonly (readonly [string, string])[] => values.flatMap(({ slot, tokens }) => tokens.map((token) => [token, slot] as const));

/** Values of slots that were seen in training, to be known again in other sentences. */
export class Lexicon {
  readonly #values: Counts;
  readonly #words: Counts;
  readonly #longest: number;

  constructor(values: readonly Value[]) {
    this.#values = count(wholes(values));
    this.#words = count(pieces(values));
    this.#longest = Math.min(MOST_WORDS, values.reduce((most, { tokens }) => Math.max(most, tokens.length), 0));
  }

  /**
   * For each token the slots of the longest known values around it, and those that it was seen in. `own` are the values
   * that the sentence itself brought into the lexicon: they do not count, or training would learn to believe it alone.
   */
  find(words: readonly string[], own: readonly Value[]): readonly (readonly string[])[] {
    const [ownValues, ownWords] = [count(wholes(own)), count(pieces(own))];
    const found = words.map((word) => {
      const slots = others(this.#words, word, ownWords).sort(([, a], [, b]) => b - a);
      return slots.slice(0, 4).map(([slot, times], rank) => `${rank === 0 ? 'W' : 'w'}${rank === 0 ? Math.min(3, Math.ceil(Math.log2(times + 1))) : ''}${slot}`);
    });
    const length = words.map(() => 0);
    for (let from = 0; from < words.length; from++) {
      for (let to = Math.min(words.length, from + this.#longest); to > from; to--) {
        const slots = others(this.#values, words.slice(from, to).join(' '), ownValues);
        for (let at = from; at < to && slots.length > 0 && to - from >= (length[at] ?? 0); at++) {
          const position = at === from ? 'B' : to === at + 1 ? 'E' : 'I';
          found[at] = [...(found[at] ?? []), ...slots.map(([slot]) => `${position}${Math.min(3, to - from)}${slot}`)];
          length[at] = to - from;
        }
      }
    }
    return found;
  }
}

/** The slots of a key, and how often in other sentences. */
const others = (counts: Counts, key: string, own: Counts): [slot: string, times: number][] =>
  [...(counts.get(key) ?? [])].flatMap(([slot, times]) => (times > (own.get(key)?.get(slot) ?? 0) ? [[slot, times - (own.get(key)?.get(slot) ?? 0)]] : []));

/** So many sentences of a hundred have a word that frames slots rather than being in them. */
const CUE = 0.5;

/** Words that sentences have in common outside of slots: by, from, playlist. A long value is framed by them. */
export function cuesOf(sentences: readonly (readonly { readonly text: string; readonly inSlot: boolean }[])[]): ReadonlySet<string> {
  const counts = new Map<string, { outside: number; all: number }>();
  for (const { inSlot, text } of sentences.flat()) {
    const known = counts.get(text) ?? { outside: 0, all: 0 };
    counts.set(text, { outside: known.outside + (inSlot ? 0 : 1), all: known.all + 1 });
  }
  return new Set([...counts].filter(([, { all, outside }]) => outside * 2 > all && outside * 100 >= sentences.length * CUE).map(([word]) => word));
}

/** What is told of each token: the words around it, those that frame it, how it is written, what is known of it. */
export function featuresOf(words: readonly string[], known: readonly (readonly string[])[], cues: ReadonlySet<string>): readonly (readonly string[])[] {
  const word = (at: number): string => words[at] ?? (at < 0 ? '<' : '>');
  const isCue = (each: string): boolean => cues.has(each);
  return words.map((here, at) => {
    const before = words.slice(0, at).findLast(isCue) ?? '<';
    const after = words.slice(at + 1).find(isCue) ?? '>';
    const features = [
      '*', `w${here}`, `a${word(at - 1)}`, `b${word(at + 1)}`, `c${word(at - 2)}`, `d${word(at + 2)}`, `e${word(at - 3)}`, `E${word(at + 3)}`,
      `f${word(at - 1)} ${here}`, `g${here} ${word(at + 1)}`, `h${word(at - 2)} ${word(at - 1)}`, `i${word(at + 1)} ${word(at + 2)}`, `j${word(at - 1)} ${word(at + 1)}`, `J${word(at - 2)} ${word(at - 1)} ${here}`,
      `k${shapeOf(here)}`, `l${shapeOf(word(at - 1))} ${shapeOf(word(at + 1))}`, `m${Math.min(here.length, 10)}`,
      `q${before}`, `r${after}`, `t${before} ${after}`,
    ];
    for (let size = 1; size <= 4 && size < here.length; size++) features.push(`p${here.slice(0, size)}`, `s${here.slice(-size)}`);
    for (const each of known[at] ?? []) features.push(`x${each}`, `y${each} ${word(at - 1)}`);
    for (const each of known[at - 1] ?? []) features.push(`u${each}`);
    for (const each of known[at + 1] ?? []) features.push(`v${each}`);
    if ((known[at] ?? []).length === 0) features.push('x-');
    return features;
  });
}
