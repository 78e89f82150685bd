import { trainPlane } from '../../plugins/bot/engine/intent/svm.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';
import type { Said } from './folds.ts';

const tokenizer = new Tokenizer();

/** The baseline: words and pairs of them, characters in rows of one to three, TF-IDF in one space, C = 1, members count as others do. */
export function trainPlain(utterances: readonly Said[]): (text: string) => string | undefined {
  const documents = utterances.map(({ text }) => featuresOf(text));
  const counts = new Map<string, number>();
  for (const features of documents) for (const name of new Set(features)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const places = new Map([...counts.keys()].map((name, place) => [name, place]));
  const rarity = Float64Array.from(counts.values(), (count) => Math.log((1 + documents.length) / (1 + count)) + 1);
  const vectorOf = (features: readonly string[]): ReadonlyMap<number, number> => {
    const weights = new Map<number, number>();
    for (const name of features) {
      const place = places.get(name);
      if (place !== undefined) weights.set(place, (weights.get(place) ?? 0) + (rarity[place] ?? 0));
    }
    const length = Math.hypot(...weights.values()) || 1;
    return new Map([...weights].map(([place, weight]) => [place, weight / length]));
  };
  const vectors = documents.map(vectorOf);
  const starts = new Int32Array(vectors.length + 1);
  for (const [i, vector] of vectors.entries()) starts[i + 1] = (starts[i] ?? 0) + vector.size;
  const all = { starts, at: Int32Array.from(vectors.flatMap((vector) => [...vector.keys()])), weights: Float32Array.from(vectors.flatMap((vector) => [...vector.values()])), squares: Float64Array.from(vectors, (vector) => (vector.size === 0 ? 0 : 1)) };
  const intents = [...new Set(utterances.map(({ intent }) => intent))];
  const labels = Int32Array.from(utterances, ({ intent }) => intents.indexOf(intent));
  const planes = intents.map((intent, label) => ({ intent, plane: trainPlane(all, labels, label, places.size, { cost: 1, members: 1 }) }));
  return (text) => {
    const vector = [...vectorOf(featuresOf(text))];
    const margins = planes.map(({ intent, plane }) => ({ intent, margin: vector.reduce((sum, [place, weight]) => sum + weight * (plane[place] ?? 0), plane[places.size] ?? 0) }));
    return margins.reduce((best, each) => (each.margin > best.margin ? each : best)).intent;
  };
}

function featuresOf(text: string): readonly string[] {
  const words = tokenizer.words(text).map((word) => word.text);
  const features = words.flatMap((word, i) => (i === 0 ? [`w${word}`] : [`w${word}`, `w${words[i - 1]} ${word}`]));
  const characters = Array.from(text.toLowerCase());
  for (let length = 1; length <= 3; length++) for (let i = 0; i + length <= characters.length; i++) features.push(`c${characters.slice(i, i + length).join('')}`);
  return features;
}
