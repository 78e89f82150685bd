import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { redisOptions } from '#cluster/redis-options.ts';
import { reachRedis } from '#src/reach-redis.ts';
import { StartError } from '#src/start-error.ts';
import { freePort } from '../support/ports.ts';

/** Something on a port that gives one answer a connection; and what it was told. */
async function answering(answer: string | null): Promise<{ port: number; told: () => string }> {
  let told = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      told += chunk.toString();
      if (answer === null) socket.end();
      else socket.write(answer);
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, told: () => told };
}

it('is content with a Redis that answers, with and without a password', async () => {
  const open = await answering('+PONG\r\n');
  await reachRedis(redisOptions(`redis://127.0.0.1:${open.port}`));
  expect(open.told()).toBe('*1\r\n$4\r\nPING\r\n');
  const locked = await answering('+OK\r\n+PONG\r\n');
  await reachRedis(redisOptions(`redis://user:s3%20cret@127.0.0.1:${locked.port}/2`));
  expect(locked.told()).toBe('*3\r\n$4\r\nAUTH\r\n$4\r\nuser\r\n$7\r\ns3 cret\r\n*1\r\n$4\r\nPING\r\n');
});

it.each([
  ['-WRONGPASS invalid username-password pair.\r\n-NOAUTH Authentication required.\r\n', 'WRONGPASS'],
  [null, 'closed the connection'],
  [`HTTP/1.1 400 Bad Request${' '.repeat(5_000)}`, 'does not speak like a Redis'],
])('says what %j means, without the password', async (answer, words) => {
  const { port } = await answering(answer);
  const refusal = await reachRedis(redisOptions(`redis://:s3cret@127.0.0.1:${port}`)).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  expect(refusal).toMatchObject({ message: expect.stringMatching(`^the Redis at 127.0.0.1:${port} cannot be used: .*${words}.*\\. Check REDIS_URL\\.$`) });
  expect(String(refusal)).not.toContain('s3cret');
});

it('says where nothing listens', async () => {
  const port = await freePort();
  await expect(reachRedis(redisOptions(`redis://localhost:${port}`))).rejects.toThrow(`the Redis at localhost:${port} cannot be used: connect ECONNREFUSED`);
});
