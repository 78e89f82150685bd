import { Tokenizer, type VocabularyEntry } from '../text/words.ts';
import { judge, learnConfidence, type Trial } from './confidence.ts';
import { featuresOf, type Features } from './features.ts';
import { pack, type Confusion } from './model.ts';
import { Planes } from './planes.ts';
import { Space } from './space.ts';
import type { Utterance } from './utterance.ts';
import { BY_CHARACTERS, BY_WORDS, type Views } from './views.ts';

/** An utterance with its features and the place of its intent. */
interface Example {
  readonly features: Features;
  readonly label: number;
}

/** Above so many utterances what occurs only once is left out: it is noise by then. */
const LARGE = 10_000;
/** Weights in all, at most: a model has a byte for each. */
const MOST_WEIGHTS = 64_000_000;
/** Trials are made with so many utterances, of whole intents. */
const MOST_TRIED = 3_000;
const FOLDS = 5;
/** What an error costs, and what is looked at. */
interface Setting {
  readonly cost: number;
  readonly views: Views;
}

const USUAL: Setting = { cost: 1, views: BY_WORDS };
/** Between two that do as well, the first. */
const SETTINGS: readonly Setting[] = [USUAL, { cost: 2, views: BY_WORDS }, { cost: 0.5, views: BY_WORDS }, { cost: 1, views: BY_CHARACTERS }];
/** Above so many utterances the usual one does as well as any. */
const MOST_SEARCHED = 1_000;
/** Pairs of intents that are told of. */
const MOST_CONFUSIONS = 300;
/** Of what is said to a bot so much is out of its scope, where nobody knows. */
const OUTSIDE = 0.3;

/** Trains a model and packs it. For a thread of its own: it takes seconds. At least two intents, see train.ts. */
export function trainModel(utterances: readonly Utterance[], vocabulary: readonly VocabularyEntry[]): Uint8Array<ArrayBuffer> {
  const tokenizer = new Tokenizer(vocabulary);
  const intents = [...new Set(utterances.map(({ intent }) => intent))];
  const places = new Map(intents.map((intent, place) => [intent, place]));
  const examples = utterances.map(({ intent, text }) => ({ features: featuresOf(tokenizer.words(text)), label: places.get(intent) ?? 0 }));
  const { outcomes, setting, trials } = rehearse(examples, intents.indexOf(null));
  const { planes, space } = fit(examples, intents.length, setting);
  return pack({ intents, planes, signs: learnConfidence(trials), space, vocabulary, confusions: confusionsOf(outcomes, intents), accuracy: accuracyOf(outcomes) });
}

interface Fitted {
  readonly space: Space;
  readonly planes: Planes;
}

function fit(examples: readonly Example[], classes: number, { cost, views }: Setting): Fitted {
  const features = examples.map((example) => example.features);
  const space = Space.of(features, views, examples.length > LARGE ? 2 : 1, Math.floor(MOST_WEIGHTS / classes));
  return { space, planes: Planes.train(views.map((view) => space.vectors(features, view)), Int32Array.from(examples, ({ label }) => label), classes, space.size, { cost }) };
}

interface Rehearsal {
  readonly setting: Setting;
  readonly trials: readonly Trial[];
  readonly outcomes: readonly Outcome[];
}

/**
 * Which setting does best, and how sure it may be of its answers, by cross-validation. Each fold is trained without a fifth of the
 * utterances, and without any of a fifth of the intents: those are out of its scope, as what strangers ask will be.
 */
function rehearse(all: readonly Example[], none: number): Rehearsal {
  const examples = ofWholeIntents(all, none);
  const rehearsals = (all.length > MOST_SEARCHED ? [USUAL] : SETTINGS).map((setting) => {
    const trials = Array.from({ length: FOLDS }, (_, fold) => tried(examples, fold, setting, none)).flat();
    return { setting, trials, right: trials.filter(({ right }) => right).length };
  });
  const { setting, trials } = rehearsals.reduce((best, each) => (each.right > best.right ? each : best));
  return { setting, trials: balanced(trials), outcomes: trials };
}

interface Outcome {
  readonly signs: readonly number[];
  readonly right: boolean;
  readonly outside: boolean;
  /** What it is, and what it was taken for. */
  readonly label: number;
  readonly taken: number;
}

function tried(examples: readonly Example[], fold: number, setting: Setting, none: number): readonly Outcome[] {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const unseen = new Set(labels.length < FOLDS ? [] : labels.filter((label, place) => place % FOLDS === fold && label !== none));
  const turns = turnsByLabel(examples);
  const kept = examples.filter(({ label }, i) => !unseen.has(label) && turns[i] !== fold);
  const places = new Map([...new Set(kept.map(({ label }) => label))].map((label, place) => [label, place]));
  const labelAt = [...places.keys()];
  const intents = places.size - (places.has(none) ? 1 : 0);
  if (intents < 2) return [];
  const { planes, space } = fit(kept.map(({ features, label }) => ({ features, label: places.get(label) ?? 0 })), places.size, setting);
  return examples.flatMap(({ features, label }, i) => {
    if (!unseen.has(label) && turns[i] !== fold) return [];
    const placed = space.place(features);
    const { best, signs } = judge(planes.margins(placed), placed, places.get(none) ?? -1);
    return [{ signs, right: places.get(label) === best, outside: unseen.has(label) || label === none, label, taken: labelAt[best] ?? -1 }];
  });
}

/** Null where nothing was tried. */
function accuracyOf(outcomes: readonly Outcome[]): number | null {
  const inside = outcomes.filter(({ outside }) => !outside);
  return inside.length === 0 ? null : inside.filter(({ right }) => right).length / inside.length;
}

/** What was trained without counts for nothing here: it could not be right. */
function confusionsOf(outcomes: readonly Outcome[], intents: readonly (string | null)[]): readonly Confusion[] {
  const pairs = Map.groupBy(outcomes.filter(({ outside }) => !outside), ({ label, taken }) => `${label} ${taken}`);
  return [...pairs.values()].flatMap((all) => {
    const intent = intents[all[0]?.label ?? -1] ?? null;
    return intent === null ? [] : [{ intent, taken: intents[all[0]?.taken ?? -1] ?? null, times: all.length }];
  }).sort((a, b) => b.times - a.times).slice(0, MOST_CONFUSIONS);
}

/** What is out of scope counts for its share, however many there are. */
function balanced(outcomes: readonly Outcome[]): readonly Trial[] {
  const outside = outcomes.filter((each) => each.outside).length;
  const inside = outcomes.length - outside;
  const weight = outside === 0 ? 1 : (inside / outside) * (OUTSIDE / (1 - OUTSIDE));
  return outcomes.map((each) => ({ signs: each.signs, right: each.right, weight: each.outside ? weight : 1 }));
}

/** Of each intent one after the other into each fold: none is left without it. */
function turnsByLabel(examples: readonly Example[]): readonly number[] {
  const seen = new Map<number, number>();
  return examples.map(({ label }) => {
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return count % FOLDS;
  });
}

function ofWholeIntents(examples: readonly Example[], none: number): readonly Example[] {
  const counts = new Map<number, number>();
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const kept = new Set([none]);
  let sum = counts.get(none) ?? 0;
  for (const [label, count] of counts) {
    if (label === none || (sum + count > MOST_TRIED && kept.size > FOLDS)) continue;
    kept.add(label);
    sum += count;
  }
  return kept.size > counts.size ? examples : examples.filter(({ label }) => kept.has(label));
}
