import { describe, expect, it } from 'vitest';
import type { Limits } from '#plugin/isolated/limits.ts';
import { useFreshStore } from '../store/support/engines.ts';
import { isolated, sourcesOf } from './support/isolated.ts';
import { Air, refusalOf, startNode } from './support/nodes.ts';

const SOON = { timeout: 30_000 };

const sources = sourcesOf('test/plugin/hostile');
const GRANT = ['messages.filter', 'events.read', 'data.keep', 'work.background'];
const limits: Partial<Limits> = { silentCpu: 200, lookEvery: 20, restart: 1 };

describe('on two nodes', () => {
  const fresh = useFreshStore('sqlite');

  /** Two nodes, each with a process of its own for the same plugin, switched on. */
  async function pair(name: string, config: Readonly<Record<string, unknown>> = {}, more: Partial<Limits> = {}) {
    const air = new Air();
    const start = async () => startNode(fresh.store, [await isolated(`${name}.js`, sources, { limits: { ...limits, ...more } })], air);
    const [a, b] = [await start(), await start()];
    await a.host.install(name, GRANT);
    await a.host.configure(name, config);
    return { a, b, stop: async () => void (await Promise.all([a.stop(), b.stop()])) };
  }

  it('switches a plugin off everywhere that fails again and again; messages go on', async () => {
    const { a, b, stop } = await pair('throws');
    await a.host.activate('throws');
    await expect.poll(async () => (await b.host.get('throws')).state, SOON).toBe('active');
    for (let turn = 0; turn < 30; turn++) expect(await a.say('hi')).toBe('hi');
    // It is left alone after some errors, and tried again: the next one is the last.
    await expect.poll(async () => {
      expect(await a.say('hi')).toBe('hi');
      return a.host.get('throws');
    }, SOON).toMatchObject({ state: 'failed', reason: expect.stringContaining('threw in a filter') });
    await expect.poll(() => b.hooks.hasFilters, SOON).toBe(false);
    await stop();
  });

  it('switches a plugin off everywhere whose process ends again and again, and says what of', async () => {
    // So that a slow core does not make an endless loop of it.
    const { a, b, stop } = await pair('leaks', { how: 'buffers' }, { silentCpu: 10_000 });
    await a.host.activate('leaks');
    // One after the other: those that would wait beside it are passed over.
    await expect.poll(async () => {
      await a.say('leak');
      return a.host.get('leaks');
    }, SOON).toMatchObject({ state: 'failed', reason: expect.stringContaining('out of memory') });
    await expect.poll(() => b.hooks.hasFilters, SOON).toBe(false);
    expect(await a.say('leak')).toBe('leak');
    await stop();
  });

  it('switches a plugin off everywhere whose process ends under its observer again and again', async () => {
    const { a, b, stop } = await pair('loops', { where: 'observer' });
    await a.host.activate('loops');
    await a.committed('hi');
    await expect.poll(() => b.host.get('loops'), SOON).toMatchObject({ state: 'failed', reason: 'its process ended 3 times within 60 s, at last: it ran for 0.2 s without answering' });
    await stop();
  });

  it('says why a plugin that throws in a step is not on', async () => {
    const throwing = (sources['throws.js'] ?? '').replace("default('none')", "default('install')");
    const a = await startNode(fresh.store, [await isolated('throws.js', { ...sources, 'throws.js': throwing }, { limits })]);
    expect(await refusalOf(a.host.install('throws', GRANT))).toMatchObject({ code: 'plugin.failed', meta: { reason: 'threw in install' } });
    expect(await a.host.get('throws')).toMatchObject({ state: 'available' });
    await a.stop();
    const { a: b, stop } = await pair('throws');
    expect(await refusalOf(b.host.configure('throws', { where: 'configure' }))).toMatchObject({ code: 'plugin.failed', meta: { reason: 'threw in configure' } });
    await b.host.configure('throws', { where: 'activate' });
    expect(await refusalOf(b.host.activate('throws'))).toMatchObject({ code: 'plugin.failed', meta: { reason: 'threw in activate' } });
    expect(await b.host.get('throws')).toMatchObject({ state: 'failed', reason: 'threw in activate' });
    expect(await b.say('hi')).toBe('hi');
    await stop();
  });

  it('is gone for good when it loops in activate, throws in deactivate, or in uninstall', async () => {
    const loops = await pair('loops', { where: 'activate' });
    expect(await refusalOf(loops.a.host.activate('loops'))).toMatchObject({ code: 'plugin.failed', meta: { reason: expect.stringContaining('it ran for 0.2 s without answering') } });
    expect(await loops.a.host.uninstall('loops')).toMatchObject({ state: 'available' });
    await loops.stop();
    for (const where of ['deactivate', 'uninstall']) {
      const { a, stop } = await pair('throws', { where });
      await a.host.activate('throws');
      expect(await a.host.deactivate('throws')).toMatchObject({ state: 'inactive' });
      expect(await a.host.uninstall('throws')).toMatchObject({ state: 'available' });
      await stop();
    }
  });

  it('keeps other plugins and chats going while a process loops, is ended and started again', async () => {
    const { a, stop } = await pair('loops', { where: 'filter' });
    await a.host.activate('loops');
    for (let turn = 0; turn < 40; turn++) expect(await a.say(`message ${turn}`)).toBe(`message ${turn}`);
    await stop();
  });

  it('writes down what a plugin called without being granted it', async () => {
    const { a, stop } = await pair('reaches');
    await a.host.activate('reaches');
    await a.backlog.run('reaches', 'forbidden').catch(() => {});
    await expect.poll(async () => {
      await a.backlog.run('reaches', 'forbidden').catch(() => {});
      return (await fresh.store.audit.about('plugin:reaches', 10)).map(({ action, details }) => [action, details]);
    }, SOON).toContainEqual(['plugin.denied', { permission: 'http.request' }]);
    await stop();
  });
});
