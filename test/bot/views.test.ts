import { expect, it } from 'vitest';
import { BY_CHARACTERS, BY_WORDS, isSeen, lengthsOf } from '../../plugins/bot/engine/intent/views.ts';
import { featuresOf } from '../../plugins/bot/engine/intent/features.ts';
import { Planes } from '../../plugins/bot/engine/intent/planes.ts';
import { Space } from '../../plugins/bot/engine/intent/space.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';

const tokenizer = new Tokenizer();
const features = ['refund me please', '我要退款', 'are you open'].map((text) => featuresOf(tokenizer.words(text)));

it.each([['words', BY_WORDS], ['characters', BY_CHARACTERS]])('has the same length for every utterance, by %s', (_, views) => {
  for (const each of features) {
    const square = lengthsOf(each, views).reduce((sum, length) => sum + length ** 2, 0);
    expect(square).toBeCloseTo(views.length);
  }
});

it('looks at no kind twice', () => {
  for (const kind of [0, 1, 2, 3]) expect(BY_CHARACTERS.filter((view) => isSeen([view], kind)).length).toBeLessThan(2);
});

it('answers with the mean of what each view would answer', () => {
  const space = Space.of(features, BY_CHARACTERS, 1, 10_000);
  const labels = Int32Array.of(0, 0, 1);
  const views = BY_CHARACTERS.map((view) => space.vectors(features, view));
  const margins = (planes: Planes, i: number) => [...planes.margins(space.place(features[i] ?? []))];
  const both = Planes.train(views, labels, 2, space.size, { cost: 1 });
  const alone = views.map((vectors) => Planes.train([vectors], labels, 2, space.size, { cost: 1 }));
  for (const i of features.keys()) {
    const mean = [0, 1].map((label) => alone.reduce((sum, planes) => sum + (margins(planes, i)[label] ?? 0), 0) / alone.length);
    for (const [label, margin] of margins(both, i).entries()) expect(margin).toBeCloseTo(mean[label] ?? 0, 1);
  }
});
