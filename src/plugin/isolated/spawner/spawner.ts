import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { dependent, yields } from '../tools.ts';
import type { Order, Told } from './orders.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
/** Without a process for so long it is not kept, ms. */
const IDLE_MS = 30_000;

/** Without what only the two of them know. */
export type StartOrder = Omit<Extract<Order, { do: 'start' }>, 'do' | 'id'>;
type Done = Extract<Told, { t: 'done' }> & { readonly pipe?: Socket | undefined };

export interface Spawned {
  readonly pipe: Socket;
  /** Resolves with why it ended. */
  readonly ended: Promise<string>;
  /** One that has ended answers as well: with nothing. */
  ask(order: { readonly do: 'look' | 'kill' } | { readonly do: 'limit'; readonly prlimit: string; readonly bytes: number }): Promise<Done>;
}

/**
 * The house's end of the process that starts those of plugins. To start one stops all of who does it while the kernel copies
 * its tables: 15 to 60 ms of a house with 300 MB, and 3 of a process that holds nothing. There while it is needed.
 */
export class Spawner {
  static #shared: Spawner | undefined;
  readonly #process: ChildProcess;
  readonly #asked = new Map<number, PromiseWithResolvers<Done>>();
  readonly #running = new Map<number, (reason: string) => void>();
  #last = 0;
  #over: Error | undefined;
  #idle: NodeJS.Timeout | undefined;

  private constructor() {
    const [execPath, ...wrapped] = [...dependent(), process.execPath];
    const execArgv = [...wrapped, '--no-warnings', '--single-threaded-gc'];
    // In the house's own session: one of its own would share a core with the house evenly, whatever its priority (autogroup, in sched(7)).
    this.#process = fork(MAIN, [], { execPath, execArgv, env: {}, cwd: '/', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#process.unref();
    this.#process.channel?.unref();
    this.#process.on('message', (told: Told, pipe?: Socket) => this.#hear(told, pipe));
    this.#process.on('error', (error) => this.#end(error.message));
    this.#process.on('exit', (code, signal) => this.#end(`it ended (${code ?? signal})`));
    yields(this.#process.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }

  /** The one of this house. */
  static shared(): Spawner {
    if (Spawner.#shared === undefined || Spawner.#shared.#over !== undefined) Spawner.#shared = new Spawner();
    return Spawner.#shared;
  }

  /** Rejects where it could not be started. */
  async start(order: StartOrder): Promise<Spawned> {
    const id = ++this.#last;
    const { promise: ended, resolve: end } = Promise.withResolvers<string>();
    this.#running.set(id, end);
    try {
      const { pipe } = await this.#ask({ ...order, do: 'start', id });
      if (pipe === undefined) throw new Error('it has ended already');
      // Where only the spawner has, and the kernel does not end what it started, this does.
      void ended.then(() => pipe.destroy());
      void this.#ask({ do: 'run', id }).catch(() => {});
      return { pipe, ended, ask: (asked) => this.#ask({ ...asked, id }) };
    } catch (error) {
      this.#ended(id, '');
      throw error;
    }
  }

  #ask(order: Order): Promise<Done> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    clearTimeout(this.#idle);
    const n = ++this.#last;
    const done = Promise.withResolvers<Done>();
    this.#asked.set(n, done);
    this.#process.send({ n, order });
    return done.promise;
  }

  #hear(told: Told, pipe: Socket | undefined): void {
    if (told.t === 'ended') return this.#ended(told.id, told.reason);
    const asked = this.#asked.get(told.n);
    this.#asked.delete(told.n);
    if (told.t === 'done') asked?.resolve({ ...told, pipe });
    else asked?.reject(new Error(told.reason));
  }

  #ended(id: number, reason: string): void {
    this.#running.get(id)?.(reason);
    this.#running.delete(id);
    if (this.#running.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#end('nobody needs it');
      this.#process.kill();
    }, IDLE_MS);
    this.#idle.unref();
  }

  #end(reason: string): void {
    this.#over ??= new Error(`what starts the processes of plugins is not there: ${reason}`);
    clearTimeout(this.#idle);
    for (const { reject } of this.#asked.values()) reject(this.#over);
    this.#asked.clear();
    for (const end of this.#running.values()) end(this.#over.message);
    this.#running.clear();
  }
}
