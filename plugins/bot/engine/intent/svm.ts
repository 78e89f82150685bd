import { randomFrom, shuffle, swap } from './random.ts';
import type { Vectors } from './space.ts';

export interface SvmOptions {
  /** How much an error costs (C). */
  readonly cost: number;
  /** How many times as much where it is a member: members are few, and each counts. Default 6. */
  readonly members?: number;
}

/** Passes, at most; most of them are over few examples. */
const PASSES = 100;
/** How near to the optimum is near enough: the range of projected gradients in a pass over all examples. */
const TOLERANCE = 0.1;
/**
 * What lies so far on its own side is not looked at again before the others are settled, and then once more. LIBLINEAR waits
 * for what the pass before has shown; with the examples of all other classes against it, that is nearly twice the work.
 */
const SETTLED = TOLERANCE;
/** A constant that stands in every vector: where the plane lies. */
const BIAS = 1;

/**
 * The plane that parts a class from all others, weights by place and the bias behind them: a linear support vector machine with
 * squared hinge loss, trained by dual coordinate descent with shrinking (Hsieh et al. 2008, the method of LIBLINEAR). Deterministic.
 * `labels`: the class of each vector.
 */
export function trainPlane({ at, squares, starts, weights }: Vectors, labels: Int32Array, label: number, size: number, { cost, members = 6 }: SvmOptions): Float32Array {
  const plane = new Float32Array(size + 1);
  const alphas = new Float64Array(labels.length);
  const order = Int32Array.from(labels, (_, i) => i);
  const random = randomFrom(label + 1);
  let active = labels.length;
  for (let pass = 0; pass < PASSES; pass++) {
    const all = active === labels.length;
    shuffle(order, active, random);
    let largest = -Infinity;
    let smallest = Infinity;
    for (let turn = 0; turn < active; turn++) {
      // Typed arrays, within their length; here and below.
      const i = order[turn] as number;
      const member = labels[i] === label;
      const sign = member ? 1 : -1;
      const damp = 0.5 / (member ? cost * members : cost);
      const from = starts[i] as number;
      const to = starts[i + 1] as number;
      let sum = (plane[size] as number) * BIAS;
      for (let k = from; k < to; k++) sum += (plane[at[k] as number] as number) * (weights[k] as number);
      const alpha = alphas[i] as number;
      const gradient = sign * sum - 1 + alpha * damp;
      if (alpha === 0 && gradient > SETTLED) {
        swap(order, turn--, --active);
        continue;
      }
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      largest = Math.max(largest, projected);
      smallest = Math.min(smallest, projected);
      if (Math.abs(projected) < 1e-12) continue;
      const next = Math.max(0, alpha - gradient / ((squares[i] as number) + BIAS * BIAS + damp));
      alphas[i] = next;
      const step = (next - alpha) * sign;
      for (let k = from; k < to; k++) plane[at[k] as number] = (plane[at[k] as number] as number) + step * (weights[k] as number);
      plane[size] = (plane[size] as number) + step * BIAS;
    }
    if (largest - smallest > TOLERANCE) continue;
    if (all) break;
    // Near enough for those that were looked at: once more with all of them.
    active = labels.length;
  }
  return plane;
}
