import { isDeepStrictEqual } from 'node:util';
import { COMPLETES } from './intents.ts';
import type { Taught, TaughtIntent } from './taught.ts';

/** What an intent has more and less than before; slots by name. */
export interface IntentChange {
  readonly name: string;
  readonly is: 'added' | 'changed' | 'removed';
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly slots: readonly string[];
  /** Something else becomes of it once all is known. */
  readonly completes: boolean;
}

export interface Changes {
  readonly intents: readonly IntentChange[];
  /** Names of those that are not as they were. */
  readonly dictionaries: readonly { readonly name: string; readonly is: IntentChange['is'] }[];
}

const NONE: Omit<TaughtIntent, 'name'> = { utters: [], slots: [] };

/** What became of one on the way to the other, by name. */
export function changesBetween(before: Taught, after: Taught): Changes {
  const intents = pairsOf(before.intents, after.intents).flatMap(({ from = { name: '', ...NONE }, is, name, to = { name: '', ...NONE } }): readonly IntentChange[] => {
    const [added, removed] = [minus(to.utters, from.utters), minus(from.utters, to.utters)];
    const slots = pairsOf(from.slots, to.slots).map((slot) => slot.name);
    // Slots are asked for in their order.
    const moved = slots.length === 0 && !isDeepStrictEqual(from.slots, to.slots) ? to.slots.map((slot) => slot.name) : slots;
    const completes = is !== 'removed' && !isDeepStrictEqual(from.completion ?? COMPLETES, to.completion ?? COMPLETES);
    return is === 'changed' && added.length + removed.length + moved.length === 0 && !completes ? [] : [{ name, is, added, removed, slots: moved, completes }];
  });
  return { intents, dictionaries: pairsOf(before.dictionaries, after.dictionaries).map(({ is, name }) => ({ name, is })) };
}

export function countsOf({ intents }: Changes) {
  const named = (is: IntentChange['is']): number => intents.filter((each) => each.is === is).length;
  const spoken = (which: 'added' | 'removed'): number => intents.reduce((sum, each) => sum + each[which].length, 0);
  return { intents: { added: named('added'), removed: named('removed') }, utterances: { added: spoken('added'), removed: spoken('removed') } };
}

interface Pair<T> {
  readonly name: string;
  readonly is: IntentChange['is'];
  readonly from?: T;
  readonly to?: T;
}

/** Those that are not the same on both sides. */
function pairsOf<T extends { readonly name: string }>(before: readonly T[], after: readonly T[]): readonly Pair<T>[] {
  const [was, now] = [byName(before), byName(after)];
  return [...new Map([...now, ...was]).keys()].flatMap((key): readonly Pair<T>[] => {
    const [from, to] = [was.get(key), now.get(key)];
    if (to === undefined) return from === undefined ? [] : [{ name: from.name, is: 'removed', from }];
    if (from === undefined) return [{ name: to.name, is: 'added', to }];
    return isDeepStrictEqual(from, to) ? [] : [{ name: to.name, is: 'changed', from, to }];
  });
}

const byName = <T extends { readonly name: string }>(all: readonly T[]): Map<string, T> => new Map(all.map((each) => [each.name.toLowerCase(), each]));

function minus(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Set(others);
  return some.filter((each) => !left.has(each));
}
