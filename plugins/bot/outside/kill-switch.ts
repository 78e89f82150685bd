import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

const stored = z.object({ at: z.number(), by: z.string() });
/** Who has switched it off, and when, ms since the epoch. */
export type Off = Readonly<z.output<typeof stored>>;

const KEY = 'outside-off';
/** How often it is looked at while somebody waits for an answer, ms. */
const LOOK_EVERY_MS = 250;

/** Null: nothing is switched off. The store is asked each time: what one node writes holds on all. */
export const offOf = async ({ data }: Data): Promise<Off | null> => stored.safeParse(await data.get(KEY)).data ?? null;

export const switchOff = ({ data }: Data, off: Off): Promise<void> => data.set(KEY, off);
export const switchOn = ({ data }: Data): Promise<void> => data.delete(KEY);

/** Resolves when somebody switches it off; never, once the signal is aborted. Rejects where the store is away. */
export async function switchedOff(ctx: Data, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
    if (!signal.aborted && (await offOf(ctx)) !== null) return;
  }
  await new Promise<never>(() => {});
}
