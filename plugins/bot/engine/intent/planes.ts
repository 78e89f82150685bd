import { threadsFor, trainTogether } from './helpers.ts';
import { planeWork, trainPlanes } from './plane-work.ts';
import type { Placed, Vectors } from './space.ts';
import type { SvmOptions } from './svm.ts';

/** One plane a class, in 8 bits a weight, feature by feature: what an utterance does not have is never looked at. */
export class Planes {
  /** All classes of the first feature, then of the second, ... */
  readonly weights: Int8Array;
  /** By class: what a weight of 1 means, and where the plane lies. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;

  constructor(weights: Int8Array, scales: Float32Array, biases: Float32Array) {
    this.weights = weights;
    this.scales = scales;
    this.biases = biases;
  }

  /** `views`: the same utterances as each view sees them. A class has one plane: the average of those that they were trained to. */
  static train(views: readonly Vectors[], labels: Int32Array, classes: number, size: number, options: SvmOptions): Planes {
    const threads = threadsFor(labels.length, classes);
    const work = planeWork({ views, labels, size, options }, classes, threads > 1);
    if (threads > 1) trainTogether(work, threads);
    else trainPlanes(work);
    return new Planes(work.weights, work.scales, work.biases);
  }

  /** How far it lies on the side of each class; a margin of 1 is sure. */
  margins({ at, weights }: Pick<Placed, 'at' | 'weights'>): Float32Array {
    const classes = this.scales.length;
    const margins = new Float32Array(classes);
    const all = this.weights;
    for (let k = 0; k < at.length; k++) {
      const row = (at[k] as number) * classes; // typed arrays, within their length
      const weight = weights[k] as number;
      for (let c = 0; c < classes; c++) margins[c] = (margins[c] as number) + weight * (all[row + c] as number);
    }
    for (let c = 0; c < classes; c++) margins[c] = (margins[c] as number) * (this.scales[c] as number) + (this.biases[c] as number);
    return margins;
  }
}
