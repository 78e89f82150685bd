import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { GENERATOR_CORE, TASKSET, canPin } from './child.ts';
import type { Options } from './options.ts';

/** Away from the nodes, and from the generator where there are cores enough. */
const CORES = availableParallelism() > 2 ? `2-${availableParallelism() - 1}` : String(GENERATOR_CORE);
const START_MS = 30_000;

/** A MariaDB and a Redis for nodes that share them: given, or started for this bench and gone after it. */
export class Services {
  readonly redis: string;
  /** Empty where they were given: their CPU is not known then. */
  readonly pids: readonly number[];
  readonly #mysql: string;
  readonly #children: readonly ChildProcess[];
  readonly #dir: string | null;

  private constructor(addresses: { readonly mysql: string; readonly redis: string }, children: readonly ChildProcess[], dir: string | null) {
    this.redis = addresses.redis;
    this.#mysql = addresses.mysql;
    this.#children = children;
    this.pids = children.flatMap(({ pid }) => pid ?? []);
    this.#dir = dir;
  }

  static async start({ store, redis, data }: Pick<Options, 'store' | 'redis' | 'data'>): Promise<Services> {
    if (redis !== null) return new Services({ mysql: store, redis }, [], null);
    const dir = await mkdtemp(join(data, 'parlor-bench-services-'));
    const children: ChildProcess[] = [];
    try {
      const [mysqlPort, redisPort] = [await freePort(), await freePort()];
      children.push(startMariadb(dir, mysqlPort), startRedis(dir, redisPort));
      await Promise.all([listening(mysqlPort), listening(redisPort)]);
      return new Services({ mysql: `mysql://root@127.0.0.1:${mysqlPort}/`, redis: `redis://127.0.0.1:${redisPort}` }, children, dir);
    } catch (error) {
      await end(children, dir);
      throw error;
    }
  }

  /** The address of a database that holds nothing yet, on the same server. */
  async emptyDatabase(): Promise<string> {
    const url = new URL(this.#mysql);
    const name = `parlor_bench_${randomBytes(5).toString('hex')}`;
    const connection = await createConnection({ host: url.hostname, port: Number(url.port || 3306), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) });
    try {
      await connection.query(`create database ${name} character set utf8mb4`);
    } finally {
      await connection.end();
    }
    url.pathname = `/${name}`;
    return url.href;
  }

  stop(): Promise<void> {
    return end(this.#children, this.#dir);
  }
}

/** Durable at commit, as in production; small in everything else. */
function startMariadb(dir: string, port: number): ChildProcess {
  const data = join(dir, 'mariadb');
  const common = ['--no-defaults', `--datadir=${data}`, ...(process.getuid?.() === 0 ? ['--user=root'] : [])];
  execFileSync('mariadb-install-db', [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'ignore' });
  return start('mariadbd', [
    // A server that starts clears its temporary folder of what others have open.
    ...common, `--tmpdir=${dir}`, '--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(dir, 'mariadb.sock')}`, `--pid-file=${join(dir, 'mariadb.pid')}`,
    `--log-error=${join(dir, 'mariadb.log')}`, '--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=512M', '--innodb-log-file-size=256M', '--skip-log-bin',
  ]);
}

const startRedis = (dir: string, port: number): ChildProcess =>
  start('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no', '--loglevel', 'warning']);

function start(program: string, args: readonly string[]): ChildProcess {
  const child = canPin ? spawn(TASKSET, ['-c', CORES, program, ...args], { stdio: 'ignore' }) : spawn(program, args, { stdio: 'ignore' });
  child.on('error', () => {}); // said by whoever waits for its port
  return child;
}

async function listening(port: number): Promise<void> {
  for (const deadline = performance.now() + START_MS; performance.now() < deadline; await sleep(50)) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(() => true, () => false);
    socket.destroy();
    if (open) return;
  }
  throw new Error('mariadbd and redis-server did not both start: install them, or name your own with --store mysql://... and --redis redis://...');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function end(children: readonly ChildProcess[], dir: string | null): Promise<void> {
  await Promise.all(children.map(async (child) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }));
  if (dir !== null) await rm(dir, { recursive: true, force: true });
}
