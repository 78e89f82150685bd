import { isFresh } from '#src/fresh.ts';
import { Generations } from '#src/generations.ts';

/** Keys remembered at least, and twice as many at most: strangers choose some of them. */
const keptKeys = 1_000;

export interface RememberOptions {
  /** How long an answer is good, ms. */
  readonly freshMs: number;
  readonly now: () => number;
}

/** Asks once for all who want to know the same at about the same time. A failure is not remembered. */
export function remember<T>(ask: (key: string) => Promise<T>, { freshMs, now }: RememberOptions): (key: string) => Promise<T> {
  const answers = new Generations<{ readonly answer: Promise<T>; readonly at: number }>();
  return (key) => {
    const at = now();
    const known = answers.get(key);
    if (known !== undefined && isFresh(known.at, at, freshMs)) return known.answer;
    const entry = { answer: ask(key), at };
    answers.set(key, entry);
    if (answers.young >= keptKeys) answers.turn();
    entry.answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return entry.answer;
  };
}
