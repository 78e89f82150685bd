/** Run by itself, beside the house, which asks over IPC: starts the processes of plugins, looks at them, ends them. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { messageOf } from '../../error-text.ts';
import { ownCode } from '../code.ts';
import { yields } from '../tools.ts';
import { IdleGroup } from './idle-group.ts';
import { limitProcess } from './limit.ts';
import { lookAt } from './look.ts';
import type { Asked, Order, Told } from './orders.ts';

/** Those that have not ended; and the code of those that wait for it. */
const children = new Map<number, ChildProcess>();
const waiting = new Map<number, Buffer>();
const idleGroup = IdleGroup.open();

const tell = (told: Told, pipe?: Socket): void => void process.send?.(told, pipe);

async function start({ command: [file = '', ...args], id, idle, niceness, withinMs }: Extract<Order, { do: 'start' }>): Promise<Socket> {
  const code = await ownCode(withinMs);
  const child = spawn(file, args, { env: {}, cwd: '/', stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
  const ended = (reason: string): void => {
    children.delete(id);
    waiting.delete(id);
    tell({ t: 'ended', id, reason });
  };
  child.once('exit', (status, signal) => ended(reasonOf(status, signal)));
  child.stdin?.on('error', () => {});
  if (child.pid === undefined) throw await new Promise((resolve) => child.once('error', resolve));
  children.set(id, child);
  waiting.set(id, code);
  // A loop that never ends must not have the node's core. Where it cannot be lowered it stays as it is.
  yields(child.pid, niceness);
  if (idle) idleGroup?.take(child.pid);
  return child.stdio[3] as Socket; // as spawned
}

/** It can say nothing before it has its code: nothing that it says is read here. */
function run(id: number): void {
  children.get(id)?.stdin?.end(waiting.get(id));
  waiting.delete(id);
}

async function done({ n, order }: Asked): Promise<void> {
  const pid = children.get(order.id)?.pid;
  switch (order.do) {
    case 'start': return tell({ t: 'done', n }, await start(order));
    case 'run': run(order.id); break;
    case 'limit': if (pid !== undefined) await limitProcess(order.prlimit, pid, order.bytes); break;
    case 'look': return tell({ t: 'done', n, look: pid === undefined ? null : lookAt(pid) });
    case 'kill': children.get(order.id)?.kill('SIGKILL');
  }
  tell({ t: 'done', n });
}

process.on('message', (asked: Asked) => {
  done(asked).catch((error: unknown) => tell({ t: 'failed', n: asked.n, reason: messageOf(error) }));
});
// A Ctrl-C is for the house, which may still need what runs.
process.on('SIGINT', () => {});
// Without its house there is nothing to do. Where the kernel does not end them with it, it does so itself.
process.on('disconnect', () => {
  for (const child of children.values()) child.kill('SIGKILL');
  process.exit();
});

/** How Node and the kernel end what takes too much. */
function reasonOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGSEGV' || code === 134 || code === 133) return 'out of memory';
  return signal === null ? `it ended by itself, with ${code}` : `it was ended by ${signal}`;
}
