import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Limits } from '#plugin/isolated/limits.ts';
import { testPlugin } from '#plugin/testing.ts';
import { isolated, sourcesOf, useIsolated } from './support/isolated.ts';

const SOON = { timeout: 30_000 };

const sources = sourcesOf('test/plugin/hostile');
const LOOKED_AFTER: Partial<Limits> = { lookEvery: 20, restart: 1 };

async function hostile(name: string, config: Readonly<Record<string, unknown>> = {}, limits: Partial<Limits> = {}) {
  const logs: string[] = [];
  const plugin = await isolated(`${name}.js`, sources, { limits: { ...LOOKED_AFTER, ...limits }, log: (text) => void logs.push(text) });
  return { tested: await testPlugin(plugin, { config }), logs };
}

const crashed = (reason: string): object => ({ refusal: { code: 'plugin.crashed', meta: { reason } } });
const LOOPED = crashed('it ran for 0.2 s without answering');

describe('one that reaches out', () => {
  const opened = useIsolated('reaches.js', sources, { limits: LOOKED_AFTER });

  it('reaches no file, no socket, no other process, and nothing of the real one', async () => {
    const tested = await testPlugin(opened());
    await tested.run('reach');
    expect(tested.data.get('reached')).toEqual([]);
  });

  it('gets no further with its ctx than its grant', async () => {
    const tested = await testPlugin(opened());
    await expect(tested.run('forbidden')).rejects.toMatchObject({ code: 'plugin.not-granted' });
    expect(tested.denied).toEqual(['http.request']);
  });
});

it('goes on when it throws where nobody waits, and says so', async () => {
  const { tested, logs } = await hostile('reaches');
  await tested.run('timers');
  await expect.poll(() => logs.toSorted(), SOON).toEqual(['an uncaught exception: much later', 'an unhandled rejection: nobody waits']);
});

it('is ended when it loops without end in a filter; the message goes on, and so do those after it', async () => {
  const { tested } = await hostile('loops', { where: 'filter' }, { silentCpu: 200 });
  expect([await tested.post('one'), await tested.post('two'), await tested.post('three')]).toEqual(['one', 'two', 'three']);
  expect(tested.errors.length).toBeGreaterThan(0);
});

it('is ended when it loops without end in an observer, and switched off when it does it again and again', async () => {
  const { tested } = await hostile('loops', { where: 'observer' }, { silentCpu: 200, deaths: 3 });
  await tested.happens({ type: 'message.posted', body: { text: 'hi' } });
  expect(tested.errors.map(String)).toContainEqual(expect.stringContaining('its process ended 3 times within 60 s, at last: it ran for 0.2 s without answering'));
});

it('is ended when it loops without end in a job', async () => {
  const { tested } = await hostile('loops', { where: 'job' }, { silentCpu: 200 });
  await expect(tested.run('turn')).rejects.toMatchObject(LOOPED);
});

it('cannot be switched on when it loops without end in activate', async () => {
  await expect(hostile('loops', { where: 'activate' }, { silentCpu: 200 })).rejects.toMatchObject(LOOPED);
});

it('is heard with what it said last before it loops', async () => {
  const logs: string[] = [];
  const said = "console.log('here it begins'); for (;;);";
  await expect(isolated('loop.js', { 'loop.js': said }, { limits: { silentCpu: 200, lookEvery: 20 }, log: (text) => void logs.push(text) })).rejects.toMatchObject(LOOPED);
  expect(logs).toEqual(['here it begins']);
});

it('cannot be loaded when it loops without end as it is loaded', async () => {
  await expect(isolated('loop.js', { 'loop.js': 'for (;;);' }, { limits: { silentCpu: 200, lookEvery: 20 } })).rejects.toMatchObject(LOOPED);
});

it('is ended when it answers no more, even if it does nothing', async () => {
  const asleep = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
  await expect(isolated('asleep.js', { 'asleep.js': asleep }, { limits: { silent: 300, lookEvery: 20 } })).rejects.toMatchObject(crashed('it did not answer for 0.3 s'));
});

it('is ended when it never rests', async () => {
  const { tested } = await hostile('floods', { how: 'console' }, { restless: 500, deaths: 2 });
  await expect.poll(() => tested.errors.map(String), SOON).toContainEqual(expect.stringContaining('it did not rest for 0.5 s'));
});

it('is waited for by no message while it does not rest', async () => {
  const { tested } = await hostile('floods', { how: 'console' }, { restless: 1_000, deaths: 1_000 });
  await expect.poll(async () => {
    await tested.post('hi');
    return tested.errors.map((error) => (error as { readonly refusal?: { readonly meta?: object } }).refusal?.meta);
  }, SOON).toContainEqual({ reason: 'it does not rest' });
});

it('is waited for by a message no longer than its limit says', async () => {
  const { tested } = await hostile('silent', {}, { filter: 50 });
  expect(await tested.post('hi')).toBe('hi');
  expect(tested.errors.map(String)).toEqual(['Error: took longer than 50 ms']);
});

it.each<[what: string, how: string, limits: Partial<Limits>]>([
  ['heap', 'heap', { data: 1 << 30, resident: Infinity }],
  ['buffers, by the kernel', 'buffers', { resident: Infinity }],
  ['buffers, by whoever watches', 'buffers', { data: 1 << 30 }],
])('is ended when it leaks %s', async (_what, how, limits) => {
  // So that a slow core does not make an endless loop of it.
  const { tested } = await hostile('leaks', { how }, { silentCpu: 20_000, ...limits });
  await expect(tested.run('leak')).rejects.toMatchObject(crashed('out of memory'));
});

describe('one whose answers are none', () => {
  const opened = useIsolated('answers.js', sources, { limits: LOOKED_AFTER });

  it.each([
    ['prototype', 'hi'], ['deep', 'hi'], ['huge', 'hi'], ['large', 'hi'], ['number', 'hi'], ['code', 'message.refused'], ['empty', 'hi'],
  ])('changes no message by answering with %s', async (how, becomes) => {
    const tested = await testPlugin(opened(), { config: { how } });
    expect(await tested.post('hi')).toBe(becomes);
    expect(tested.errors).toHaveLength(1);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

it.each(['console', 'log', 'data', 'queue', 'large'])('may say so much and no more when it floods: %s', async (how) => {
  const began = performance.now();
  const { tested, logs } = await hostile('floods', { how });
  for (let turn = 0; turn < 20; turn++) expect(await tested.post('hi')).toBe('hi');
  await sleep(1_000);
  const seconds = (performance.now() - began) / 1_000;
  // On a busy machine it may be ended and begin anew: each life has its own first burst.
  const lives = 3;
  expect(logs.length).toBeLessThanOrEqual(lives * (50 + 20 * (seconds + 1)));
  expect(tested.logs.length).toBeLessThanOrEqual(lives * (50 + 20 * (seconds + 1)));
  expect(tested.waiting.length).toBeLessThanOrEqual(lives * (500 + 200 * (seconds + 1)));
});

describe('one that throws', () => {
  const opened = useIsolated('throws.js', sources, { limits: LOOKED_AFTER });

  it.each(['install', 'configure', 'activate'])('leaves its reason when it throws in %s', async (where) => {
    await expect(testPlugin(opened(), { config: { where } })).rejects.toThrow(`threw in ${where}`);
  });
});
