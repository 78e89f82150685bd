import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

export const TASKSET = '/usr/bin/taskset';

/** The server's core with all its threads, and the generator's. */
export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

/** Pinning keeps the two from each other; without a second core or taskset they share, and the report says so. */
export const canPin: boolean = existsSync(TASKSET) && availableParallelism() > 1;

/** A Node process of the bench on a core of its own, which speaks over IPC and ends with us. */
export class Child {
  readonly #process: ChildProcess;
  readonly #failed: Promise<never>;

  constructor(file: string, core: number, { env = {}, flags = [] }: { readonly env?: Readonly<Record<string, string>>; readonly flags?: readonly string[] } = {}) {
    const command = [process.execPath, ...flags];
    const [execPath = process.execPath, ...execArgv] = canPin ? [TASKSET, '-c', String(core), ...command] : command;
    this.#process = fork(new URL(file, import.meta.url), [], {
      execPath, execArgv, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#failed = new Promise((_, reject) => {
      this.#process.on('error', reject);
      this.#process.on('exit', (code, signal) => reject(new Error(`${file} ended (${code ?? signal})`)));
    });
    this.#failed.catch(() => {});
  }

  /** taskset becomes the process that it starts, so this is Node's. */
  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error('the process did not start');
    return pid;
  }

  /** The next message. */
  async next<T>(): Promise<T> {
    const message = once(this.#process, 'message').then(([first]) => first as T);
    return Promise.race([message, this.#failed]);
  }

  ask<T>(request: object): Promise<T> {
    const answer = this.next<T>();
    this.#process.send(request);
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 20_000);
    await gone;
    clearTimeout(timer);
  }
}
