/** What was, is, and was undone. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last change was about, and when, ms: typing on is one step. */
  readonly last: { readonly about: string; readonly at: number } | null;
}

const MOST_STEPS = 200;
/** A pause after which typing on is a step of its own, ms. */
const PAUSE_MS = 1_200;

export const begun = <T>(present: T): History<T> => ({ past: [], present, future: [], last: null });

/** `about`: changes of the same in a row are undone together; left out, each is one of its own. */
export function changed<T>(history: History<T>, next: T, now: number, about = ''): History<T> {
  const { last, past, present } = history;
  if (next === present) return history;
  const goesOn = about !== '' && last?.about === about && now - last.at < PAUSE_MS;
  return { past: goesOn ? past : [...past, present].slice(-MOST_STEPS), present: next, future: [], last: { about, at: now } };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  return before === undefined ? history : { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], last: null };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future, last: null };
}
