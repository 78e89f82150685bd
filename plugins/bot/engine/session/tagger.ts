import type { Span } from '../dictionary/pattern.ts';
import { Lexicon, featuresOf, tokensOf } from './tagger-features.ts';
import type { Token, Value } from './tagger-features.ts';

/** A slot's value in a text. */
export interface SlotSpan extends Span {
  readonly slot: string;
}

/** A text whose slots are marked. */
export interface MarkedText {
  readonly text: string;
  readonly slots: readonly SlotSpan[];
}

export interface TaggerOptions {
  /** Times that training goes over all texts. Default 10. */
  readonly rounds?: number;
  /** Dictionaries: what they find is a hint, not the answer. */
  readonly find?: (text: string) => readonly (Span & { readonly dictionary: string })[];
  /** What else is known of slots: texts of other intents, which have some of the same. */
  readonly others?: readonly MarkedText[];
  readonly random: () => number;
}

interface Example {
  /** For each token the numbers of its features. */
  readonly features: readonly Int32Array[];
  readonly labels: Int32Array;
}

/** What a wrong label costs in training, so that the right one wins by some distance. */
const MARGIN = 1;

/**
 * Finds slots in texts like those it was trained on: a perceptron over sequences of B-, I- and O labels, averaged, with
 * Viterbi's search for the best sequence (Collins 2002). One for an intent, or one for all.
 */
export class Tagger {
  readonly #labels: readonly string[];
  readonly #lexicon: Lexicon;
  readonly #find: NonNullable<TaggerOptions['find']>;
  readonly #features: ReadonlyMap<string, number>;
  /** By feature, then by label. */
  readonly #weights: Float32Array;
  /** By the label before, the first one for the beginning, then by label. */
  readonly #steps: Float32Array;
  readonly #allowed: Uint8Array;

  constructor(texts: readonly MarkedText[], { find = () => [], others = [], random, rounds = 10 }: TaggerOptions) {
    const slots = [...new Set(texts.flatMap(({ slots }) => slots.map(({ slot }) => slot)))].sort();
    this.#labels = ['O', ...slots.flatMap((slot) => [`B-${slot}`, `I-${slot}`])];
    this.#find = find;
    const numbers = new Map(this.#labels.map((label, number) => [label, number]));
    const sentences = texts.map(({ slots, text }) => ({ text, slots, tokens: tokensOf(text), values: valuesOf({ slots, text }) }));
    this.#lexicon = new Lexicon([...sentences.flatMap(({ values }) => values), ...others.flatMap(valuesOf)]);
    const features = new Map<string, number>();
    const examples = sentences.map(({ slots, text, tokens, values }): Example => {
      const names = this.#featuresOf(text, tokens, values);
      for (const name of names.flat()) if (!features.has(name)) features.set(name, features.size);
      return { features: numbered(names, features), labels: Int32Array.from(tokens, (token) => numbers.get(labelOf(token, slots)) ?? 0) };
    });
    this.#features = features;
    this.#weights = new Float32Array(features.size * this.#labels.length);
    this.#steps = new Float32Array((this.#labels.length + 1) * this.#labels.length);
    this.#allowed = this.#allow();
    this.#train(examples, rounds, random);
  }

  tag(text: string): readonly SlotSpan[] {
    const tokens = tokensOf(text);
    const labels = this.#best(numbered(this.#featuresOf(text, tokens, []), this.#features));
    const spans: { slot: string; from: number; to: number }[] = [];
    for (const [at, { from, to }] of tokens.entries()) {
      const label = this.#labels[labels[at] ?? 0] ?? 'O';
      const last = spans.at(-1);
      if (label.startsWith('B-')) spans.push({ slot: label.slice(2), from, to });
      else if (label !== 'O' && last !== undefined) last.to = to;
    }
    return spans;
  }

  #featuresOf(text: string, tokens: readonly Token[], own: readonly Value[]): readonly (readonly string[])[] {
    const words = tokens.map((token) => token.text);
    const known = this.#lexicon.find(words, own);
    const found = this.#find(text);
    const named = tokens.map((token) => found.filter(({ from, to }) => token.from >= from && token.to <= to).map(({ dictionary, from }) => `${token.from === from ? 'B' : 'I'}%${dictionary}`));
    return featuresOf(words, words.map((_, at) => [...(known[at] ?? []), ...(named[at] ?? [])]));
  }

