import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createConnection as connectMysql } from 'mysql2/promise';

const hint = 'run through `npm test`, which starts private servers and sets it';

/** The variable's value, or an error that says how to provide it. */
export function requireEnv(name: 'PARLOR_TEST_REDIS_URL' | 'PARLOR_TEST_MYSQL_URL' | 'PARLOR_TEST_NGINX' | 'PARLOR_TEST_CHROMIUM'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ${hint}`);
  return value;
}

/** A fresh, empty database (utf8mb4) for the calling test; the server dies with the run, so nothing is dropped. */
export async function freshMysqlUrl(): Promise<string> {
  const url = new URL(requireEnv('PARLOR_TEST_MYSQL_URL'));
  const name = `parlor_${randomBytes(6).toString('hex')}`;
  const connection = await connectMysql(url.href);
  try {
    await connection.query(`create database ${name} character set utf8mb4`);
  } finally {
    await connection.end();
  }
  url.pathname = `/${name}`;
  return url.href;
}

/** run.ts starts Redis with this many databases; number 0 keeps the counter. */
export const redisDatabases = 10_000;

/**
 * A Redis database number that nobody else in this run uses. Channels are shared by all numbers,
 * so a subscriber needs a name of its own as well: {@link uniqueName}.
 */
export async function freshRedisUrl(): Promise<string> {
  const url = new URL(requireEnv('PARLOR_TEST_REDIS_URL'));
  const issued = await redisIncrement(url, 'parlor-test-databases');
  url.pathname = `/${1 + (issued % (redisDatabases - 1))}`;
  return url.href;
}

/** A short random name, safe in keys, channels and file names. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}

/** One inline command over a plain socket: no client library to configure or to close. */
async function redisIncrement(url: URL, key: string): Promise<number> {
  const socket = createConnection(Number(url.port), url.hostname);
  try {
    socket.write(`INCR ${key}\r\n`);
    const [reply] = (await once(socket, 'data')) as [Buffer];
    const match = /^:(\d+)\r\n$/.exec(reply.toString());
    if (!match) throw new Error(`unexpected answer from Redis: ${reply.toString()}`);
    return Number(match[1]);
  } finally {
    socket.destroy();
  }
}
