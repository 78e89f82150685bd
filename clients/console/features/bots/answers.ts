export const REASONS = ['exists', 'full', 'gone', 'same', 'stale', 'taken', 'untrained', 'wrong'] as const;

/** The plugin did not take it. `gone`: there is no such bot any more, or part of it. `taken`: the department has one. `exists`: the name is in use. `same`: another entry has the question. `full`: there is no room for more. `untrained`, `stale`: nothing is learned yet, or not what is written now. */
export class BotRefusal extends Error {
  readonly reason: (typeof REASONS)[number];

  constructor(reason: BotRefusal['reason'], detail = '') {
    super(`${reason} ${detail}`);
    this.name = 'BotRefusal';
    this.reason = reason;
  }
}

/** Another entry has the question already. */
export class SameQuestion extends BotRefusal {
  readonly entry: { readonly id: string; readonly post: string };

  constructor(entry: SameQuestion['entry']) {
    super('same');
    this.entry = entry;
  }
}

/** Rejects with an ApiError, or a {@link BotRefusal}. */
export type BotCall = <T>(action: string, given: object) => Promise<T>;

/** A part of what was asked for; `next` is where the rest begins. */
export interface Piece<T> {
  readonly rows: readonly T[];
  readonly next: number | null;
}

/** Asks for something as often as its answers say that there is more. */
export async function inPieces<T>(ask: (from: number) => Promise<Piece<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let from: number | null = 0; from !== null;) {
    const piece: Piece<T> = await ask(from);
    all.push(...piece.rows);
    from = piece.next;
  }
  return all;
}
