import { z } from 'parlor/plugin';
import { withMind, type Brain, type Brains } from '../brain.ts';
import type { ThinkDeps } from '../deeper.ts';
import type { Gate } from '../outside/gate.ts';
import type { Own } from '../own.ts';
import type { Records } from '../record/record.ts';

/** What else a change of a bot touches. */
export interface Around extends ThinkDeps {
  readonly brains: Brains;
  readonly gate: Gate;
  readonly records: Records;
  /** Bots were added, moved or taken away. */
  readonly changed: () => Promise<void>;
}

/** By action, what they take; each answers with JSON that the console's page of the same release reads. Null: there is no such bot, or part of it. */
export type Deeds<A extends Readonly<Record<string, z.ZodType>>> = { readonly [N in keyof A]: (ctx: Own, given: z.output<A[N]>, around: Around, by: string) => Promise<unknown> };

/** Characters of an answer's JSON, below what a slot may answer. */
export const MOST_TEXT = 40_000;

export const ofBot = z.object({ bot: z.string().max(40) });
export const from = z.number().int().min(0).default(0);

/** As many of them from there on as an answer has room for, one at least; `next` is null at the end. */
export function pieceOf<T>(all: readonly T[], start: number, most = MOST_TEXT): { readonly rows: readonly T[]; readonly next: number | null } {
  const rows: T[] = [];
  let length = 0;
  for (const each of all.slice(start)) {
    length += JSON.stringify(each).length + 1;
    if (length > most && rows.length > 0) break;
    rows.push(each);
  }
  const next = start + rows.length;
  return { rows, next: next < all.length ? next : null };
}

/** Something of a bot is read, or changed: null where there is no such bot. */
export async function within(ctx: Own, bot: string, { brains }: Around, run: (brain: Brain) => Promise<unknown>): Promise<unknown> {
  const brain = await brains.of(ctx, bot);
  return brain === undefined ? null : run(brain);
}

/** One change after the other, in the lane of the API, on whichever node; answers of the bot follow it. */
export const changing = (ctx: Own, bot: string, kind: 'dictionary' | 'intent', around: Around, run: (own: Own) => Promise<unknown>): Promise<unknown> =>
  within(ctx, bot, around, () => around.lanes.change(ctx, `${kind}:${bot}`, async (own) => {
    const answer = await run(own);
    await around.brains.settle(ctx, bot, kind === 'dictionary' ? 'anew' : withMind);
    return answer;
  }));
