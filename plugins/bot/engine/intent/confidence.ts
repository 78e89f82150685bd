import type { Placed } from './space.ts';

/** What tells how likely the best guess is right: its margin, how far it leads, how much of what was said is known, and the margin of none of the intents. */
export const SIGNS = 6;

/** `none`: the place of the class for what is none of the intents, or -1. */
export interface Judged {
  /** The best intent's place, and the next one's margin. */
  readonly best: number;
  readonly signs: readonly number[];
}

export function judge(margins: Float32Array, { known }: Pick<Placed, 'known'>, none: number): Judged {
  let best = -1;
  let first = -Infinity;
  let second = -Infinity;
  for (let c = 0; c < margins.length; c++) {
    const margin = margins[c] as number; // within its length
    if (c === none) continue;
    if (margin > first) {
      second = first;
      first = margin;
      best = c;
    } else if (margin > second) second = margin;
  }
  const [words = 0, characters = 0] = known;
  return { best, signs: [1, first, Math.min(2, first - second), words, characters, none < 0 ? -1 : margins[none] as number] }; // a class
}

/** An answer that was given on trial. */
export interface Weighed {
  readonly signs: readonly number[];
  readonly right: boolean;
  /** How much it counts. */
  readonly weight: number;
}

/** With too few trials: a margin of 0 with nothing unknown is a coin's toss. */
const PRIOR = [-3, 4, 1.5, 1.5, 1.5, -1] as const;
/** How much the prior counts, in trials. */
const PULL = 2;
const STEPS = 100;
/** How far a step goes at most: from far away Newton's method would overshoot. */
const STRIDE = 1;

/** Logistic regression by Newton's method, drawn towards what is usual. Finds the weights of the signs. */
export function learnConfidence(trials: readonly Weighed[]): Float32Array {
  const weights = [...PRIOR] as number[];
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => PULL * (weight - (PRIOR[i] as number))); // as long as the prior
    const curve = weights.map((_, i) => weights.map((_, j) => (i === j ? PULL : 0)));
    for (const { right, signs, weight } of trials) {
      const p = confidence(weights, signs);
      const slope = weight * (p - (right ? 1 : 0));
      const bend = weight * p * (1 - p);
      for (let i = 0; i < SIGNS; i++) {
        const sign = signs[i] as number; // as many as weights
        gradient[i] = (gradient[i] as number) + slope * sign;
        const row = curve[i] as number[];
        for (let j = 0; j < SIGNS; j++) row[j] = (row[j] as number) + bend * sign * (signs[j] as number);
      }
    }
    const change = solved(curve, gradient);
    const far = Math.hypot(...change);
    for (let i = 0; i < SIGNS; i++) weights[i] = (weights[i] as number) - (change[i] as number) * Math.min(1, STRIDE / far);
    if (far < 1e-6) break;
  }
  return Float32Array.from(weights);
}

export function confidence(weights: ArrayLike<number>, signs: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < SIGNS; i++) sum += (weights[i] as number) * (signs[i] as number); // as many as weights
  return 1 / (1 + Math.exp(-sum));
}

/** Gauss's elimination; the matrix is positive definite, so no pivot is 0. */
function solved(matrix: readonly number[][], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows[i] as number[];
    for (let j = i + 1; j < n; j++) {
      const row = rows[j] as number[];
      const factor = (row[i] as number) / (pivot[i] as number);
      for (let k = i; k <= n; k++) row[k] = (row[k] as number) - factor * (pivot[k] as number);
    }
  }
  const found = rows.map(() => 0);
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] as number[];
    let sum = row[n] as number;
    for (let j = i + 1; j < n; j++) sum -= (row[j] as number) * (found[j] as number);
    found[i] = sum / (row[i] as number);
  }
  return found;
}
