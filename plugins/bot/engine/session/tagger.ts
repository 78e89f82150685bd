import type { Span } from '../dictionary/pattern.ts';
import { Lexicon, cuesOf, featuresOf, tokensOf } from './tagger-features.ts';
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
  /** Times that each training goes over all texts. Default 8, and more of them for few texts. */
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
const MARGIN = 3;
/** In how many texts a feature has to be. Most are in one, and tell nothing of others. */
const LEAST_TEXTS = 2;
/** Trainings, each in another order, whose weights are added: what one of them learned by chance counts less. */
const TRAININGS = 3;
/** Texts looked at in a training at least. */
const LEAST_STEPS = 1_000;
/** In this share of the texts no value is said to be known, or what is unknown would seem to be no value. */
const UNKNOWN = 0.15;

/**
 * Finds slots in texts like those it was trained on: a perceptron over sequences of B-, I- and O labels, averaged, with
 * Viterbi's search for the best sequence (Collins 2002). One for an intent, or one for all.
 */
export class Tagger {
  readonly #labels: readonly string[];
  readonly #lexicon: Lexicon;
  readonly #cues: ReadonlySet<string>;
  readonly #find: NonNullable<TaggerOptions['find']>;
  readonly #features: ReadonlyMap<string, number>;
  /** By feature, then by label. */
  readonly #weights: Float32Array;
  /** By the label before, the first one for the beginning, then by label. */
  readonly #steps: Float32Array;
  readonly #allowed: Uint8Array;

  constructor(texts: readonly MarkedText[], { find = () => [], others = [], random, rounds = Math.max(8, Math.ceil(LEAST_STEPS / Math.max(1, texts.length))) }: TaggerOptions) {
    const slots = [...new Set(texts.flatMap(({ slots }) => slots.map(({ slot }) => slot)))].sort();
    this.#labels = ['O', ...slots.flatMap((slot) => [`B-${slot}`, `I-${slot}`])];
    this.#find = find;
    const numbers = new Map(this.#labels.map((label, number) => [label, number]));
    const sentences = texts.map(({ slots, text }) => ({ text, slots, tokens: tokensOf(text), values: valuesOf({ slots, text }) }));
    this.#lexicon = new Lexicon([...sentences.flatMap(({ values }) => values), ...others.flatMap(valuesOf)]);
    this.#cues = cuesOf(sentences.map(({ slots, tokens }) => tokens.map((token) => ({ text: token.text, inSlot: labelOf(token, slots) !== 'O' }))));
    const named = sentences.map(({ text, tokens, values }) => this.#featuresOf(text, tokens, random() < UNKNOWN ? null : values));
    this.#features = common(named);
    const examples = sentences.map(({ slots, tokens }, index): Example => ({
      features: numbered(named[index] ?? [], this.#features),
      labels: Int32Array.from(tokens, (token) => numbers.get(labelOf(token, slots)) ?? 0),
    }));
    this.#weights = new Float32Array(this.#features.size * this.#labels.length);
    this.#steps = new Float32Array((this.#labels.length + 1) * this.#labels.length);
    this.#allowed = this.#allow();
    const trainings = Array.from({ length: TRAININGS }, () => this.#train(examples, rounds, random));
    for (const { steps, weights } of trainings) {
      add(this.#weights, weights);
      add(this.#steps, steps);
    }
  }

  tag(text: string): readonly SlotSpan[] {
    const tokens = tokensOf(text);
    const labels = this.#best(numbered(this.#featuresOf(text, tokens), this.#features));
    const spans: { slot: string; from: number; to: number }[] = [];
    for (const [at, { from, to }] of tokens.entries()) {
      const label = this.#labels[labels[at] ?? 0] ?? 'O';
      const last = spans.at(-1);
      if (label.startsWith('B-')) spans.push({ slot: label.slice(2), from, to });
      else if (label !== 'O' && last !== undefined) last.to = to;
    }
    return spans;
  }

  /** `own`: values that the text itself brought into the lexicon; null: without the lexicon. */
  #featuresOf(text: string, tokens: readonly Token[], own: readonly Value[] | null = []): readonly (readonly string[])[] {
    const words = tokens.map((token) => token.text);
    const known = own === null ? [] : this.#lexicon.find(words, own);
    const found = this.#find(text);
    const named = tokens.map((token) => found.filter(({ from, to }) => token.from >= from && token.to <= to).map(({ dictionary, from }) => `${token.from === from ? 'B' : 'I'}%${dictionary}`));
    return featuresOf(words, words.map((_, at) => [...(known[at] ?? []), ...(named[at] ?? [])]), this.#cues);
  }

  /** I- follows only its own B- or I-. */
  #allow(): Uint8Array {
    const labels = this.#labels;
    return Uint8Array.from(['', ...labels].flatMap((before) => labels.map((label) => (label.startsWith('I-') && before.slice(2) !== label.slice(2) ? 0 : 1))));
  }

  /** The weights of a training, averaged over it; this one's own are zero afterwards, as they were before. */
  #train(examples: readonly Example[], rounds: number, random: () => number): { readonly weights: Float32Array; readonly steps: Float32Array } {
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
    // What was added late has counted for less of the time (Daumé 2006).
    const averaged = { weights: this.#weights.map((weight, at) => weight - (sums.weights[at] ?? 0) / seen), steps: this.#steps.map((step, at) => step - (sums.steps[at] ?? 0) / seen) };
    this.#weights.fill(0);
    this.#steps.fill(0);
    return averaged;
  }

  #learn({ features, labels }: Example, sums: { readonly weights: Float32Array; readonly steps: Float32Array }, seen: number): void {
    const guessed = this.#best(features, labels);
    const size = this.#labels.length;
    const change = (weights: Float32Array, sum: Float32Array, at: number, amount: number): void => {
      weights[at] = (weights[at] ?? 0) + amount;
      sum[at] = (sum[at] ?? 0) + amount * seen;
    };
    for (const [at, right] of labels.entries()) {
      const wrong = guessed[at] ?? 0;
      for (const feature of wrong === right ? [] : (features[at] ?? [])) {
        change(this.#weights, sums.weights, feature * size + right, 1);
        change(this.#weights, sums.weights, feature * size + wrong, -1);
      }
      const [rightBefore, wrongBefore] = at === 0 ? [0, 0] : [(labels[at - 1] ?? 0) + 1, (guessed[at - 1] ?? 0) + 1];
      if (wrong === right && wrongBefore === rightBefore) continue;
      change(this.#steps, sums.steps, rightBefore * size + right, 1);
      change(this.#steps, sums.steps, wrongBefore * size + wrong, -1);
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

/** Numbers for the features that enough texts have. */
function common(texts: readonly (readonly (readonly string[])[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const name of new Set(text.flat())) counts.set(name, (counts.get(name) ?? 0) + 1);
  // Of a handful of texts nothing could be left out.
  const least = Math.min(LEAST_TEXTS, Math.ceil(texts.length / 20));
  return new Map([...counts].filter(([, count]) => count >= least).map(([name], number) => [name, number]));
}

function add(sum: Float32Array, weights: Float32Array): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (weights[at] ?? 0);
}

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
