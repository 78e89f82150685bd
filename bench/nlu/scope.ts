import { train } from '../../plugins/bot/engine/intent/train.ts';
import type { Clinc } from './corpora.ts';

export interface ScopeResult {
  readonly trainedWith: string;
  /** Area under the ROC: how often what is in scope is surer than what is not. */
  readonly auroc: number;
  /** With the threshold that refuses so much of what is out of scope: right answers of 100 in scope. */
  readonly atRecall: readonly { readonly recall: number; readonly accuracy: number }[];
  /** By confidence: of 100 answers so many are right, in scope and out of it together. */
  readonly precision: readonly { readonly from: number; readonly answers: number; readonly right: number }[];
}

const RECALLS = [0.68, 0.8, 0.9] as const;
const CONFIDENCES = [0.5, 0.6, 0.8] as const;

/** Whether what is out of scope is told from the rest: with none of it known, and with examples. */
export async function measureScope({ outsideTrain, outsideVal, train: inside, val }: Clinc): Promise<readonly ScopeResult[]> {
  const results: ScopeResult[] = [];
  for (const told of [false, true]) {
    const model = await train(told ? [...inside, ...outsideTrain.map(({ text }) => ({ text, intent: null }))] : inside);
    const judged = [...val, ...outsideVal.map(({ text }) => ({ text, intent: null }))].map(({ intent, text }) => {
      const [first] = model.classify(text, 1).guesses;
      return { right: first?.intent === intent, outside: intent === null, confidence: first?.confidence ?? 0 };
    });
    const outside = judged.filter((each) => each.outside).map(({ confidence }) => confidence).sort((a, b) => a - b);
    const within = judged.filter((each) => !each.outside);
    const surer = within.reduce((sum, { confidence }) => sum + outside.filter((other) => other < confidence).length, 0);
    results.push({
      trainedWith: told ? `${outsideTrain.length} examples of it` : 'none of it',
      auroc: surer / (within.length * outside.length),
      atRecall: RECALLS.map((recall) => {
        const threshold = outside[Math.ceil(recall * outside.length) - 1] ?? 0;
        return { recall, accuracy: (100 * within.filter(({ confidence, right }) => right && confidence > threshold).length) / within.length };
      }),
      precision: CONFIDENCES.map((from) => {
        const answers = judged.filter(({ confidence }) => confidence >= from);
        return { from, answers: answers.length, right: (100 * answers.filter(({ right }) => right).length) / answers.length };
      }),
    });
  }
  return results;
}
