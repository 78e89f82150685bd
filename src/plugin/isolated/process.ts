import { execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { constants as osConstants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Limits } from './limits.ts';

/** The only file that the process may read. */
const BOOT = join(import.meta.dirname, 'child/boot.mjs');
const PAGE_BYTES = 4_096;
/** The least is next to nothing beside others too: what is to have a little has a tenth beside one that wants a core. */
const NICENESS = { idle: osConstants.priority.PRIORITY_LOW, low: osConstants.priority.PRIORITY_BELOW_NORMAL } as const satisfies Record<Limits['priority'], number>;
/** Of /proc/<pid>/stat: time on a core is counted in hundredths of a second. */
const TICK_MS = 10;

/** Bytes that are resident; ms that it has spent on a core, and that its main thread has been there or has waited for one; how often that thread went to sleep. */
export interface Look {
  readonly resident: number;
  readonly cpu: number;
  readonly wanted: number;
  readonly sleeps: number;
}

/** One process; what it is told and says goes through `pipe`. */
export interface IsolatedProcess {
  readonly pipe: Socket;
  /** Resolves with why it ended. */
  readonly ended: Promise<string>;
  /** Takes away what it may not have any more: files and sockets that it does not have open, and memory. */
  limit(): Promise<void>;
  /** Null where nobody can say, or it has ended. */
  look(): Promise<Look | null>;
  kill(reason: string): void;
}

/** Whether this machine can hold a process to its limits; else why not. */
export function whyUnlimited({ priority }: Pick<Limits, 'priority'>): string | null {
  if (process.platform !== 'linux') return `${process.platform} has no limits that could be set on a process: Linux has`;
  for (const name of ['prlimit', 'setpriv', ...(priority === 'idle' ? ['chrt'] : [])]) if (toolOf(name) === null) return `${name} is missing: install util-linux`;
  return null;
}

/** `code` is what it runs: {@link ownCode}. */
export function startProcess(code: Buffer, limits: Limits, limited: boolean): IsolatedProcess {
  const node = [
    process.execPath, '--permission', '--single-threaded-gc', `--allow-fs-read=${BOOT}`, '--disable-sigusr1', '--no-warnings', '--no-addons',
    `--max-old-space-size=${Math.ceil(limits.heap / (1 << 20))}`, BOOT,
  ];
  // It dies with its house, and gains nothing by running what is setuid.
  const dependent = [toolOf('setpriv') ?? '', '--pdeathsig', 'KILL', '--no-new-privs', ...node];
  // At a low priority alone it would keep the core for its slice, some ms, while the house has a message to serve.
  const yielding = limits.priority === 'idle' ? [toolOf('chrt') ?? '', '-i', '0', ...dependent] : dependent;
  const [command = '', ...args] = limited ? yielding : node;
  const child = spawn(command, args, { env: {}, cwd: '/', stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
  child.unref();
  let killed: string | undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  child.once('error', (error) => end(`it could not be started: ${error.message}`));
  child.once('exit', (code, signal) => end(killed ?? reasonOf(code, signal)));
  const pipe = child.stdio[3] as Socket; // as spawned
  pipe.on('error', () => {}).unref();
  child.stdin?.on('error', () => {}).end(code);
  // A loop that never ends must not have the node's core. Where it cannot be lowered it stays as it is.
  if (child.pid !== undefined) yields(child.pid, NICENESS[limits.priority]);
  return {
    pipe, ended,
    limit: async () => {
      if (!limited || child.pid === undefined) return;
      await limitProcess(child.pid, limits.data);
    },
    look: async () => {
      if (!limited || child.pid === undefined) return null;
      try {
        const [memory = '', stat = '', schedule = '', status = ''] = await Promise.all(['statm', 'stat', 'schedstat', 'status'].map((name) => readFile(`/proc/${child.pid}/${name}`, 'utf8')));
        // Behind the name, which may hold anything.
        const times = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const [ran = 0, waited = 0] = schedule.split(' ').map(Number);
        return { resident: Number(memory.split(' ')[1]) * PAGE_BYTES, cpu: (Number(times[11]) + Number(times[12])) * TICK_MS, wanted: (ran + waited) / 1e6, sleeps: Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0) };
      } catch {
        return null;
      }
    },
    kill: (reason) => {
      killed ??= reason;
      child.kill('SIGKILL');
    },
  };
}

/** Nothing can be opened any more, no file and no socket; `bytes` of data are what it may have more than now. */
export async function limitProcess(pid: number, bytes: number): Promise<void> {
  const data = Number(/VmData:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  await promisify(execFile)(toolOf('prlimit') ?? '', ['--pid', String(pid), '--nofile=0:0', '--core=0:0', `--data=${data + bytes}`]);
}

function yields(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not let us.
  }
}

/** How Node and the kernel end what takes too much. */
function reasonOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGSEGV' || code === 134 || code === 133) return 'out of memory';
  return signal === null ? `it ended by itself, with ${code}` : `it was ended by ${signal}`;
}

function toolOf(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => isProgram(path)) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
