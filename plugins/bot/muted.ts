import { createHash } from 'node:crypto';
import { z } from 'parlor/plugin';
import type { Brain } from './brain.ts';
import { rows } from './library.ts';
import type { Own } from './own.ts';

type Data = Pick<Own, 'data'>;

/** People to whom a bot says nothing: visitors of chats by their participant, users of the API by their id. */
const stored = z.object({ id: z.string(), name: z.string(), at: z.number() });
export type Muted = Readonly<z.output<typeof stored>>;

const MOST_MUTED = 5_000;

const keyOf = (bot: string, id: string): string => `muted:${bot}:${createHash('sha256').update(id).digest('base64url').slice(0, 22)}`;

/** All of them, by id. */
export async function mutedOf(ctx: Data, bot: string): Promise<ReadonlyMap<string, Muted>> {
  const found = new Map<string, Muted>();
  for await (const page of rows(ctx, `muted:${bot}:`)) {
    for (const { value } of page) {
      const muted = stored.safeParse(value).data;
      if (muted !== undefined) found.set(muted.id, muted);
    }
  }
  return found;
}

export const isMuted = ({ muted }: Pick<Brain, 'muted'>, id: string): boolean => muted.has(id);

/** Whether there was room. Done again it changes nothing; the caller settles it. */
export async function setMuted({ data }: Data, bot: string, { muted: known }: Pick<Brain, 'muted'>, person: Muted, muted: boolean): Promise<boolean> {
  if (muted && known.size >= MOST_MUTED && !known.has(person.id)) return false;
  await (muted ? data.set(keyOf(bot, person.id), person) : data.delete(keyOf(bot, person.id)));
  return true;
}
