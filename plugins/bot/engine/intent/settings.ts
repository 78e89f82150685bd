import { randomFrom } from './random.ts';
import { FOLDS, foldsOf, outcomesOf, type Example, type Setting } from './trial.ts';
import { BY_CHARACTERS, BY_SURFACE, BY_WORDS } from './views.ts';

const USUAL: Setting = { views: BY_WORDS, cost: 1, members: 6 };
/** Takes nothing for granted of what words are, nor of how rare what is meant is. */
const PLAIN: Setting = { views: BY_SURFACE, cost: 1, members: 1 };
/** Two views that are averaged err less than either. */
const BROAD: Setting = { views: BY_CHARACTERS, cost: 2, members: 2 };

/** Below so many utterances it is tried which setting suits them, the plain one first. */
const FEW = 100;
/** Up to so many the broad one is no worse than what a trial would choose, for what settings differ in is less than a trial's error. */
const SOME = 1_000;
/** Trials of a setting, and times that the utterances are cut into folds for them, at most: with few, which fold one falls into would decide. */
const TRIALS = 400;
const MOST_CUTS = 10;

/** Those that may be chosen for so many utterances; the first stays unless another is better by more than chance. */
export function settingsFor(utterances: number): readonly [Setting, ...Setting[]] {
  if (utterances < FEW) return [PLAIN, USUAL, BROAD];
  return [utterances > SOME ? USUAL : BROAD];
}

/** By cross-validation, where there is a choice. `none`: the label of what is none of the intents, or -1. */
export function choose(examples: readonly Example[], none: number): Setting {
  const [first, ...others] = settingsFor(examples.length);
  if (others.length === 0) return first;
  const usual = timesRight(examples, first, none);
  const { setting } = others.map((other) => ({ setting: other, gain: gainOf(timesRight(examples, other, none), usual) }))
    .reduce((best, each) => (each.gain > best.gain ? each : best), { setting: first, gain: 0 });
  return setting;
}

/** By utterance, in how many cuts it was right; the same cuts for every setting. */
function timesRight(examples: readonly Example[], setting: Setting, none: number): readonly number[] {
  const random = randomFrom(examples.length);
  const right = examples.map(() => 0);
  for (let cut = Math.min(MOST_CUTS, Math.ceil(TRIALS / examples.length)); cut > 0; cut--) {
    const folds = foldsOf(examples, random);
    for (let fold = 0; fold < FOLDS; fold++) {
      const asked = examples.flatMap((_, i) => (folds[i] === fold ? [i] : []));
      const trial = { learned: examples.filter((_, i) => folds[i] !== fold), asked: asked.map((i) => examples[i] as Example) }; // within
      for (const [turn, outcome] of outcomesOf(trial, setting, none).entries()) if (outcome.right) right[asked[turn] as number] = (right[asked[turn] as number] ?? 0) + 1;
    }
  }
  return right;
}

/** How much more is right, in standard errors of what two settings judge differently; 0 below one: that may be chance. */
function gainOf(right: readonly number[], usual: readonly number[]): number {
  const differences = right.map((times, i) => times - (usual[i] ?? 0));
  const error = Math.hypot(...differences);
  const gain = differences.reduce((sum, difference) => sum + difference, 0);
  return error > 0 && gain >= error ? gain / error : 0;
}
