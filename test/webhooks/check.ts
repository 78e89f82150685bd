import type { Taken } from './receiver.ts';

/** An event that a receiver should have had. */
export interface Due {
  readonly conversation: string;
  readonly seq: number;
}

const idOf = ({ conversation, seq }: Due): string => `${conversation}-${seq}`;

/** Ids of what a receiver has not had yet. */
export function missingIn(due: readonly Due[], taken: readonly Taken[]): readonly string[] {
  const had = new Set(taken.map(({ id }) => id));
  return due.map(idOf).filter((id) => !had.has(id));
}

/** What is wrong with what a receiver took, in its order; empty where nothing is. `there`: all events, also those that need not have come yet. Deliveries that come again are no fault, wherever they come. */
export function check(due: readonly Due[], taken: readonly Taken[], there = due): readonly string[] {
  const wrong: string[] = [];
  const first = new Set<string>();
  const last = new Map<string, number>();
  for (const delivery of taken) {
    const { conversation, genuine, id, seq } = delivery;
    if (!genuine) wrong.push(`${id}: its signature is not good`);
    if (id !== idOf(delivery)) wrong.push(`${id}: is no stable id of ${idOf(delivery)}`);
    if (first.has(id)) continue;
    first.add(id);
    const before = last.get(conversation) ?? 0;
    if (seq < before) wrong.push(`${id}: came behind ${conversation}-${before}`);
    last.set(conversation, Math.max(before, seq));
  }
  const known = new Set(there.map(idOf));
  for (const id of missingIn(due, taken)) wrong.push(`${id}: never came`);
  for (const id of first) if (!known.has(id)) wrong.push(`${id}: there is no such event`);
  return wrong;
}
