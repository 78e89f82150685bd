import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Connection } from '#plugin/isolated/connection.ts';
import { LIMITS } from '#plugin/isolated/limits.ts';
import type { IsolatedProcess } from '#plugin/isolated/process.ts';
import type { Look } from '#plugin/isolated/spawner/orders.ts';
import { watchOver, type Watch } from '#plugin/isolated/watch.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

/** Of each ms: how much of it the process runs, and how much it wants to; and whether it sleeps in it. */
interface Way {
  readonly runs: number;
  readonly wants: number;
  readonly sleeps: number;
  /** Its code is run for the first time. */
  readonly loading?: boolean;
}

const watches: Watch[] = [];
afterEach(() => watches.splice(0).forEach((watch) => watch.stop()));

/** Why a process that goes on in this way is ended within four times what it may go without a rest. */
async function fateOf({ loading = false, runs, sleeps, wants }: Way): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const begun = performance.now();
  const process: Pick<IsolatedProcess, 'kill' | 'look'> = {
    look: async (): Promise<Look> => {
      const passed = performance.now() - begun;
      return { resident: 0, cpu: runs * passed, wanted: wants * passed, sleeps: Math.floor(sleeps * passed) };
    },
    kill: resolve,
  };
  const connection: Pick<Connection, 'loading' | 'ping' | 'silentSince'> = { loading, silentSince: undefined, ping: () => {} };
  watches.push(watchOver(process as IsolatedProcess, connection as Connection, { ...LIMITS, restless: 200, lookEvery: 5 }));
  return Promise.race([promise, sleep(800, undefined)]);
}

const RESTLESS = 'it did not rest for 0.2 s';

it('ends a process that always wants its core', async () => {
  expect(await fateOf({ runs: 0.9, wants: 1, sleeps: 0 })).toBe(RESTLESS);
});

it('which it may want half of the time', async () => {
  expect(await fateOf({ runs: 0.5, wants: 0.5, sleeps: 1 })).toBeUndefined();
});

it('and wait for, where the node is busy: it serves what came, and sleeps', async () => {
  expect(await fateOf({ runs: 0.1, wants: 1, sleeps: 0.2 })).toBeUndefined();
});

it('but one that never sleeps has work of its own, however little it gets', async () => {
  expect(await fateOf({ runs: 0.1, wants: 1, sleeps: 0 })).toBe(RESTLESS);
});

it('save one whose code is run for the first time: a busy node gives it little, and it sleeps when it has done', async () => {
  expect(await fateOf({ runs: 0.1, wants: 1, sleeps: 0, loading: true })).toBeUndefined();
  expect(await fateOf({ runs: 0.9, wants: 1, sleeps: 0, loading: true })).toBe(RESTLESS);
});
