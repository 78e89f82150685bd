import { expect, it } from 'vitest';
import { featuresOf } from '../../plugins/bot/engine/intent/features.ts';
import { choose, settingsFor } from '../../plugins/bot/engine/intent/settings.ts';
import { foldsOf, type Example } from '../../plugins/bot/engine/intent/trial.ts';
import { BY_SURFACE, isSeen } from '../../plugins/bot/engine/intent/views.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';

const tokenizer = new Tokenizer();
const SURFACE = 3;

function examplesOf(utterances: readonly (readonly [text: string, label: number])[]): readonly Example[] {
  const views = settingsFor(utterances.length).flatMap((setting) => setting.views);
  return utterances.map(([text, label]) => ({ features: featuresOf(tokenizer.words(text), views), label }));
}

const THINGS = ['tea', 'coffee', 'water', 'juice', 'milk', 'bread', 'soup', 'rice'];

it('chooses what tells the intents apart: where only a mark does, the surface', () => {
  const marked = examplesOf(THINGS.flatMap((thing) => [[`${thing} now?`, 0], [`${thing} now!`, 1]] as const));
  expect(isSeen(choose(marked, -1).views, SURFACE)).toBe(true);
});

it('stays with the plain one of a small bot where all do as well', () => {
  const easy = examplesOf(THINGS.flatMap((thing) => [[`where is my ${thing}`, 0], [`cancel the ${thing}`, 1]] as const));
  expect(choose(easy, -1).views).toBe(BY_SURFACE);
});

it('chooses among no settings where there is much to learn from', () => {
  expect(settingsFor(99).length).toBeGreaterThan(1);
  expect(settingsFor(100)).toHaveLength(1);
  expect(settingsFor(1_001)).not.toEqual(settingsFor(1_000));
});

it('puts the same share of each intent into every fold, in whatever order', () => {
  const examples = examplesOf(THINGS.flatMap((thing) => [[thing, 0], [`${thing} now`, 1]] as const).slice(0, 10));
  let drawn = 0;
  for (const folds of [foldsOf(examples), foldsOf(examples, () => (drawn = (drawn + 0.37) % 1))]) {
    for (const label of [0, 1]) expect(examples.flatMap((example, i) => (example.label === label ? [folds[i]] : [])).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([0, 1, 2, 3, 4]);
  }
});
