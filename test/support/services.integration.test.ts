import { createConnection } from 'mysql2/promise';
import { afterEach, expect, it, vi } from 'vitest';
import { freshMysqlUrl, freshRedisUrl, requireEnv } from './services.ts';

afterEach(() => vi.unstubAllEnvs());

it('hands out an empty MySQL database each time, durable at commit', async () => {
  const [first, second] = [await freshMysqlUrl(), await freshMysqlUrl()];
  expect(first).not.toBe(second);
  const connection = await createConnection(first);
  const [tables] = await connection.query('show tables');
  const [flush] = await connection.query("show variables like 'innodb_flush_log_at_trx_commit'");
  await connection.end();
  expect([tables, flush]).toMatchObject([[], [{ Value: '1' }]]);
});

it('hands out a Redis database of its own each time', async () => {
  const urls = await Promise.all([freshRedisUrl(), freshRedisUrl(), freshRedisUrl()]);
  expect(new Set(urls).size).toBe(3);
  for (const url of urls) expect(url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+\/[1-9]\d*$/);
});

it('says how to provide what is missing', () => {
  vi.stubEnv('PARLOR_TEST_REDIS_URL', '');
  expect(() => requireEnv('PARLOR_TEST_REDIS_URL')).toThrow('PARLOR_TEST_REDIS_URL is not set: run through `npm test`');
});