  /** I- follows only its own B- or I-. */
  #allow(): Uint8Array {
    const labels = this.#labels;
    return Uint8Array.from(['', ...labels].flatMap((before) => labels.map((label) => (label.startsWith('I-') && before.slice(2) !== label.slice(2) ? 0 : 1))));
  }

  #train(examples: readonly Example[], rounds: number, random: () => number): void {
    const sums = { weights: new Float32Array(this.#weights.length), steps: new Float32Array(this.#steps.length) };
    const order = Array.from(examples.keys());
    let seen = 1;
    for (let round = 0; round < rounds; round++) {
      shuffle(order, random);
      for (const index of order) {
        const example = examples[index];
        if (example !== undefined) this.#learn(example, sums, seen++);
      }
    }
    // Averaged: what was added late has counted for less of the time (Daumé 2006).
    for (let at = 0; at < sums.weights.length; at++) this.#weights[at] = (this.#weights[at] ?? 0) - (sums.weights[at] ?? 0) / seen;
    for (let at = 0; at < sums.steps.length; at++) this.#steps[at] = (this.#steps[at] ?? 0) - (sums.steps[at] ?? 0) / seen;
  }

  #learn({ features, labels }: Example, sums: { readonly weights: Float32Array; readonly steps: Float32Array }, seen: number): void {
    const guessed = this.#best(features, labels);
    const size = this.#labels.length;
    const add = (weights: Float32Array, sum: Float32Array, at: number, amount: number): void => {
      weights[at] = (weights[at] ?? 0) + amount;
      sum[at] = (sum[at] ?? 0) + amount * seen;
    };
    for (const [at, right] of labels.entries()) {
      const wrong = guessed[at] ?? 0;
      if (wrong !== right) {
        for (const feature of features[at] ?? []) {
          add(this.#weights, sums.weights, feature * size + right, 1);
          add(this.#weights, sums.weights, feature * size + wrong, -1);
        }
      }
      const [rightBefore, wrongBefore] = at === 0 ? [0, 0] : [(labels[at - 1] ?? 0) + 1, (guessed[at - 1] ?? 0) + 1];
      if (wrong === right && wrongBefore === rightBefore) continue;
      add(this.#steps, sums.steps, rightBefore * size + right, 1);
      add(this.#steps, sums.steps, wrongBefore * size + wrong, -1);
    }
  }

  /** The best sequence of labels; where the right one is given, the one that is most in its way. */
  #best(features: readonly Int32Array[], right?: Int32Array): Int32Array {
    const size = this.#labels.length;
    const from = new Int32Array(features.length * size);
    let before = new Float64Array(size);
    for (const [at, active] of features.entries()) {
      const scores = new Float64Array(size);
      for (const feature of active) for (let label = 0; label < size; label++) scores[label] = (scores[label] ?? 0) + (this.#weights[feature * size + label] ?? 0);
      const next = new Float64Array(size);
      for (let label = 0; label < size; label++) {
        let [best, last] = [-Infinity, 0];
        for (let each = 0; each < (at === 0 ? 1 : size); each++) {
          const step = (at === 0 ? 0 : each + 1) * size + label;
          const score = this.#allowed[step] === 1 ? (before[each] ?? 0) + (this.#steps[step] ?? 0) : -Infinity;
          if (score > best) [best, last] = [score, each];
        }
        next[label] = best + (scores[label] ?? 0) + (right !== undefined && right[at] !== label ? MARGIN : 0);
        from[at * size + label] = last;
      }
      before = next;
    }
    const labels = new Int32Array(features.length);
    let label = before.indexOf(Math.max(...before));
    for (let at = features.length - 1; at >= 0; at--) {
      labels[at] = label;
      label = from[at * size + label] ?? 0;
    }
    return labels;
  }
}

const valuesOf = ({ slots, text }: MarkedText): readonly Value[] => {
  const tokens = tokensOf(text);
  return slots.map(({ from, slot, to }) => ({ slot, tokens: tokens.filter((token) => token.from >= from && token.to <= to).map((token) => token.text) }));
};

/** Features that training has not seen tell nothing. */
const numbered = (names: readonly (readonly string[])[], features: ReadonlyMap<string, number>): readonly Int32Array[] =>
  names.map((each) => Int32Array.from(each.flatMap((name) => features.get(name) ?? [])));

function labelOf(token: Token, slots: readonly SlotSpan[]): string {
  const span = slots.find(({ from, to }) => token.from >= from && token.to <= to);
  if (span === undefined) return 'O';
  return token.from === span.from ? `B-${span.slot}` : `I-${span.slot}`;
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
}

/** How many slots were found exactly, of those found and of those that are there: precision, recall and their F1, 0 to 1. */
export function f1(tag: (text: string) => readonly SlotSpan[], texts: readonly MarkedText[]): { readonly precision: number; readonly recall: number; readonly f1: number } {
  const key = ({ from, slot, to }: SlotSpan): string => `${from} ${to} ${slot}`;
  let [right, found, there] = [0, 0, 0];
  for (const { slots, text } of texts) {
    const expected = new Set(slots.map(key));
    const actual = tag(text);
    right += actual.filter((span) => expected.has(key(span))).length;
    found += actual.length;
    there += slots.length;
  }
  const [precision, recall] = [right / Math.max(1, found), right / Math.max(1, there)];
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
