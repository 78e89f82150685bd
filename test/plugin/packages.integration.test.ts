import { afterEach, describe, expect, it } from 'vitest';
import { engines, useFreshStore, type EngineName } from '../store/support/engines.ts';
import { Air, refusalOf, startNode } from './support/nodes.ts';
import { marker } from './support/plugins.ts';
import { marking, packed } from './support/tarball.ts';

const SOON = { timeout: 30_000 };

/** Two nodes or more on one store, anew for each test. */
function nodesOn(engine: EngineName) {
  const fresh = useFreshStore(engine);
  let nodes: Awaited<ReturnType<typeof startNode>>[] = [];
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    nodes = [];
  });
  const pair = async () => {
    const air = new Air();
    const start = async (limits: Parameters<typeof startNode>[4] = {}) => {
      const node = await startNode(fresh.store, [marker()], air, { at: 1_000 }, limits);
      nodes.push(node);
      return node;
    };
    return { a: await start(), b: await start(), start };
  };
  return { fresh, pair };
}

describe.each(engines)('on %s', (engine) => {
  const { fresh, pair } = nodesOn(engine);

  it('shows an upload on every node with what it asks for; nothing of it runs before it is installed', async () => {
    const { a, b, start } = await pair();
    const archive = marking('1.0.0');
    expect(await a.host.upload(archive, 'agent:a1')).toMatchObject({
      id: 'outside', version: '1.0.0', state: 'available', origin: 'upload', permissions: [{ name: 'messages.filter', granted: false }],
      package: { name: 'parlor-plugin-marker', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), uploadedAt: 1_000 },
    });
    await expect.poll(async () => (await b.host.list()).map(({ id }) => id), SOON).toContain('outside');
    expect([await a.say('hi'), await b.say('hi')]).toEqual(['hi', 'hi']);
    await b.host.install('outside', ['messages.filter']);
    await b.host.activate('outside');
    expect(await b.say('hi')).toBe('hi 1.0.0');
    await expect.poll(() => a.say('hi'), SOON).toBe('hi 1.0.0');
    // A node that starts later has it too.
    const later = await start();
    expect(await later.say('hi')).toBe('hi 1.0.0');
  });

  it('does not run an archive that was changed in the store', async () => {
    const { a, start } = await pair();
    await a.host.upload(marking('1.0.0'), 'agent:a1');
    await fresh.store.db.updateTable('pluginPackages').set({ archive: marking('1.0.1').toString('base64') }).execute();
    const later = await start();
    expect((await later.host.list()).map(({ id }) => id)).toEqual(['marker']);
    expect(later.errors.map(String)).toEqual(['Error: the package parlor-plugin-marker 1.0.0 cannot be used']);
  });
});

describe('on two nodes', () => {
  const { fresh, pair } = nodesOn('sqlite');

  it('keeps the old code going on every node until an upgrade is approved', async () => {
    const { a, b } = await pair();
    await a.host.upload(marking('1.0.0'), 'agent:a1');
    await a.host.install('outside', ['messages.filter']);
    await a.host.activate('outside');
    expect(await a.host.upload(marking('1.1.0', ['messages.filter', 'data.keep'], "migrations: { '1.1.0': ({ data }) => data.set('from', 1) }"), 'agent:a1'))
      .toMatchObject({ version: '1.1.0', installedVersion: '1.0.0', state: 'active', steps: ['upgrade', 'deactivate'] });
    await b.host.follow();
    expect([await a.say('hi'), await b.say('hi')]).toEqual(['hi 1.0.0', 'hi 1.0.0']);
    expect(await b.host.upgrade('outside', ['messages.filter', 'data.keep'])).toMatchObject({ version: '1.1.0', installedVersion: null, state: 'active' });
    await expect.poll(() => a.say('hi'), SOON).toBe('hi 1.1.0');
    expect(await b.say('hi')).toBe('hi 1.1.0');
    expect(await fresh.store.pluginData.get('outside', 'from')).toBe('1');
    // Of what was uploaded, the newest and the one that is installed are kept.
    await a.host.upload(marking('1.2.0', ['messages.filter', 'data.keep']), 'agent:a1');
    expect(await a.host.get('outside')).toMatchObject({ installedVersion: '1.1.0', steps: ['upgrade', 'deactivate'] });
    expect(await a.say('hi'), 'one that asks for nothing new waits as well').toBe('hi 1.1.0');
    expect((await fresh.store.pluginPackages.list()).map(({ version }) => version).toSorted()).toEqual(['1.1.0', '1.2.0']);
  });

  it('deletes what is not installed, on every node', async () => {
    const { a, b } = await pair();
    await a.host.upload(marking('1.0.0'), 'agent:a1');
    await a.host.install('outside', ['messages.filter']);
    expect(await refusalOf(a.host.removePackage('outside'))).toMatchObject({ code: 'package.in-use' });
    await a.host.uninstall('outside');
    await b.host.follow();
    await b.host.removePackage('outside');
    expect(await refusalOf(b.host.get('outside'))).toMatchObject({ code: 'plugin.unknown' });
    await expect.poll(async () => (await a.host.list()).map(({ id }) => id), SOON).toEqual(['marker']);
    expect(await refusalOf(a.host.removePackage('outside'))).toMatchObject({ code: 'plugin.unknown' });
  });

  it('says of a package whose process is not up in time nothing but that', async () => {
    const { start } = await pair();
    const slow = await start({ boot: 1 });
    expect(await refusalOf(slow.host.upload(marking('1.0.0'), 'agent:a1'))).toMatchObject({ code: 'plugin.crashed', meta: { reason: expect.stringContaining('is not up') } });
    expect((await slow.host.list()).map(({ id }) => id)).toEqual(['marker']);
  });

  it('refuses what is no plugin, is older, or has the id of one of the house', async () => {
    const { a } = await pair();
    await a.host.upload(marking('1.1.0'), 'agent:a1');
    const refused: readonly [Buffer, object][] = [
      [marking('1.1.0'), { code: 'package.older', meta: { version: '1.1.0' } }],
      [marking('1.0.0'), { code: 'package.older', meta: { version: '1.1.0' } }],
      [packed({ 'index.js': 'export default 7' }), { code: 'package.invalid' }],
      [packed({ 'index.js': "import 'node:fs'" }), { code: 'package.invalid', meta: { reason: expect.stringContaining('node:fs cannot be imported') } }],
      [packed({ 'index.js': "throw new Error('not today')" }), { code: 'package.invalid', meta: { reason: expect.stringContaining('not today') } }],
      [Buffer.from('hello'), { code: 'package.invalid' }],
    ];
    for (const [archive, refusal] of refused) expect(await refusalOf(a.host.upload(archive, 'agent:a1'))).toMatchObject(refusal);
    const text = "{ en: 'x', 'zh-CN': 'x' }";
    const ours = (id: string, version: string): Buffer => packed({ 'index.js': `import { definePlugin, z } from 'parlor/plugin'; export default definePlugin({ id: '${id}', version: '${version}', title: ${text}, description: ${text}, permissions: [], config: z.object({}) });` });
    expect(await refusalOf(a.host.upload(ours('marker', '1.0.0'), 'agent:a1'))).toMatchObject({ code: 'package.taken' });
    expect(await refusalOf(a.host.upload(ours('other', '2.0.0'), 'agent:a1'))).toMatchObject({ code: 'package.invalid', meta: { reason: expect.stringContaining('version 1.0.0') } });
  });
});
