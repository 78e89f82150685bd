import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definePlugin, setting, z, type Plugin } from '#plugin/define.ts';
import { engines, useFreshStore } from '../store/support/engines.ts';
import { Air, refusalOf, startNode } from './support/nodes.ts';
import { EVERYTHING, about, marker } from './support/plugins.ts';

type More = NonNullable<Parameters<typeof marker>[1]>;

describe.each(engines)('an upgrade on %s', (engine) => {
  const fresh = useFreshStore(engine);
  let air: Air;
  let said: string[];
  const stops: (() => Promise<void>)[] = [];
  beforeEach(() => {
    air = new Air();
    said = [];
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function node(version: string, more: More = {}) {
    const started = await startNode(fresh.store, [marker(said, { version, ...more })], air);
    stops.push(() => started.stop());
    return started;
  }
  async function first() {
    const old = await node('1.0.0');
    await old.host.install('marker', EVERYTHING);
    await old.host.activate('marker');
    said.length = 0;
    return old;
  }
  const steps = (...to: string[]): NonNullable<More['migrations']> => Object.fromEntries(to.map((version) => [version, async (ctx) => {
    said.push(`to ${version}`);
    await ctx.data.set('version', version);
  }]));

  it('goes on by itself, once in the cluster and in order, while the older code runs on', async () => {
    const old = await first();
    const more = { migrations: steps('1.2.0', '1.10.0', '1.1.0') };
    const [a, b] = await Promise.all([node('1.10.0', more), node('1.10.0', more)]);
    await expect.poll(() => a.say('hi')).toBe('hi!');
    await expect.poll(() => b.say('hi')).toBe('hi!');
    expect(said.filter((one) => one.startsWith('to '))).toEqual(['to 1.1.0', 'to 1.2.0', 'to 1.10.0']);
    expect(await a.host.get('marker')).toMatchObject({ state: 'active', version: '1.10.0', installedVersion: null });
    expect(await old.say('hi')).toBe('hi!');
    expect(await fresh.store.pluginData.get('marker', 'version')).toBe('"1.10.0"');
  });

  it('waits for an administrator where it asks for more than it was granted', async () => {
    await first();
    const permissions = ['messages.filter', 'events.read', 'data.keep', 'http.request'] as const;
    const { host, say } = await node('2.0.0', { permissions, hosts: ['api.example.com'], migrations: steps('2.0.0') });
    expect(await say('hi')).toBe('hi');
    expect(await host.get('marker')).toMatchObject({
      state: 'active', installedVersion: '1.0.0', steps: ['upgrade', 'deactivate'],
      permissions: [{ granted: true }, { granted: true }, { granted: true }, { name: 'http.request', granted: false }, { name: 'host:api.example.com', granted: false }],
    });
    for (const grant of [EVERYTHING, [...permissions]]) expect(await refusalOf(host.upgrade('marker', grant))).toMatchObject({ code: 'input.invalid' });
    expect(await refusalOf(host.configure('marker', { mark: '?' }))).toMatchObject({ code: 'plugin.state' });
    expect(await host.upgrade('marker', [...permissions, 'host:api.example.com'])).toMatchObject({ state: 'active', installedVersion: null });
    expect(await say('hi')).toBe('hi!');
    expect(await refusalOf(host.upgrade('marker', [...permissions, 'host:api.example.com']))).toMatchObject({ code: 'plugin.state' });
  });

  it('says why it failed, leaves the plugin off, and goes on behind the last migration that ended', async () => {
    await first();
    let broken = true;
    const migrations: NonNullable<More['migrations']> = {
      ...steps('1.1.0'),
      '1.2.0': () => {
        if (broken) throw new Error('the old data are not readable');
        said.push('to 1.2.0');
      },
    };
    const { host, say } = await node('1.2.0', { migrations });
    expect(await host.get('marker')).toMatchObject({ state: 'failed', reason: 'the old data are not readable', installedVersion: '1.1.0' });
    expect(await say('hi')).toBe('hi');
    expect(await refusalOf(host.activate('marker'))).toMatchObject({ code: 'plugin.state' });
    broken = false;
    await host.upgrade('marker', EVERYTHING);
    expect(await host.activate('marker')).toMatchObject({ state: 'active', installedVersion: null });
    expect(said.filter((one) => one.startsWith('to '))).toEqual(['to 1.1.0', 'to 1.2.0']);
  });

  it('keeps one that is off as it is', async () => {
    const old = await first();
    await old.host.deactivate('marker');
    const { host } = await node('1.1.0', { migrations: steps('1.1.0') });
    expect(await host.get('marker')).toMatchObject({ state: 'inactive', installedVersion: null });
  });

  it('brings settings to another form, secrets too, while the older code goes on with those that it has', async () => {
    const old = await first();
    await old.host.deactivate('marker');
    await old.host.configure('marker', { mark: '?', key: 's3cret' });
    await old.host.activate('marker');
    const { host, say } = await startNode(fresh.store, [marked('2.0.0')], air);
    stops.push(() => host.stop());
    await expect.poll(() => say('hi')).toBe('hi?? with s3cret');
    expect(await host.get('marker')).toMatchObject({ state: 'active', installedVersion: null, config: { marks: ['?', '?'] }, kept: ['token'] });
    expect(JSON.stringify(await fresh.store.plugins.find('marker'))).not.toContain('s3cret');
    await old.host.follow();
    expect(await old.say('hi')).toBe('hi?');
  });

  it('is off where a migration answers with settings that the form does not take', async () => {
    await first();
    const { host } = await startNode(fresh.store, [marked('2.0.0', () => ({ marks: 7 }))], air);
    stops.push(() => host.stop());
    expect(await host.get('marker')).toMatchObject({ state: 'failed', reason: expect.stringContaining('input'), installedVersion: '1.0.0' });
  });
});

const another = z.object({ marks: setting(z.array(z.string()), { title: about.title }), token: setting(z.string(), { title: about.title, secret: true }) });

/** The marker with another form. */
const marked = (version: string, migrate = ({ config }: { readonly config: object }): Readonly<Record<string, unknown>> => {
  const { key, mark } = config as { readonly key: string; readonly mark: string };
  return { marks: [mark, mark], token: key };
}): Plugin => definePlugin({
  ...about, id: 'marker', version, permissions: ['messages.filter', 'events.read', 'data.keep'], config: another, migrations: { [version]: migrate },
  filters: { 'message.posting': { run: ({ config: { marks, token } }, message) => ({ ...message, body: { text: `${message.body.text}${marks.join('')} with ${token}` } }) } },
});
