import { MAX_PACKAGE_BYTES } from '#wire/api.ts';
import type { Context } from '../context.ts';
import { json, noContent } from '../response.ts';
import { route, type Route } from '../router.ts';

const UPLOAD_MS = 60_000;

/** Administrators only. What is uploaded is shown with what it asks for, and does nothing until somebody installs it. */
export function pluginPackageRoutes({ door, now, plugins, store }: Context): readonly Route[] {
  const admin = { atLeast: 'admin' } as const;
  return [
    route('POST', '/api/v1/plugin-packages', {
      maxBody: MAX_PACKAGE_BYTES, bodyTimeoutMs: UPLOAD_MS,
      handler: door.signedIn(async ({ body }, { id: agent }) => {
        const plugin = await plugins.upload(body, `agent:${agent}`);
        const { package: uploaded, version } = plugin;
        await store.audit.add({ at: now(), actor: `agent:${agent}`, action: 'plugin.uploaded', subject: `plugin:${plugin.id}`, details: { version, ...uploaded } });
        return json(plugin, { status: 201 });
      }, admin),
    }),
    route('DELETE', '/api/v1/plugin-packages/:id', {
      handler: door.signedIn<'id'>(async ({ params: { id } }, { id: agent }) => {
        await plugins.removePackage(id);
        await store.audit.add({ at: now(), actor: `agent:${agent}`, action: 'plugin.deleted', subject: `plugin:${id}`, details: {} });
        return noContent;
      }, admin),
    }),
  ];
}
