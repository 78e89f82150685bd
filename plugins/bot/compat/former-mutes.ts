import { z } from 'parlor/plugin';
import { bots, rows, together, touch } from '../library.ts';
import { mutedOf, setMuted } from '../muted.ts';
import type { Own } from '../own.ts';

/** As users were kept up to 1.0.0. */
const former = z.object({ id: z.string(), lastAt: z.number(), muted: z.literal(true) });

/** Puts those whom the API muted before there was one list of them on it; done again it changes nothing. */
export async function takeFormerMutes(ctx: Pick<Own, 'data' | 'log'>): Promise<void> {
  for (const { profile: { id: bot } } of await bots(ctx)) {
    const muted = new Map(await mutedOf(ctx, bot));
    let left = 0;
    for await (const page of rows(ctx, `user:${bot}:`)) {
      const found = page.flatMap(({ value }) => former.safeParse(value).data ?? []).filter(({ id }) => !muted.has(id));
      await together(found, async ({ id, lastAt }) => {
        const person = { id, name: '', at: lastAt };
        if (await setMuted(ctx, bot, { muted }, person, true)) muted.set(id, person);
        else left++;
      });
    }
    if (left > 0) ctx.log('a bot has muted too many people to keep them all', { bot, left });
    await touch(ctx, bot);
  }
}
