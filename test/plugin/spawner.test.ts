import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { IdleGroup, ownGroup } from '#plugin/isolated/spawner/idle-group.ts';
import { Spawner, type Spawned } from '#plugin/isolated/spawner/spawner.ts';
import { tempDir } from '../support/temp.ts';

const SOON = { timeout: 10_000 };

/** Runs a script that has nothing of its own but what it gets: its code on 0, its pipe on 3. */
async function started(script: string, idle = false): Promise<Spawned> {
  const spawned = await Spawner.shared().start({ command: [process.execPath, '-e', script], niceness: 0, idle, withinMs: 20_000 });
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
  await expect(Spawner.shared().start({ command: ['/nowhere/at/all'], niceness: 0, idle: false, withinMs: 20_000 })).rejects.toThrow('ENOENT');
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

it('has what is to be idle in a group that gives way, and nothing else, where the system lets us', async () => {
  const own = ownGroup(readFileSync('/proc/self/cgroup', 'utf8'), readFileSync('/proc/self/mounts', 'utf8'));
  const pid = async ({ pipe }: Spawned): Promise<string> => String(((await once(pipe, 'data')) as [Buffer])[0]);
  const SAYS = "require('node:fs').readFileSync(0); new (require('node:net').Socket)({ fd: 3 }).on('close', () => process.exit()).resume().write(String(process.pid));";
  const idle = await pid(await started(SAYS, true));
  const other = await pid(await started(SAYS));
  const [group = ''] = /parlor-plugins-\d+/.exec(readFileSync(`/proc/${idle}/cgroup`, 'utf8')) ?? [];
  expect(group).toBe(own !== null && mayGroup(own) ? `parlor-plugins-${spawners()[0]}` : '');
  if (group !== '') expect(readFileSync(join(own ?? '', group, 'cpu.idle'), 'utf8').trim()).toBe('1');
  expect(readFileSync(`/proc/${other}/cgroup`, 'utf8')).not.toContain('parlor-plugins-');
});

it('has its group also where one of its number left one behind', async () => {
  const proc = await tempDir();
  const own = join(proc, 'groups');
  const left = join(own, `parlor-plugins-${process.pid}`);
  for (const folder of [join(proc, 'self'), join(proc, String(process.pid)), left]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(proc, 'self/cgroup'), '0::/\n');
  writeFileSync(join(proc, 'self/mounts'), `cgroup2 ${own} cgroup2 rw 0 0\n`);
  writeFileSync(join(left, 'cpu.idle'), '0');
  expect(IdleGroup.open(proc)).not.toBeNull();
  expect(readFileSync(join(left, 'cpu.idle'), 'utf8')).toBe('1');
});

function mayGroup(own: string): boolean {
  const folder = join(own, `parlor-test-${process.pid}`);
  try {
    mkdirSync(folder);
  } catch {
    return false;
  }
  const may = existsSync(join(folder, 'cpu.idle'));
  rmdirSync(folder);
  return may;
}

it.each([
  ['of its own hierarchy', '9:name=systemd:/\n2:cpu,cpuacct:/shop\n0::/', 'cgroup /sys/fs/cgroup/cpu cgroup rw,cpu,cpuacct 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0', '/sys/fs/cgroup/cpu/shop'],
  ['of the one for all', '0::/system.slice/parlor.service', 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0', '/sys/fs/cgroup/system.slice/parlor.service'],
  ['nowhere, where none is mounted', '2:cpu:/\n0::/', 'proc /proc proc rw 0 0', null],
  ['nowhere, without any', '', '', null],
])('knows the group that shares out time on a core: %s', (_where, groups, mounts, folder) => {
  expect(ownGroup(groups, mounts)).toBe(folder);
});
