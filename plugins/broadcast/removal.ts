import { change, erase, pagesLeft, removedIds } from './book.ts';
import type { Own } from './config.ts';
import { forgetResults, forgetSaid } from './results.ts';

/** So long data goes in one piece of work, ms. */
const PIECE_MS = 20_000;

/** Of what nobody sees any more, the next part of its data. `since`: when it began to go, in this attempt, ms since the epoch. */
export interface Removal {
  readonly is: 'removed';
  readonly broadcast: string;
  readonly since: number;
  readonly part: number;
}

/** Of what is not under way. False where it is, or there is none. */
export async function remove(ctx: Own, broadcast: string): Promise<boolean> {
  if ((await change(ctx, broadcast, ['draft', 'scheduled', 'stopped', 'done'], () => ({ stage: 'removed' }))) === undefined) return false;
  await begin(ctx, broadcast);
  return true;
}

/** Those whose node died before it had said that their data may go, and those over whose data a worker gave up. */
export async function removeLeft(ctx: Own): Promise<void> {
  for (const id of await removedIds(ctx)) await begin(ctx, id);
}

const begin = (ctx: Own, broadcast: string): Promise<void> => goOn(ctx, { is: 'removed', broadcast, since: Date.now(), part: 0 });

/**
 * Behind all results that are to be counted yet: what comes after it finds nothing to be counted for. A piece that was given up has its
 * key still, so each attempt has keys of its own; one too many finds nothing.
 */
async function goOn({ queue }: Own, removal: Removal): Promise<void> {
  const { broadcast, part, since } = removal;
  await queue.add('results', { key: `removed:${broadcast}:${since}:${part}`, lane: broadcast, payload: removal });
}

export async function sweep(ctx: Own, removal: Removal): Promise<void> {
  const { broadcast } = removal;
  const until = performance.now() + PIECE_MS;
  if (!(await forgetPeople(ctx, broadcast, until)) || !(await forgetResults(ctx, broadcast, until))) return goOn(ctx, { ...removal, part: removal.part + 1 });
  await erase(ctx, broadcast);
}

async function forgetPeople(ctx: Own, broadcast: string, until: number): Promise<boolean> {
  for (let pages = await pagesLeft(ctx, broadcast); pages.length > 0; pages = await pagesLeft(ctx, broadcast)) {
    for (const { key, recipients } of pages) {
      if (performance.now() > until) return false;
      for (const { conversation, seq } of recipients) if (conversation !== undefined && seq !== undefined) await forgetSaid(ctx, { conversation, seq });
      await ctx.data.delete(key);
    }
  }
  return true;
}
