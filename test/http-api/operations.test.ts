import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { isLoopback, networkOf } from '#http/client-address.ts';
import { createThrottle } from '#http/throttle.ts';
import { openHouse } from './support/house.ts';

it('lives while its event loop turns, whatever else is broken', async () => {
  const { call } = await openHouse({ health: { draining: () => true, checks: { store: () => Promise.reject(new Error('gone')) } } });
  expect((await call('GET', '/livez')).status).toBe(200);
});

it('is ready when everything it needs answers, and it is not on its way out', async () => {
  const state = { draining: false, store: true };
  const check = () => (state.store ? Promise.resolve() : Promise.reject(new Error('connection refused')));
  const { call } = await openHouse({ health: { draining: () => state.draining, checks: { store: check, presence: async () => {} } } });
  expect((await call('GET', '/readyz')).json).toEqual({ ready: true, draining: false, checks: { store: true, presence: true } });
  state.store = false;
  const down = await call('GET', '/readyz');
  expect([down.status, down.json]).toEqual([503, { ready: false, draining: false, checks: { store: false, presence: true } }]);
  expect(down.text).not.toContain('refused');
  Object.assign(state, { store: true, draining: true });
  expect((await call('GET', '/readyz')).status).toBe(503);
});

it('does not wait for a check that never answers', async () => {
  const { call } = await openHouse({ health: { draining: () => false, checks: { store: () => new Promise(() => {}) } } });
  expect((await call('GET', '/readyz')).json.checks).toEqual({ store: false });
});

it('shows its metrics to this machine, and to who knows the token', async () => {
  const { call } = await openHouse({ config: { metricsToken: 'scrape-me' } });
  const load = async (options: object) => (await call('GET', '/metrics', options)).status;
  expect((await call('GET', '/metrics')).text).toContain('process_cpu_seconds_total{node="node-1"}');
  expect(await load({ ip: '::ffff:127.0.0.1' })).toBe(200);
  expect(await load({ ip: '203.0.113.9' })).toBe(403);
  expect(await load({ headers: { 'x-forwarded-for': '203.0.113.9' } })).toBe(403);
  expect(await load({ ip: '203.0.113.9', headers: { authorization: 'Bearer scrape-me' } })).toBe(200);
  expect(await load({ ip: '203.0.113.9', headers: { authorization: 'Bearer scrape-m' } })).toBe(403);
});

it('has no metrics for strangers where no token is set', async () => {
  const { call } = await openHouse();
  expect((await call('GET', '/metrics', { ip: '10.0.0.8', headers: { authorization: 'Bearer null' } })).code).toBe('auth.forbidden');
});

it('answers nothing at addresses that it does not know', async () => {
  const { call } = await openHouse();
  for (const path of ['/api/v1/nothing', '/api/v1', '/api/v1/session/', '/metrics/x']) expect((await call('GET', path)).code, path).toBe('route.unknown');
});

it.each([
  ['127.0.0.1', true], ['127.9.9.9', true], ['::1', true], ['0000:0000:0000:0000:0000:0000:0000:0001', true], ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false], ['::2', false], ['', false], ['localhost', false], ['127.0.0.1.evil', false],
])('takes %j for this machine: %s', (ip, loopback) => {
  expect(isLoopback(ip)).toBe(loopback);
});

it('counts a /64 as one client, and each IPv4 address as another', () => {
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:0db8:0000:0000:ffff:ffff:ffff:ffff'));
  expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'));
  expect(networkOf('203.0.113.1')).not.toBe(networkOf('203.0.113.2'));
  expect(networkOf('0000:0000:0000:0000:0000:ffff:cb00:7101')).not.toBe(networkOf('0000:0000:0000:0000:0000:ffff:cb00:7102'));
});

it('refills a bucket over time and never over its brim', () => {
  const clock = { at: 0 };
  const throttle = createThrottle({ burst: 2, perSecond: 0.5 }, () => clock.at);
  expect([throttle.take('a'), throttle.take('a'), throttle.take('a'), throttle.take('b')]).toEqual([0, 0, 2, 0]);
  clock.at += 1_000_000;
  expect([throttle.take('a'), throttle.take('a'), throttle.take('a')]).toEqual([0, 0, 2]);
  throttle.giveBack('a');
  expect([throttle.take('a'), throttle.take('a')]).toEqual([0, 2]);
  throttle.forgive('a');
  expect([throttle.take('a'), throttle.take('a')]).toEqual([0, 0]);
});

/** Without garbage. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

it('keeps its memory flat under any number of addresses', () => {
  const throttle = createThrottle({ burst: 1, perSecond: 0 }, () => 0);
  const before = heapUsed();
  for (let n = 0; n < 300_000; n++) throttle.take(`client ${n}`);
  expect((heapUsed() - before) / 1024 / 1024).toBeLessThan(20);
  expect(throttle.take('client 299999')).toBeGreaterThan(0);
});
