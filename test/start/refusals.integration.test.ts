import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { serverEntry } from '../support/packed-server.ts';
import { freePort } from '../support/ports.ts';
import { serverEnv } from '../support/server-env.ts';
import { tempDir } from '../support/temp.ts';

/** Runs the server until it ends by itself. */
function run(env: Readonly<Record<string, string>>, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [serverEntry(), ...args], { env: { ...serverEnv, HOST: '127.0.0.1', PORT: '0', ...env } }, (_, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** Exactly one line, and the exit code 1. */
const refusal = (words: string) => ({ code: 1, err: expect.stringMatching(new RegExp(`^[^\\n]*${words}[^\\n]*\\n$`)) });

it('loses no password when its port is in use', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const env = { DATA_DIR: await tempDir() };
  expect(await run({ ...env, PORT: String(port) })).toMatchObject(refusal(`port ${port} is in use.*PORT`));
  const reset = await run(env, '--reset-admin-password');
  expect(reset).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/admin\n.*([A-Z2-9]{4}-){3}[A-Z2-9]{4}/) });
});

it('names a data folder that is none, and shows its stack only to whoever debugs', async () => {
  const DATA_DIR = join(await tempDir(), 'file');
  await writeFile(DATA_DIR, '');
  expect(await run({ DATA_DIR })).toMatchObject(refusal(DATA_DIR));
  expect((await run({ DATA_DIR, LOG_LEVEL: 'debug' })).err).toMatch(/\n\s+at /);
});

it('says where there is no database and no Redis, without their passwords', async () => {
  const port = await freePort();
  const DATABASE_URL = `mysql://parlor:s3cret@127.0.0.1:${port}/parlor`;
  const [database, redis] = await Promise.all([run({ DATABASE_URL }), run({ DATABASE_URL, REDIS_URL: `redis://:s3cret@127.0.0.1:${port}` })]);
  expect(database).toMatchObject(refusal(`the database at 127.0.0.1:${port}/parlor cannot be used: ECONNREFUSED`));
  expect(redis).toMatchObject(refusal(`the Redis at 127.0.0.1:${port} cannot be used: .*ECONNREFUSED`));
  expect(database.err + redis.err).not.toContain('s3cret');
});

it('refuses a weak password before there is a database, and flags that it does not know', async () => {
  const DATA_DIR = join(await tempDir(), 'data');
  const weak = await run({ DATA_DIR, ADMIN_PASSWORD: 'short' });
  expect(weak).toMatchObject({ code: 1, err: expect.stringContaining('ADMIN_PASSWORD') });
  expect(await run({ DATA_DIR }, '--bogus')).toMatchObject(refusal("'--bogus' is not understood"));
  expect(existsSync(DATA_DIR)).toBe(false);
});

it('has no password to reset before the first start', async () => {
  expect(await run({ DATA_DIR: await tempDir() }, '--reset-admin-password')).toMatchObject(refusal('no administrator yet'));
});
