import { describe, expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import { MAX_STREAK } from '#plugin/tally.ts';
import { engines, useFreshStore } from '../store/support/engines.ts';
import { Air, refusalOf, startNode } from './support/nodes.ts';
import { EVERYTHING, marker } from './support/plugins.ts';

describe.each(engines)('on %s', (engine) => {
  const fresh = useFreshStore(engine);

  async function pair(...more: Parameters<typeof marker>) {
    const air = new Air();
    const plugins = [marker(...more)];
    const [a, b] = [await startNode(fresh.store, plugins, air), await startNode(fresh.store, plugins, air)];
    return { a, b };
  }

  it('leads through install, configure, activate, deactivate and uninstall; both nodes agree', async () => {
    const said: string[] = [];
    const { a, b } = await pair(said);
    expect(await a.host.get('marker')).toMatchObject({ icon: 'plug', state: 'available', steps: ['install'], config: { mark: '!' } });
    expect(await a.host.install('marker', EVERYTHING)).toMatchObject({ state: 'configured' });
    expect(await a.say('hi')).toBe('hi');
    expect(await b.host.configure('marker', { mark: '?' })).toMatchObject({ state: 'configured', config: { mark: '?' } });
    expect(await b.host.activate('marker')).toMatchObject({ state: 'active', steps: ['deactivate', 'configure'] });
    await expect.poll(() => a.say('hi')).toBe('hi?');
    expect(await b.say('hi')).toBe('hi?');
    expect(await a.host.deactivate('marker')).toMatchObject({ state: 'inactive' });
    await expect.poll(() => b.say('hi')).toBe('hi');
    expect(await a.say('hi')).toBe('hi');
    expect(await a.host.uninstall('marker')).toMatchObject({ state: 'available', config: { mark: '!' } });
    await expect.poll(() => said.filter((one) => one === 'deactivate ?')).toHaveLength(2);
    expect(said.filter((one) => !one.includes('activate'))).toEqual(['install', 'configure ?', 'uninstall']);
    expect(said.filter((one) => one === 'activate ?')).toHaveLength(2);
  });

  it('is on again after a restart', async () => {
    const { a } = await pair();
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    await a.stop();
    expect(await a.say('hi')).toBe('hi');
    const again = await startNode(fresh.store, [marker()]);
    expect(await again.say('hi')).toBe('hi!');
    expect(await again.host.get('marker')).toMatchObject({ state: 'active' });
  });

  it('changes values of an active plugin between two messages: none goes without', async () => {
    const { a, b } = await pair();
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    await expect.poll(() => b.say('hi')).toBe('hi!');
    const heard = new Set<string>();
    const talk = async (): Promise<void> => {
      for (const node of [a, b]) heard.add(await node.say('hi'));
    };
    await talk();
    const talking = setInterval(() => void talk(), 0);
    for (const mark of ['1', '2', '3']) await a.host.configure('marker', { mark });
    clearInterval(talking);
    await talk();
    expect(heard.size).toBeGreaterThan(1);
    expect([...heard].every((text) => text.length === 3), [...heard].join(' ')).toBe(true);
    expect(await a.say('hi')).toBe('hi3');
  });

  it('wants every permission that the plugin declares, and no other', async () => {
    const { a } = await pair();
    for (const grant of [[], ['messages.filter'], [...EVERYTHING, 'everything']]) {
      expect(await refusalOf(a.host.install('marker', grant))).toMatchObject({ code: 'input.invalid', meta: { fields: { grant: 'incomplete' } } });
    }
    expect(await a.host.get('marker')).toMatchObject({ state: 'available' });
  });

  it('refuses steps that make no sense now', async () => {
    const { a } = await pair();
    expect(await refusalOf(a.host.activate('marker'))).toEqual({ code: 'plugin.state', meta: { state: 'available' } });
    await a.host.install('marker', EVERYTHING);
    expect(await refusalOf(a.host.install('marker', EVERYTHING))).toEqual({ code: 'plugin.state', meta: { state: 'configured' } });
    await a.host.activate('marker');
    expect(await refusalOf(a.host.uninstall('marker'))).toEqual({ code: 'plugin.state', meta: { state: 'active' } });
    expect(await refusalOf(a.host.get('other'))).toEqual({ code: 'plugin.unknown' });
  });

  it('runs a step once, however many ask for it at once', async () => {
    const said: string[] = [];
    const { a, b } = await pair(said, { install: async () => {
      said.push('install');
      await new Promise((resolve) => setTimeout(resolve, 50));
    } });
    const outcomes = await Promise.all([a, b, a, b].map(({ host }) => refusalOf(host.install('marker', EVERYTHING))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome !== 'done')).toEqual([{ code: 'plugin.busy' }, { code: 'plugin.busy' }, { code: 'plugin.busy' }]);
    expect(said).toEqual(['install']);
  });

  it('begins a step anew that was cut off with its node', async () => {
    const said: string[] = [];
    const { a, b } = await pair(said, { install: () => (said.push('install'), said.length === 1 ? new Promise(() => {}) : undefined) });
    void a.host.install('marker', EVERYTHING).catch(() => {});
    await expect.poll(() => said).toEqual(['install']);
    expect(await b.host.get('marker')).toMatchObject({ state: 'available', step: 'install', steps: [] });
    expect(await refusalOf(b.host.install('marker', EVERYTHING))).toEqual({ code: 'plugin.busy' });
    b.clock.at += 60_000;
    expect(await b.host.install('marker', EVERYTHING)).toMatchObject({ state: 'configured', step: null });
  });

  it.each(['install', 'configure', 'activate', 'deactivate', 'uninstall'] as const)('contains a plugin that throws at %s', async (step) => {
    const { a, b } = await pair([], { [step]: () => { throw new Error(`no ${step}`); } });
    const failed = { code: 'plugin.failed', meta: { plugin: 'marker', reason: `no ${step}` } };
    const outcomes = [await refusalOf(a.host.install('marker', EVERYTHING))];
    if (step === 'install') {
      expect(outcomes).toEqual([failed]);
      expect(await b.host.get('marker')).toMatchObject({ state: 'available', step: null });
      return;
    }
    outcomes.push(await refusalOf(a.host.configure('marker', { mark: '?' })), await refusalOf(a.host.activate('marker')));
    expect(outcomes).toEqual(['done', step === 'configure' ? failed : 'done', step === 'activate' ? failed : 'done']);
    if (step === 'configure') expect(await a.host.get('marker')).toMatchObject({ state: 'active', config: { mark: '!' } });
    if (step === 'activate') expect(await b.host.get('marker')).toMatchObject({ state: 'failed', reason: 'no activate', steps: ['activate', 'configure', 'deactivate', 'uninstall'] });
    expect(await a.host.deactivate('marker')).toMatchObject({ state: 'inactive', reason: null });
    expect(await a.host.uninstall('marker')).toMatchObject({ state: 'available' });
    expect(await b.host.list()).toMatchObject([{ state: 'available' }]);
  });

  it('switches a plugin off everywhere that does not start on one node', async () => {
    let starts = 0;
    const { a, b } = await pair([], { activate: () => { if (++starts === 2) throw new Error('not here'); } });
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    await expect.poll(() => a.host.get('marker')).toMatchObject({ state: 'failed', reason: 'not here' });
    await expect.poll(() => Promise.all([a.say('hi'), b.say('hi')])).toEqual(['hi', 'hi']);
  });

  it.each([2, 3])('waits for a plugin that is not there in time, and not for ever: %i times', async (times) => {
    const air = new Air();
    const a = await startNode(fresh.store, [marker()], air);
    let late = times;
    const activate = (): void => {
      if (late-- > 0) throw new RefusalError('plugin.crashed', { reason: 'it is being started' });
    };
    const b = await startNode(fresh.store, [marker([], { activate })], air);
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    for (let look = 0; look < 4; look++) await b.host.follow();
    expect(await a.host.get('marker')).toMatchObject(times === 2 ? { state: 'active' } : { state: 'failed', reason: expect.stringContaining('it is being started') });
    expect(await b.say('hi')).toBe(times === 2 ? 'hi!' : 'hi');
  });

  it('switches a plugin off everywhere that fails again and again; no message is lost to it', async () => {
    const { a, b } = await pair([], { filters: { 'message.posting': { run: () => { throw new Error('broken'); } } } });
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    await expect.poll(() => b.hooks.hasFilters).toBe(true);
    for (let i = 1; i < MAX_STREAK; i++) expect(await a.say('hi')).toBe('hi');
    expect(await a.host.get('marker')).toMatchObject({ state: 'active', errors: MAX_STREAK - 1, lastError: { message: 'broken' } });
    expect(await a.say('hi')).toBe('hi');
    await expect.poll(() => b.host.get('marker')).toMatchObject({ state: 'failed', reason: `${MAX_STREAK} calls without a success, the last error: broken` });
    await expect.poll(() => [a.hooks.hasFilters, b.hooks.hasFilters]).toEqual([false, false]);
    expect(await a.host.activate('marker')).toMatchObject({ state: 'active', reason: null, errors: 0 });
  });

  it('lets one plugin that hangs hold up no other', async () => {
    const air = new Air();
    const hanging = marker([], { id: 'hanging', activate: () => new Promise(() => {}) });
    const a = await startNode(fresh.store, [hanging, marker()], air);
    for (const id of ['hanging', 'marker']) await a.host.install(id, EVERYTHING);
    void a.host.activate('hanging').catch(() => {});
    expect(await a.host.activate('marker')).toMatchObject({ state: 'active' });
    expect(await a.host.get('hanging')).toMatchObject({ state: 'configured', step: 'activate' });
    expect(await a.say('hi')).toBe('hi!');
  });

  it('forgives errors between which something went well', async () => {
    let calls = 0;
    const { a } = await pair([], { filters: { 'message.posting': { run: () => { if (++calls % 2 === 0) throw new Error('now and then'); } } } });
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    for (let i = 0; i < 3 * MAX_STREAK; i++) await a.say('hi');
    expect(await a.host.get('marker')).toMatchObject({ state: 'active' });
  });

  it('keeps what a plugin keeps to itself, and deletes it with the plugin', async () => {
    const { a, b } = await pair([], { on: { 'message.posted': async ({ data }, { body }) => data.set('last', { text: body.text }) } });
    await a.host.install('marker', EVERYTHING);
    await a.host.activate('marker');
    await a.committed('remember this');
    expect(await fresh.store.pluginData.get('marker', 'last')).toBe('{"text":"remember this"}');
    expect(await fresh.store.pluginData.get('other', 'last')).toBeUndefined();
    await b.host.deactivate('marker');
    await b.host.uninstall('marker');
    expect(await fresh.store.pluginData.keys('marker', '', 10)).toEqual([]);
  });

  it('stores secrets sealed, shows nobody one, and keeps those that a form leaves out', async () => {
    const keys: unknown[] = [];
    const { a } = await pair([], { activate: ({ config }) => void keys.push(config.key) });
    await a.host.install('marker', EVERYTHING);
    const shown = await a.host.configure('marker', { mark: '?', key: 'hush' });
    expect(shown).toMatchObject({ config: { mark: '?' }, kept: ['key'] });
    expect(JSON.stringify([shown, await fresh.store.plugins.list()])).not.toContain('hush');
    await a.host.configure('marker', { mark: '!!' });
    await a.host.activate('marker');
    expect(keys).toContain('hush');
    expect(await refusalOf(a.host.configure('marker', { mark: '' }))).toEqual({ code: 'input.invalid', meta: { fields: { mark: 'too_small' } } });
    expect(await a.host.get('marker')).toMatchObject({ state: 'active', step: null, config: { mark: '!!' } });
  });
});
