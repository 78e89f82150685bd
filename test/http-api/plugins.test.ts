import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { MAX_PACKAGE_BYTES } from '#wire/api.ts';
import { EVERYTHING, about, marker } from '../plugin/support/plugins.ts';
import { marking } from '../plugin/support/tarball.ts';
import { openHouse } from './support/house.ts';

it('leads a plugin through its life', async () => {
  const house = await openHouse({ plugins: [marker()] });
  const admin = await house.signIn();
  const step = async (name: string, body?: object) => (await admin(name === 'config' ? 'PUT' : 'POST', `/api/v1/plugins/marker/${name}`, { body })).json;
  expect((await admin('GET', '/api/v1/plugins')).json).toMatchObject([{ id: 'marker', state: 'available', permissions: EVERYTHING.map((name) => ({ name })) }]);
  expect(await step('install', { grant: EVERYTHING })).toMatchObject({ state: 'configured' });
  expect(await step('config', { config: { mark: '?', key: 'hush' } })).toMatchObject({ config: { mark: '?' }, kept: ['key'] });
  expect(await step('activate')).toMatchObject({ state: 'active' });
  expect(await step('deactivate')).toMatchObject({ state: 'inactive' });
  expect(await step('uninstall')).toMatchObject({ state: 'available' });
});

it('says what is wrong', async () => {
  const house = await openHouse({ plugins: [marker()] });
  const admin = await house.signIn();
  expect((await admin('POST', '/api/v1/plugins/marker/install', { body: {} })).json).toMatchObject({ code: 'input.invalid', meta: { fields: { grant: 'invalid_type' } } });
  expect((await admin('POST', '/api/v1/plugins/marker/activate')).json).toMatchObject({ code: 'plugin.state', status: 409, meta: { state: 'available' } });
  expect((await admin('GET', '/api/v1/plugins/other')).code).toBe('plugin.unknown');
  await admin('POST', '/api/v1/plugins/marker/install', { body: { grant: EVERYTHING } });
  expect((await admin('PUT', '/api/v1/plugins/marker/config', { body: { config: { mark: 7 } } })).json).toMatchObject({ code: 'input.invalid', meta: { fields: { mark: 'invalid_type' } } });
});

it('is for administrators only', async () => {
  const house = await openHouse({ plugins: [marker()] });
  const calls = [
    ['GET', ''], ['GET', '/marker'], ['POST', '/marker/install'], ['PUT', '/marker/config'], ['POST', '/marker/activate'], ['POST', '/marker/deactivate'], ['POST', '/marker/uninstall'],
    ['POST', '/marker/upgrade'], ['GET', '/marker/audit'], ['GET', '/marker/background'], ['POST', '/marker/jobs/tidy/run'], ['GET', '/marker/dead'], ['POST', '/marker/dead/replay'], ['POST', '/marker/dead/discard'],
  ] as const;
  for (const role of ['agent', 'supervisor'] as const) {
    const { call } = await house.hire(`one-${role}`, { role });
    expect((await call('POST', '/api/v1/plugin-packages')).code).toBe('auth.forbidden');
    expect((await call('DELETE', '/api/v1/plugin-packages/marker')).code).toBe('auth.forbidden');
    for (const [method, path] of calls) expect((await call(method, `/api/v1/plugins${path}`)).code, `${role} ${method} ${path}`).toBe('auth.forbidden');
  }
  for (const [method, path] of calls) expect((await house.call(method, `/api/v1/plugins${path}`)).code).toBe('auth.required');
});

it('shows what a plugin does by itself, lets an administrator do something about it, and writes down who did', async () => {
  const run = async (): Promise<void> => {};
  const more = { permissions: ['work.background'] as const, filters: undefined as never, on: undefined as never, jobs: { tidy: { title: about.title, schedule: { seconds: 60 }, run } }, workers: { deliver: { title: about.title, run: () => ({ dead: 'no' }) } } };
  const house = await openHouse({ plugins: [marker([], more)] });
  const admin = await house.signIn();
  const at = (path: string): string => `/api/v1/plugins/marker${path}`;
  await admin('POST', at('/install'), { body: { grant: ['work.background'] } });
  await admin('POST', at('/activate'));
  expect((await admin('GET', at('/background'))).json).toMatchObject({
    jobs: [{ name: 'tidy', schedule: { seconds: 60 }, running: false }], workers: [{ name: 'deliver', waiting: 0, failing: 0, dead: 0, lastError: null }],
  });
  expect((await admin('POST', at('/jobs/other/run'))).code).toBe('not-found');
  await house.store.pluginWork.add({ plugin: 'marker', worker: 'deliver' }, [{ key: 'a', lane: 'a', payload: '{"x":1}' }, { key: 'b', lane: 'b', payload: '2' }], 1);
  await expect.poll(async () => (await admin('GET', at('/dead'))).json, { timeout: 5_000 }).toMatchObject({ items: [{ key: 'a', worker: 'deliver', error: 'no', payload: '{"x":1}', attempts: 1 }, { key: 'b' }], next: null });
  const { items } = (await admin('GET', at('/dead'))).json as { items: { id: string }[] };
  expect((await admin('POST', at('/dead/discard'), { body: { ids: [items[0]!.id] } })).json).toMatchObject({ workers: [{ dead: 1 }] });
  expect((await admin('POST', at('/dead/replay'), { body: { ids: null } })).json).toMatchObject({ workers: [{ dead: 0, waiting: 1 }] });
  for (const body of [{}, { ids: [] }, { ids: ['x'] }, { ids: ["1'"] }]) expect((await admin('POST', at('/dead/discard'), { body })).code).toBe('input.invalid');
  const audit = (await admin('GET', at('/audit'))).json as { action: string; actor: string }[];
  expect(audit.map(({ action }) => action)).toEqual(['plugin.dead.replay', 'plugin.dead.discard', 'plugin.activate', 'plugin.install']);
  expect(audit[0]!.actor).toMatch(/^agent:/);
});

it('takes a package from an administrator, shows what it asks for, and gives it up again; who did what is written down', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const archive = marking('1.0.0');
  const uploaded = await admin('POST', '/api/v1/plugin-packages', { raw: archive });
  expect([uploaded.status, uploaded.json]).toMatchObject([201, {
    id: 'outside', state: 'available', origin: 'upload', permissions: [{ name: 'messages.filter', granted: false }],
    package: { sha256: createHash('sha256').update(archive).digest('hex') },
  }]);
  expect((await admin('POST', '/api/v1/plugin-packages', { raw: archive })).code).toBe('package.older');
  expect((await admin('POST', '/api/v1/plugin-packages', { raw: Buffer.from('hello') })).json).toMatchObject({ code: 'package.invalid', meta: { reason: expect.stringContaining('.tgz') } });
  expect((await admin('POST', '/api/v1/plugin-packages', { raw: Buffer.alloc(MAX_PACKAGE_BYTES + 1) })).code).toBe('request.too-large');
  expect((await admin('DELETE', '/api/v1/plugin-packages/outside')).status).toBe(204);
  expect((await admin('GET', '/api/v1/plugins/outside')).code).toBe('plugin.unknown');
  expect((await house.store.audit.about('plugin:outside', 10)).map(({ action }) => action)).toEqual(['plugin.deleted', 'plugin.uploaded']);
});
