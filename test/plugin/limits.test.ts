import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, getPriority } from 'node:os';
import { resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { limitProcess } from '#plugin/isolated/spawner/limit.ts';
import { toolOf } from '#plugin/isolated/tools.ts';
import { listening } from './support/web.ts';

/** Tries to reach out whenever it is told to, with nothing in its way but the kernel. */
const REACHING = `
  const { connect } = require('node:net');
  const { readFile } = require('node:fs/promises');
  const tried = (name, work) => work.then(() => name + ' done', ({ code }) => name + ' ' + code);
  process.on('message', async (port) => process.send(await Promise.all([
    tried('socket', new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject))),
    tried('file', readFile('/etc/hostname')),
  ])));
  process.send('ready');`;

it('a limited process opens neither socket nor file, and goes on with what it has open', async () => {
  const { port } = await listening(createServer());
  const child = spawn(process.execPath, ['-e', REACHING], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  const reaches = async (): Promise<unknown> => {
    child.send(port);
    return ((await once(child, 'message')) as readonly unknown[])[0];
  };
  expect(await reaches()).toEqual(['socket done', 'file done']);
  await limitProcess(toolOf('prlimit') ?? '', child.pid ?? 0, 256 << 20);
  expect(await reaches()).toEqual(['socket EMFILE', 'file EMFILE']);
});

/** Of sched(7), as /proc says it. */
const SCHED_OTHER = 0;
const SCHED_IDLE = 5;
/** The 41st field, behind the name, which may hold anything. */
const policyOf = (task: string): number => Number(readFileSync(`/proc/${task}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[38]);

const sessionOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[3]);

const isolatedFolder = resolve(import.meta.dirname, '../../src/plugin/isolated');

const childrenOf = (pid: number | undefined): readonly number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

/** Starts a plugin's process, and stays. */
const houseWith = (limits: object): string => `
  import { LIMITS } from '${isolatedFolder}/limits.ts';
  import { startProcess } from '${isolatedFolder}/process.ts';
  setInterval(() => {}, 1_000);
  (await startProcess({ ...LIMITS, ...${JSON.stringify(limits)} }, true)).pipe.once('data', () => console.log('booted'));`;

async function startedByHouse(limits: object = {}): Promise<{ readonly house: number; readonly pid: number; readonly killHouse: () => void }> {
  const house = spawn(process.execPath, ['--input-type=module', '-e', houseWith(limits)], { env: { ...process.env, DATABASE_URL: 'mysql://root:s3cret@db/parlor' }, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void house.kill('SIGKILL'));
  await once(house.stdout, 'data');
  const [spawner = 0] = childrenOf(house.pid);
  const [pid = 0] = childrenOf(spawner);
  return { house: house.pid ?? 0, pid, killHouse: () => void house.kill('SIGKILL') };
}

it('has a tenth of a core that somebody else wants, where it is to have a little', async () => {
  const { pid } = await startedByHouse({ priority: 'low' });
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  expect(threads.map((thread) => [getPriority(thread), policyOf(`${pid}/task/${thread}`)])).toEqual(threads.map(() => [constants.priority.PRIORITY_BELOW_NORMAL, SCHED_OTHER]));
});

it("a plugin's process knows nothing of the house's environment, gains no privilege, yields its core, and may read only the file that it begins with", async () => {
  const { house, pid } = await startedByHouse();
  const told = (name: string): string => readFileSync(`/proc/${pid}/${name}`, 'utf8');
  expect(told('environ')).toBe('');
  expect(told('status')).toMatch(/NoNewPrivs:\s+1\n/);
  expect(getPriority(pid)).toBe(constants.priority.PRIORITY_LOW);
  expect(readdirSync(`/proc/${pid}/task`).map((thread) => policyOf(`${pid}/task/${thread}`)).filter((policy) => policy !== SCHED_IDLE)).toEqual([]);
  // In a session of its own it would share the core evenly, whatever its policy.
  expect(sessionOf(pid)).toBe(sessionOf(house));
  const command = told('cmdline').split('\0');
  expect(command).toContain('--permission');
  expect(command.filter((word) => word.startsWith('--allow'))).toEqual([`--allow-fs-read=${isolatedFolder}/child/boot.mjs`]);
});

it("a plugin's process ends with its house, also where that has no moment to say so, and it none to hear it", async () => {
  const { killHouse, pid } = await startedByHouse();
  process.kill(pid, 'SIGSTOP');
  killHouse();
  await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5_000 }).toBe(false);
});
