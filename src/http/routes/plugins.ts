import { z } from 'zod';
import type { PluginStep } from '#wire/api.ts';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

const grant = z.object({ grant: z.array(z.string().max(300)).max(128) });
const settings = z.object({ config: z.record(z.string().max(64), z.unknown()) });

const ENTRIES = 100;

/** Administrators only: a plugin sees what agents see, and more. Each step is written down with who asked for it. */
export function pluginRoutes({ door, now, plugins, store }: Context): readonly Route[] {
  const admin = { atLeast: 'admin' } as const;
  const step = (name: PluginStep, work: (id: string, request: Parameters<typeof bodyOf>[0]) => Promise<unknown>) =>
    door.signedIn<'id'>(async (request, { id: agent }) => {
      const { id } = request.params;
      const done = await work(id, request);
      await store.audit.add({ at: now(), actor: `agent:${agent}`, action: `plugin.${name}`, subject: `plugin:${id}`, details: {} });
      return json(done);
    }, admin);

  return [
    route('GET', '/api/v1/plugins', { handler: door.signedIn(async () => json(await plugins.list()), admin) }),
    route('GET', '/api/v1/plugins/:id', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await plugins.get(id)), admin) }),
    route('GET', '/api/v1/plugins/:id/audit', {
      handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await store.audit.about(`plugin:${(await plugins.get(id)).id}`, ENTRIES)), admin),
    }),
    route('POST', '/api/v1/plugins/:id/install', { handler: step('install', (id, request) => plugins.install(id, bodyOf(request, grant).grant)) }),
    route('POST', '/api/v1/plugins/:id/upgrade', { handler: step('upgrade', (id, request) => plugins.upgrade(id, bodyOf(request, grant).grant)) }),
    route('PUT', '/api/v1/plugins/:id/config', { handler: step('configure', (id, request) => plugins.configure(id, bodyOf(request, settings).config)) }),
    route('POST', '/api/v1/plugins/:id/activate', { handler: step('activate', (id) => plugins.activate(id)) }),
    route('POST', '/api/v1/plugins/:id/deactivate', { handler: step('deactivate', (id) => plugins.deactivate(id)) }),
    route('POST', '/api/v1/plugins/:id/uninstall', { handler: step('uninstall', (id) => plugins.uninstall(id)) }),
  ];
}
