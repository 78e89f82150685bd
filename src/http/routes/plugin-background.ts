import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf, queryOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

const number = z.string().regex(/^\d{1,15}$/).transform(Number);
const choice = z.object({ ids: z.array(number).min(1).max(500).nullable() });
const page = z.object({ after: number.optional() });

/** What plugins do by themselves: administrators only, and what they do about it is written down. */
export function pluginBackgroundRoutes({ backlog, door, now, store }: Context): readonly Route[] {
  const admin = { atLeast: 'admin' } as const;
  const written = (agent: string, action: string, id: string, details: Readonly<Record<string, unknown>>): Promise<void> =>
    store.audit.add({ at: now(), actor: `agent:${agent}`, action: `plugin.${action}`, subject: `plugin:${id}`, details });
  const dead = (action: 'replay' | 'discard', does: (id: string, ids: readonly number[] | null) => Promise<unknown>): Route =>
    route('POST', `/api/v1/plugins/:id/dead/${action}`, {
      handler: door.signedIn<'id'>(async (request, { id: agent }) => {
        const { id } = request.params;
        const { ids } = bodyOf(request, choice);
        const done = await does(id, ids);
        await written(agent, `dead.${action}`, id, { pieces: ids?.length ?? 'all' });
        return json(done);
      }, admin),
    });

  return [
    route('GET', '/api/v1/plugins/:id/background', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await backlog.of(id)), admin) }),
    route('POST', '/api/v1/plugins/:id/jobs/:job/run', {
      handler: door.signedIn<'id' | 'job'>(async ({ params: { id, job } }, { id: agent }) => {
        const done = await backlog.run(id, job);
        await written(agent, 'run', id, { job });
        return json(done);
      }, admin),
    }),
    route('GET', '/api/v1/plugins/:id/dead', {
      handler: door.signedIn<'id'>(async (request) => json(await backlog.dead(request.params.id, queryOf(request, page).after ?? 0)), admin),
    }),
    dead('replay', (id, ids) => backlog.revive(id, ids)),
    dead('discard', (id, ids) => backlog.discard(id, ids)),
  ];
}
