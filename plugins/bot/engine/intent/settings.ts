import { randomFrom } from './random.ts';
import { FOLDS, foldsOf, outcomesOf, type Example, type Setting } from './trial.ts';
import { BY_CHARACTERS, BY_SURFACE, BY_WORDS } from './views.ts';

const USUAL: Setting = { views: BY_WORDS, cost: 1, members: 6 };
/** Between two that do as well, the first. */
const SETTINGS: readonly Setting[] = [
  USUAL,
  { views: BY_CHARACTERS, cost: 2, members: 2 },
  { views: BY_SURFACE, cost: 1, members: 1 },
];
/** Above so many utterances the usual one does as well as any. */
const MOST_SEARCHED = 1_000;
/** Trials of a setting, and times that the utterances are cut into folds for them, at most: with few, which fold one falls into would decide. */
const TRIALS = 400;
const MOST_CUTS = 10;

/** Those that may be chosen for so many utterances. */
export const settingsFor = (utterances: number): readonly Setting[] => (utterances > MOST_SEARCHED ? [USUAL] : SETTINGS);

/** The setting that does best by cross-validation, if there is a choice. `none`: the label of what is none of the intents, or -1. */
export function choose(examples: readonly Example[], none: number): Setting {
  const settings = settingsFor(examples.length);
  if (settings.length === 1) return USUAL;
  const random = randomFrom(examples.length);
  const right = settings.map(() => 0);
  const cuts = Math.min(MOST_CUTS, Math.ceil(TRIALS / examples.length));
  for (let cut = 0; cut < cuts; cut++) {
    const folds = foldsOf(examples, random);
    for (let fold = 0; fold < FOLDS; fold++) {
      const trial = { learned: examples.filter((_, i) => folds[i] !== fold), asked: examples.filter((_, i) => folds[i] === fold) };
      for (const [i, setting] of settings.entries()) right[i] = (right[i] ?? 0) + outcomesOf(trial, setting, none).filter((outcome) => outcome.right).length;
    }
  }
  return settings[right.indexOf(Math.max(...right))] ?? USUAL;
}
