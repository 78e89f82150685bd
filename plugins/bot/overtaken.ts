import { setTimeout as sleep } from 'node:timers/promises';
import type { Own } from './own.ts';

type Data = Own['data'];

/** Another node has changed what was read before it was written. */
export class Overtaken extends Error {}

/** How often a change is overtaken before it fails: each time another one has not been. */
const MOST_TRIES = 20;
/** How long a change that was overtaken rests at most, ms: by chance, and longer each time, so that of many who want the same none is always too late. */
const restOf = (tries: number): number => Math.random() * Math.min(250, 2 ** tries);

/**
 * The plugin's data for one change that reads before it writes: what it has read it only writes where nobody has written it since, on
 * whichever node; else {@link Overtaken} is thrown. What it has not read it writes over.
 */
function heeding(data: Data): Data {
  const read = new Map<string, unknown>();
  return {
    get: async (key) => {
      const value = await data.get(key);
      read.set(key, value);
      return value;
    },
    entries: async (prefix, after) => {
      const rows = await data.entries(prefix, after);
      for (const { key, value } of rows) read.set(key, value);
      return rows;
    },
    set: async (key, value) => {
      if (!read.has(key)) return data.set(key, value);
      if (!(await data.replace(key, read.get(key), value))) throw new Overtaken(key);
      read.set(key, value);
    },
    delete: async (key) => {
      await data.delete(key);
      if (read.has(key)) read.set(key, undefined);
    },
    replace: data.replace,
    keys: data.keys,
  };
}

/** Does a change until no other node overtakes it, each time with what is there then: it may run several times. Throws {@link Overtaken} in the end. */
export async function untilFirst<C extends { readonly data: Data }, T>(ctx: C, change: (ctx: C) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await change({ ...ctx, data: heeding(ctx.data) });
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === MOST_TRIES) throw error;
      await sleep(restOf(tries));
    }
  }
}
