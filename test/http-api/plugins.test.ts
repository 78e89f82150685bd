import { expect, it } from 'vitest';
import { EVERYTHING, marker } from '../plugin/support/plugins.ts';
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
  const calls = [['GET', ''], ['GET', '/marker'], ['POST', '/marker/install'], ['PUT', '/marker/config'], ['POST', '/marker/activate'], ['POST', '/marker/deactivate'], ['POST', '/marker/uninstall']] as const;
  for (const role of ['agent', 'supervisor'] as const) {
    const { call } = await house.hire(`one-${role}`, { role });
    for (const [method, path] of calls) expect((await call(method, `/api/v1/plugins${path}`)).code, `${role} ${method} ${path}`).toBe('auth.forbidden');
  }
  for (const [method, path] of calls) expect((await house.call(method, `/api/v1/plugins${path}`)).code).toBe('auth.required');
});
