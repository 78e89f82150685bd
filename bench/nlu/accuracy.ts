import type { Corpus } from './corpora.ts';
import { thinned } from './folds.ts';
import type { Learner } from './learners.ts';

export interface Score {
  readonly learner: string;
  /** Of 100 answers so many are right. */
  readonly accuracy: number;
  /** For one part, s. */
  readonly train: number;
  /** ms. */
  readonly query: number;
}

export interface Row {
  readonly set: string;
  /** Of each part, on average; and all that was asked. */
  readonly trained: number;
  readonly asked: number;
  readonly scores: readonly Score[];
}

/** All learners with the same parts. */
export async function measured({ language, name, parts }: Corpus, learners: readonly Learner[]): Promise<Row> {
  const scores: Score[] = [];
  const asked = parts.reduce((sum, { test }) => sum + test.length, 0);
  for (const learner of learners) {
    let right = 0;
    let trainMs = 0;
    let queryMs = 0;
    for (const { test, train } of parts) {
      const before = performance.now();
      const answer = await learner.train(train, language);
      const trained = performance.now();
      for (const { intent, text } of test) if ((await answer(text)) === intent) right++;
      trainMs += trained - before;
      queryMs += performance.now() - trained;
    }
    scores.push({ learner: learner.name, accuracy: (100 * right) / asked, train: trainMs / parts.length / 1_000, query: queryMs / asked });
  }
  return { set: name, trained: Math.round(parts.reduce((sum, { train }) => sum + train.length, 0) / parts.length), asked, scores };
}

/** The first part with so many utterances to learn from, for a peer that is slow with more. */
export function lighter({ language, name, parts: [first] }: Corpus, most: number): Corpus | undefined {
  return first === undefined ? undefined : { name: `${name}, thinned`, language, parts: [{ train: thinned(first.train, most), test: first.test }] };
}

export const isLarge = ({ parts }: Corpus, most: number): boolean => parts.some(({ train }) => train.length > most);
