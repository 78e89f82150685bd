import type { Placed, Vectors } from './space.ts';
import { trainPlane, type SvmOptions } from './svm.ts';

/** The largest whole number that a weight is kept as. */
const LARGEST = 127;

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
    const weights = new Int8Array(size * classes);
    const scales = new Float32Array(classes);
    const biases = new Float32Array(classes);
    for (let label = 0; label < classes; label++) {
      const plane = averaged(views.map((vectors) => trainPlane(vectors, labels, label, size, options)));
      let largest = 0;
      for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(plane[i] as number)); // within its length
      const scale = largest / LARGEST || 1;
      for (let i = 0; i < size; i++) weights[i * classes + label] = Math.round((plane[i] as number) / scale);
      scales[label] = scale;
      biases[label] = plane[size] as number;
    }
    return new Planes(weights, scales, biases);
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

function averaged(planes: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = planes;
  for (const other of others) for (let i = 0; i < first.length; i++) first[i] = (first[i] as number) + (other[i] as number); // of the same length
  return others.length === 0 ? first : first.map((weight) => weight / planes.length);
}
