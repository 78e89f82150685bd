import { Tokenizer, type VocabularyEntry } from '../text/words.ts';
import { learnConfidence, type Weighed } from './confidence.ts';
import { featuresOf } from './features.ts';
import { pack, type Confusion } from './model.ts';
import { choose, settingsFor } from './settings.ts';
import { FOLDS, fit, foldsOf, outcomesOf, type Example, type Outcome, type Setting } from './trial.ts';
import type { Utterance } from './utterance.ts';

/** Trials are made with so many utterances, of whole intents. */
const MOST_TRIED = 3_000;
/** Pairs of intents that are told of. */
const MOST_CONFUSIONS = 300;
/** Of what is said to a bot so much is out of its scope, where nobody knows. */
const OUTSIDE = 0.3;

/** Trains a model and packs it. For a thread of its own: it takes seconds. At least two intents, see train.ts. */
export function trainModel(utterances: readonly Utterance[], vocabulary: readonly VocabularyEntry[]): Uint8Array<ArrayBuffer> {
  const tokenizer = new Tokenizer(vocabulary);
  const intents = [...new Set(utterances.map(({ intent }) => intent))];
  const places = new Map(intents.map((intent, place) => [intent, place]));
  const views = settingsFor(utterances.length).flatMap((setting) => setting.views);
  const examples = utterances.map(({ intent, text }) => ({ features: featuresOf(tokenizer.words(text), views), label: places.get(intent) ?? 0 }));
  const none = intents.indexOf(null);
  const setting = choose(examples, none);
  const outcomes = rehearse(examples, setting, none);
  const { planes, space } = fit(examples, intents.length, setting);
  return pack({ intents, planes, signs: learnConfidence(balanced(outcomes)), space, vocabulary, confusions: confusionsOf(outcomes, intents), accuracy: accuracyOf(outcomes) });
}

/**
 * What is right, and how sure it may be of that, by cross-validation. Each fold is trained without a fifth of the utterances, and without
 * any of a fifth of the intents: those are out of its scope, as what strangers ask will be.
 */
function rehearse(all: readonly Example[], setting: Setting, none: number): readonly Outcome[] {
  const examples = ofWholeIntents(all, none);
  const labels = [...new Set(examples.map(({ label }) => label))];
  const folds = foldsOf(examples);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const unseen = new Set(labels.length < FOLDS ? [] : labels.filter((label, place) => place % FOLDS === fold && label !== none));
    const { asked = [], learned = [] } = Object.groupBy(examples, ({ label }, i) => (unseen.has(label) || folds[i] === fold ? 'asked' : 'learned'));
    return outcomesOf({ asked, learned }, setting, none);
  }).flat();
}

/** Null where nothing was tried. */
function accuracyOf(outcomes: readonly Outcome[]): number | null {
  const inside = outcomes.filter(({ outside }) => !outside);
  return inside.length === 0 ? null : inside.filter(({ right }) => right).length / inside.length;
}

/** What was trained without counts for nothing here: it could not be right. What was wrong comes first: of many intents what was right alone would fill the list. */
function confusionsOf(outcomes: readonly Outcome[], intents: readonly (string | null)[]): readonly Confusion[] {
  const pairs = Map.groupBy(outcomes.filter(({ outside }) => !outside), ({ label, taken }) => `${label} ${taken}`);
  return [...pairs.values()].flatMap((all) => {
    const intent = intents[all[0]?.label ?? -1] ?? null;
    return intent === null ? [] : [{ intent, taken: intents[all[0]?.taken ?? -1] ?? null, times: all.length }];
  }).sort((a, b) => Number(a.intent === a.taken) - Number(b.intent === b.taken) || b.times - a.times).slice(0, MOST_CONFUSIONS);
}

/** What is out of scope counts for its share, however many there are. */
function balanced(outcomes: readonly Outcome[]): readonly Weighed[] {
  const outside = outcomes.filter((each) => each.outside).length;
  const inside = outcomes.length - outside;
  const weight = outside === 0 ? 1 : (inside / outside) * (OUTSIDE / (1 - OUTSIDE));
  return outcomes.map((each) => ({ signs: each.signs, right: each.right, weight: each.outside ? weight : 1 }));
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
