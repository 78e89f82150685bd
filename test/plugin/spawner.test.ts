import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { Spawner, type Spawned } from '#plugin/isolated/spawner/spawner.ts';

const SOON = { timeout: 10_000 };

/** Runs a script that has nothing of its own but what it gets: its code on 0, its pipe on 3. */
async function started(script: string): Promise<Spawned> {
  const spawned = await Spawner.shared().start({ command: [process.execPath, '-e', script], niceness: 0, withinMs: 20_000 });
  onTestFinished(async () => {
    await spawned.ask({ do: 'kill' }).catch(() => {});
    spawned.pipe.destroy();
  });
  return spawned;
}

const STAYS = "require('node:fs').readFileSync(0); new (require('node:net').Socket)({ fd: 3 }).on('close', () => process.exit()).resume().write('here');";

/** Of this process, whichever of its threads has started it. */
const spawners = (): readonly number[] => readdirSync('/proc/self/task')
  .flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number))
  .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('spawner/main.ts'));

it('hands over all that a process says, however late the house comes to read it', async () => {
  await started(STAYS);
  const starting = started(STAYS);
  // It is started and speaks while the house stands still.
  await sleep(1);
  const until = performance.now() + 1_000;
  while (performance.now() < until);
  const { pipe } = await starting;
  const [said] = (await once(pipe, 'data')) as [Buffer];
  expect(said.toString()).toBe('here');
});

it('says what it could not start, and goes on', async () => {
  await expect(Spawner.shared().start({ command: ['/nowhere/at/all'], niceness: 0, withinMs: 20_000 })).rejects.toThrow('ENOENT');
  const { ended } = await started('process.exit(3)');
  expect(await ended).toBe('it ended by itself, with 3');
});

it('is started again where it has ended; its processes end with it, and are told of', async () => {
  const { ask, ended, pipe } = await started(STAYS);
  await once(pipe, 'data');
  const closed = once(pipe, 'close');
  const [pid = 0] = spawners();
  process.kill(pid, 'SIGKILL');
  expect(await ended).toBe('what starts the processes of plugins is not there: it ended (SIGKILL)');
  await closed;
  await expect(ask({ do: 'look' })).rejects.toThrow('is not there');
  const again = await started(STAYS);
  await once(again.pipe, 'data');
  expect((await again.ask({ do: 'look' })).look?.resident).toBeGreaterThan(10 << 20);
  await expect.poll(spawners, SOON).toHaveLength(1);
  expect(spawners()).not.toContain(pid);
});
