import { change, erase, pagesLeft, removedIds } from './book.ts';
import type { Own } from './config.ts';
import { forgetResults, forgetSaid } from './results.ts';

/** So long data goes in one piece of work, ms. */
const PIECE_MS = 20_000;

/** Of what nobody sees any more, the next part of its data. */
export interface Removal {
  readonly is: 'removed';
  readonly broadcast: string;
  readonly part: number;
}

/** Of what is not under way. False where it is, or there is none. */
export async function remove(ctx: Own, broadcast: string): Promise<boolean> {
  if ((await change(ctx, broadcast, ['draft', 'scheduled', 'stopped', 'done'], () => ({ stage: 'removed' }))) === undefined) return false;
  await goOn(ctx, broadcast, 0);
  return true;
}

/** Those whose node died before it had said that their data may go. */
export async function removeLeft(ctx: Own): Promise<void> {
  for (const id of await removedIds(ctx)) await goOn(ctx, id, 0);
}

/** Behind all results that are to be counted yet: what comes after it finds nothing to be counted for. */
async function goOn({ queue }: Own, broadcast: string, part: number): Promise<void> {
  await queue.add('results', { key: `removed:${broadcast}:${part}`, lane: broadcast, payload: { is: 'removed', broadcast, part } satisfies Removal });
}

export async function sweep(ctx: Own, { broadcast, part }: Removal): Promise<void> {
  const until = performance.now() + PIECE_MS;
  if (!(await forgetPeople(ctx, broadcast, until)) || !(await forgetResults(ctx, broadcast, until))) return goOn(ctx, broadcast, part + 1);
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
