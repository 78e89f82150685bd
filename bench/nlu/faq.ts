import { FaqSearch, type FaqEntry } from '../../plugins/bot/engine/faq/search.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';
import type { Faq } from './corpora.ts';

export interface FaqResult {
  readonly name: string;
  readonly asked: number;
  readonly first: number;
  readonly third: number;
}

export interface Quantiles {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

export interface FaqScores {
  readonly right: Quantiles;
  readonly wrong: Quantiles;
  /** What was asked of another bot. */
  readonly strange: Quantiles;
}

/** With `--quick` every so many question is asked. */
const QUICK = 10;
/** Strange questions for each bot. */
const STRANGE = 200;

/** Each question is taken out of its entry, and asked: which entry comes first, and which are among three. */
export function leaveOneOut(faqs: readonly Faq[], quick: boolean): { readonly results: readonly FaqResult[]; readonly scores: FaqScores } {
  const tokenizer = new Tokenizer();
  const scores = { right: new Array<number>(), wrong: new Array<number>(), strange: new Array<number>() };
  const results = faqs.map(({ name, questions }) => {
    const entries = new Map<string, readonly string[]>();
    for (const { answer, text } of questions) entries.set(answer, [...(entries.get(answer) ?? []), text]);
    const search = new FaqSearch(tokenizer, [...entries].map(([answer, texts]) => entryOf(answer, texts)));
    // One that is the only question of its answer cannot be found without it.
    const asked = questions.filter(({ answer }, i) => (entries.get(answer)?.length ?? 0) > 1 && (!quick || questions.length < STRANGE || i % QUICK === 0));
    let first = 0;
    let third = 0;
    for (const { answer, text } of asked) {
      const texts = entries.get(answer) ?? [];
      search.set(entryOf(answer, texts.filter((each) => each !== text)));
      const found = search.search(text, 3);
      search.set(entryOf(answer, texts));
      const [best] = found;
      if (best?.id === answer) first++;
      if (found.some(({ id }) => id === answer)) third++;
      if (best !== undefined) scores[best.id === answer ? 'right' : 'wrong'].push(best.score);
    }
    const own = new Set(questions.map(({ text }) => text));
    const others = faqs.filter((faq) => faq.name !== name).flatMap((faq) => faq.questions.filter(({ text }) => !own.has(text)).slice(0, STRANGE / 10));
    scores.strange.push(...others.map(({ text }) => search.search(text, 1)[0]?.score ?? 0));
    return { name, asked: asked.length, first, third };
  });
  return { results, scores: { right: quantiles(scores.right), wrong: quantiles(scores.wrong), strange: quantiles(scores.strange) } };
}

const entryOf = (id: string, [post = '', ...similar]: readonly string[]): FaqEntry => ({ id, post, similar, enabled: true, categories: [] });

function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
}
