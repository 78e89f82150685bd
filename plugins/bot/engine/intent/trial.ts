import { judge } from './confidence.ts';
import type { Features } from './features.ts';
import { Planes } from './planes.ts';
import { shuffle, type Random } from './random.ts';
import { Space } from './space.ts';
import type { SvmOptions } from './svm.ts';
import type { Views } from './views.ts';

/** An utterance with its features and the place of its intent. */
export interface Example {
  readonly features: Features;
  readonly label: number;
}

/** What is looked at, and what errors cost. */
export interface Setting extends SvmOptions {
  readonly views: Views;
}

export interface Fitted {
  readonly space: Space;
  readonly planes: Planes;
}

/** Above so many utterances what occurs only once is left out: it is noise by then. */
const LARGE = 10_000;
/** Weights in all, at most: a model has a byte for each. */
const MOST_WEIGHTS = 64_000_000;

export function fit(examples: readonly Example[], classes: number, { views, ...options }: Setting): Fitted {
  const features = examples.map((example) => example.features);
  const space = Space.of(features, views, examples.length > LARGE ? 2 : 1, Math.floor(MOST_WEIGHTS / classes));
  return { space, planes: Planes.train(views.map((view) => space.vectors(features, view)), Int32Array.from(examples, ({ label }) => label), classes, space.size, options) };
}

export const FOLDS = 5;

/** Of each intent one after the other into each fold, as they come or in any order: none is left without it. */
export function foldsOf(examples: readonly Example[], random?: Random): readonly number[] {
  const order = Int32Array.from(examples, (_, i) => i);
  if (random !== undefined) shuffle(order, order.length, random);
  const folds = examples.map(() => 0);
  const seen = new Map<number, number>();
  for (const i of order) {
    const { label } = examples[i] as Example; // an order of all
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    folds[i] = count % FOLDS;
  }
  return folds;
}

/** What came of an utterance that was not learned from. */
export interface Outcome {
  readonly signs: readonly number[];
  readonly right: boolean;
  readonly outside: boolean;
  /** What it is, and what it was taken for. */
  readonly label: number;
  readonly taken: number;
}

/** What is learned from, and what is asked. */
export interface Trial {
  readonly learned: readonly Example[];
  readonly asked: readonly Example[];
}

/** `none`: the label of what is none of the intents, or -1. Nothing comes of a trial with fewer than two intents. */
export function outcomesOf({ asked, learned }: Trial, setting: Setting, none: number): readonly Outcome[] {
  const places = new Map([...new Set(learned.map(({ label }) => label))].map((label, place) => [label, place]));
  const labels = [...places.keys()];
  if (places.size - (places.has(none) ? 1 : 0) < 2) return [];
  const { planes, space } = fit(learned.map(({ features, label }) => ({ features, label: places.get(label) ?? 0 })), places.size, setting);
  return asked.map(({ features, label }) => {
    const placed = space.place(features);
    const { best, signs } = judge(planes.margins(placed), placed, places.get(none) ?? -1);
    const taken = labels[best] ?? -1;
    return { signs, right: taken === label, outside: !places.has(label) || label === none, label, taken };
  });
}
