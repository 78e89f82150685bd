import { randomBytes } from 'node:crypto';
import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

const stored = z.object({ secret: z.string(), madeAt: z.number() });
export type Key = Readonly<z.output<typeof stored>>;

const SECRET_BYTES = 24;

export const keyOf = async ({ data }: Data, bot: string): Promise<Key | undefined> => stored.safeParse(await data.get(`secret:${bot}`)).data;

/** A new secret for a bot; what was signed with the one before is refused from now on. */
export async function newKey({ data }: Data, bot: string, now: number): Promise<Key> {
  const key = { secret: randomBytes(SECRET_BYTES).toString('hex'), madeAt: now };
  await data.set(`secret:${bot}`, key);
  return key;
}
