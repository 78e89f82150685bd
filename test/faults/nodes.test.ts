import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { environmentOf } from './nodes.ts';

const proxies = { clients: { port: 1 }, redis: { port: 2 }, database: { port: 3 }, peers: { port: 4 } };
const environment = (clockOffMs: number) => environmentOf({ name: 'node-1', database: 'parlor', env: {}, dir: '/tmp' }, 5, proxies, clockOffMs);

it('is reached by the other nodes, and reaches what it needs, through proxies', () => {
  expect(environment(0)).toMatchObject({ PORT: '5', NODE_URL: 'ws://127.0.0.1:4', REDIS_URL: 'redis://127.0.0.1:2', DATABASE_URL: 'mysql://node-1@127.0.0.1:3/parlor' });
  expect(environment(0)).not.toHaveProperty('NODE_OPTIONS');
});

it.each([3_600_000, -3_600_000])('starts with a clock that is %i ms off, until it is set right', async (offMs) => {
  const script = `const seen = [Date.now()]; process.on('SIGUSR2', () => { console.log(JSON.stringify([...seen, Date.now()])); process.exit(0); });
    setInterval(() => {}, 1_000); process.kill(process.pid, 'SIGUSR2');`;
  const { NODE_OPTIONS, CLOCK_OFF_MS } = environment(offMs);
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env: { NODE_OPTIONS, CLOCK_OFF_MS } });
  const [off, right] = JSON.parse(stdout) as [number, number];
  expect(Math.abs(off - offMs - Date.now())).toBeLessThan(60_000);
  expect(Math.abs(right - Date.now())).toBeLessThan(60_000);
});
