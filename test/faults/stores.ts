import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/ports.ts';
import { findProgram, runQuietly, stop } from '../support/processes.ts';

/** Long enough for InnoDB to recover from `kill -9`. */
const UP_WITHIN_MS = 30_000;

/** MariaDB or Redis on a port of its own, that may be ended, started again on its data, and paused. */
export class Daemon {
  readonly name: string;
  readonly port: number;
  readonly #program: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(name: string, port: number, program: string, args: readonly string[]) {
    this.name = name;
    this.port = port;
    this.#program = program;
    this.#args = args;
  }

  static async redis(dir: string): Promise<Daemon> {
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--appendonly', 'no', '--loglevel', 'warning', '--save', ''];
    return new Daemon('redis', port, found('redis-server'), args);
  }

  /** Durable at commit, as in production. */
  static async mariadb(dir: string): Promise<Daemon> {
    const port = await freePort();
    const common = ['--no-defaults', `--datadir=${join(dir, 'mariadb')}`, ...(process.getuid?.() === 0 ? ['--user=root'] : [])];
    await runQuietly(found('mariadb-install-db'), [...common, '--auth-root-authentication-method=normal', '--skip-test-db']);
    return new Daemon('database', port, found('mariadbd'), [
      // A server that starts, or is installed, clears its temporary folder of what others have open.
      ...common, `--tmpdir=${dir}`, '--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(dir, 'mariadb.sock')}`, `--pid-file=${join(dir, 'mariadb.pid')}`,
      `--log-error=${join(dir, 'mariadb.log')}`, '--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=256M',
      '--innodb-log-file-size=96M', '--skip-log-bin', '--max-connections=400', '--skip-name-resolve',
    ]);
  }

  /** Resolves when it accepts connections. */
  async start(): Promise<void> {
    const child = spawn(this.#program, this.#args, { stdio: 'ignore' });
    this.#child = child;
    for (const deadline = Date.now() + UP_WITHIN_MS; Date.now() < deadline;) {
      if (child.exitCode !== null) throw new Error(`${this.name} ended with ${child.exitCode} before it listened`);
      if (await accepts(this.port)) return;
      await sleep(20);
    }
    throw new Error(`${this.name} did not listen within ${UP_WITHIN_MS} ms`);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    this.resume();
    if (this.#child !== undefined) await stop(this.#child);
  }
}

function found(program: string): string {
  const path = findProgram(program);
  if (path === undefined) throw new Error(`${program} is missing: run \`npm test\` once as root, or install it`);
  return path;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
