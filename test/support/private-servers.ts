import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.ts';
import { findProgram, runQuietly, stop } from './processes.ts';
import type { ServiceName } from './projects.ts';
import { redisDatabases } from './services.ts';

export type Service = { variable: string; value: string; stop(): Promise<void> };

/** Starts (or finds) one service below `dir`; undefined where its program is missing. */
export const startService: Record<ServiceName, (dir: string) => Promise<Service | undefined>> = {
  redis: async (dir) => given('PARLOR_TEST_REDIS_URL') ?? (await startRedis(dir)),
  mysql: async (dir) => given('PARLOR_TEST_MYSQL_URL') ?? (await startMariadb(dir)),
  nginx: async () => given('PARLOR_TEST_NGINX') ?? found('PARLOR_TEST_NGINX', 'nginx'),
  activemq: async () => found('PARLOR_TEST_ACTIVEMQ', 'activemq'),
  rabbitmq: async () => found('PARLOR_TEST_RABBITMQ', 'rabbitmq-server'),
  chromium: async () => given('PARLOR_TEST_CHROMIUM') ?? found('PARLOR_TEST_CHROMIUM', 'chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'),
};

/** A service that the caller's environment names is used, and left running. */
function given(variable: string): Service | undefined {
  const value = process.env[variable];
  return value ? { variable, value, stop: async () => {} } : undefined;
}

/** A program that each test starts by itself. */
function found(variable: string, ...programs: string[]): Service | undefined {
  const value = findProgram(...programs);
  return value ? { variable, value, stop: async () => {} } : undefined;
}

async function startRedis(dir: string): Promise<Service | undefined> {
  const program = findProgram('redis-server');
  if (!program) return undefined;
  const port = await freePort();
  const options = { port, bind: '127.0.0.1', dir, databases: redisDatabases, appendonly: 'no', loglevel: 'warning' };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, [...args, '--save', ''], { stdio: ['ignore', 'ignore', 'inherit'] });
  await listening(child, port);
  return { variable: 'PARLOR_TEST_REDIS_URL', value: `redis://127.0.0.1:${port}`, stop: () => stop(child) };
}

/** Durable at commit as in production, since tests assert it; small in everything else. */
async function startMariadb(dir: string): Promise<Service | undefined> {
  const program = findProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  if (!program || !install) return undefined;
  const data = join(dir, 'mariadb');
  const common = ['--no-defaults', `--datadir=${data}`, ...(process.getuid?.() === 0 ? ['--user=root'] : [])];
  await runQuietly(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db']);
  const port = await freePort();
  const child = spawn(
    program,
    [
      ...common,
      // A server that starts clears its temporary folder of what others have open.
      `--tmpdir=${dir}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(dir, 'mariadb.sock')}`,
      `--pid-file=${join(dir, 'mariadb.pid')}`,
      `--log-error=${join(dir, 'mariadb.log')}`,
      '--innodb-flush-log-at-trx-commit=1',
      '--innodb-buffer-pool-size=128M',
      '--innodb-log-file-size=64M',
      '--skip-log-bin',
      '--max-connections=400',
    ],
    { stdio: 'ignore' },
  );
  await listening(child, port);
  return { variable: 'PARLOR_TEST_MYSQL_URL', value: `mysql://root@127.0.0.1:${port}`, stop: () => stop(child) };
}

async function listening(child: ChildProcess, port: number, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode} before it listened`);
    if (await accepts(port)) return;
    await sleep(50);
  }
  await stop(child);
  throw new Error(`${child.spawnfile} did not listen within ${withinMs} ms`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
