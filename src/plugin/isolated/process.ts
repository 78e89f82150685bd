import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Limits } from './limits.ts';
import type { Look } from './spawner/orders.ts';
import { Spawner } from './spawner/spawner.ts';
import { dependent, toolOf } from './tools.ts';

/** The only file that the process may read. */
const BOOT = join(import.meta.dirname, 'child/boot.mjs');
/** The least is next to nothing beside others too: what is to have a little has a tenth beside one that wants a core. */
const NICENESS = { idle: constants.priority.PRIORITY_LOW, low: constants.priority.PRIORITY_BELOW_NORMAL } as const satisfies Record<Limits['priority'], number>;

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

/** Rejects where it cannot be started. */
export async function startProcess(limits: Limits, limited: boolean): Promise<IsolatedProcess> {
  const node = [
    process.execPath, '--permission', '--single-threaded-gc', `--allow-fs-read=${BOOT}`, '--disable-sigusr1', '--no-warnings', '--no-addons',
    `--max-old-space-size=${Math.ceil(limits.heap / (1 << 20))}`, BOOT,
  ];
  // At a low priority alone it would keep the core for its slice, some ms, while the house has a message to serve.
  const idle = limited && limits.priority === 'idle';
  const yielding = idle ? [toolOf('chrt') ?? '', '-i', '0'] : [];
  const command = limited ? [...yielding, ...dependent(), ...node] : node;
  const { ask, ended, pipe } = await Spawner.shared().start({ command, idle, niceness: NICENESS[limits.priority], withinMs: limits.boot });
  pipe.on('error', () => {}).unref();
  let killed: string | undefined;
  return {
    pipe,
    ended: ended.then((reason) => killed ?? reason),
    limit: async () => {
      if (limited) await ask({ do: 'limit', prlimit: toolOf('prlimit') ?? '', bytes: limits.data });
    },
    look: async () => (limited ? ((await ask({ do: 'look' }).catch(() => undefined))?.look ?? null) : null),
    kill: (reason) => {
      killed ??= reason;
      // Where nobody is there to do it, it has ended as well.
      ask({ do: 'kill' }).catch(() => {});
    },
  };
}
