import type { Vectors } from './space.ts';
import { trainPlane, type SvmOptions } from './svm.ts';

/** The largest whole number that a weight is kept as. */
const LARGEST = 127;

/** The planes of a model, which several threads train together where their arrays are shared: each takes the next class that none has taken. */
export interface PlaneWork {
  /** The same utterances as each view sees them. A class has one plane: the average of those that they were trained to. */
  readonly views: readonly Vectors[];
  /** The class of each utterance. */
  readonly labels: Int32Array;
  /** Features. */
  readonly size: number;
  readonly options: SvmOptions;
  /** All classes of the first feature, then of the second, ... */
  readonly weights: Int8Array;
  /** By class: what a weight of 1 means, and where the plane lies. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** By class whether it is trained, and behind them how many are taken. */
  readonly progress: Int32Array;
}

/** Nothing of it trained yet. `together`: in memory that other threads see. */
export function planeWork({ labels, options, size, views }: Pick<PlaneWork, 'views' | 'labels' | 'size' | 'options'>, classes: number, together: boolean): PlaneWork {
  const room = (bytes: number) => (together ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  return {
    views: together ? views.map(({ at, squares, starts, weights }) => ({ at: shared(at), squares: shared(squares), starts: shared(starts), weights: shared(weights) })) : views,
    labels: together ? shared(labels) : labels,
    size, options,
    weights: new Int8Array(room(size * classes)),
    scales: new Float32Array(room(classes * Float32Array.BYTES_PER_ELEMENT)),
    biases: new Float32Array(room(classes * Float32Array.BYTES_PER_ELEMENT)),
    progress: new Int32Array(room((classes + 1) * Int32Array.BYTES_PER_ELEMENT)),
  };
}

/** Trains what none has taken, until nothing is left. What a class comes to depends on no other, nor on who trains it. */
export function trainPlanes(work: PlaneWork): void {
  const classes = work.scales.length;
  for (let label = Atomics.add(work.progress, classes, 1); label < classes; label = Atomics.add(work.progress, classes, 1)) trainClass(work, label);
}

export function trainClass({ biases, labels, options, progress, scales, size, views, weights }: PlaneWork, label: number): void {
  const plane = averaged(views.map((vectors) => trainPlane(vectors, labels, label, size, options)));
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(plane[i] as number)); // within its length
  const scale = largest / LARGEST || 1;
  const classes = scales.length;
  for (let i = 0; i < size; i++) weights[i * classes + label] = Math.round((plane[i] as number) / scale);
  scales[label] = scale;
  biases[label] = plane[size] as number;
  Atomics.store(progress, label, 1);
  Atomics.notify(progress, label);
}

function averaged(planes: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = planes;
  for (const other of others) for (let i = 0; i < first.length; i++) first[i] = (first[i] as number) + (other[i] as number); // of the same length
  return others.length === 0 ? first : first.map((weight) => weight / planes.length);
}

function shared<T extends Int32Array | Float32Array | Float64Array>(numbers: T): T {
  const Numbers = numbers.constructor as new (buffer: SharedArrayBuffer) => T; // of the same kind
  const copy = new Numbers(new SharedArrayBuffer(numbers.byteLength));
  copy.set(numbers);
  return copy;
}
