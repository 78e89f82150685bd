import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

const install = z.object({ grant: z.array(z.string().max(64)).max(64) });
const settings = z.object({ config: z.record(z.string().max(64), z.unknown()) });

/** Administrators only: a plugin sees what agents see, and more. */
export function pluginRoutes({ door, plugins }: Context): readonly Route[] {
  const admin = { atLeast: 'admin' } as const;

  return [
    route('GET', '/api/v1/plugins', { handler: door.signedIn(async () => json(await plugins.list()), admin) }),
    route('GET', '/api/v1/plugins/:id', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await plugins.get(id)), admin) }),
    route('POST', '/api/v1/plugins/:id/install', {
      handler: door.signedIn<'id'>(async (request) => json(await plugins.install(request.params.id, bodyOf(request, install).grant)), admin),
    }),
    route('PUT', '/api/v1/plugins/:id/config', {
      handler: door.signedIn<'id'>(async (request) => json(await plugins.configure(request.params.id, bodyOf(request, settings).config)), admin),
    }),
    route('POST', '/api/v1/plugins/:id/activate', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await plugins.activate(id)), admin) }),
    route('POST', '/api/v1/plugins/:id/deactivate', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await plugins.deactivate(id)), admin) }),
    route('POST', '/api/v1/plugins/:id/uninstall', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await plugins.uninstall(id)), admin) }),
  ];
}
