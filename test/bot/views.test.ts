import { expect, it } from 'vitest';
import { BY_CHARACTERS, BY_SURFACE, BY_WORDS, isSeen, lengthsOf } from '../../plugins/bot/engine/intent/views.ts';
import { featuresOf } from '../../plugins/bot/engine/intent/features.ts';
import { Planes } from '../../plugins/bot/engine/intent/planes.ts';
import { Space } from '../../plugins/bot/engine/intent/space.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';

const tokenizer = new Tokenizer();
const views = [...BY_WORDS, ...BY_CHARACTERS];
const features = ['refund me please', '我要退款', 'are you open'].map((text) => featuresOf(tokenizer.words(text), views));

it.each([['words', BY_WORDS], ['characters', BY_CHARACTERS], ['the surface', BY_SURFACE]])('has the same length for every utterance, by %s', (_, looked) => {
  for (const each of features) {
    const square = lengthsOf(each, looked).reduce((sum, length) => sum + length ** 2, 0);
    expect(square).toBeCloseTo(looked.length);
  }
});

it('looks at no kind twice', () => {
  for (const kind of [0, 1, 2, 3]) expect(BY_CHARACTERS.filter((view) => isSeen([view], kind)).length).toBeLessThan(2);
});

it('answers with the mean of what each view would answer', () => {
  const space = Space.of(features, BY_CHARACTERS, 1, 10_000);
  const labels = Int32Array.of(0, 0, 1);
  const vectors = BY_CHARACTERS.map((view) => space.vectors(features, view));
  const margins = (planes: Planes, i: number) => [...planes.margins(space.place(features[i] ?? []))];
  const both = Planes.train(vectors, labels, 2, space.size, { cost: 1 });
  const alone = vectors.map((each) => Planes.train([each], labels, 2, space.size, { cost: 1 }));
  for (const i of features.keys()) {
    const mean = [0, 1].map((label) => alone.reduce((sum, planes) => sum + (margins(planes, i)[label] ?? 0), 0) / alone.length);
    for (const [label, margin] of margins(both, i).entries()) expect(margin).toBeCloseTo(mean[label] ?? 0, 1);
  }
});

it('sees marks on the surface alone', () => {
  const [asked, said] = ['open?', 'open!'].map((text) => featuresOf(tokenizer.words(text), views));
  expect(asked?.slice(0, 3)).toEqual(said?.slice(0, 3));
  expect(asked?.[3]).not.toEqual(said?.[3]);
});

it('makes no features that no view looks at', () => {
  expect(featuresOf(tokenizer.words('我 want a refund'), BY_WORDS)[3]).toEqual({ hashes: [], times: [] });
});

it('knows as much of the words as of the surface where it looks at nothing else', () => {
  const space = Space.of(features, BY_SURFACE, 1, 10_000);
  const known = (text: string) => space.place(featuresOf(tokenizer.words(text), BY_SURFACE)).known[0];
  expect(known('refund me please')).toBe(1);
  expect(known('qqq')).toBeLessThan(0.5);
});
