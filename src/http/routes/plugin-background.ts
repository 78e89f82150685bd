import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf, queryOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

const number = z.string().regex(/^\d{1,15}$/).transform(Number);
const choice = z.object({ ids: z.array(number).min(1).max(500).nullable() });
const page = z.object({ after: number.optional() });

/** What plugins do by themselves: administrators only. */
export function pluginBackgroundRoutes({ backlog, door }: Context): readonly Route[] {
  const admin = { atLeast: 'admin' } as const;

  return [
    route('GET', '/api/v1/plugins/:id/background', { handler: door.signedIn<'id'>(async ({ params: { id } }) => json(await backlog.of(id)), admin) }),
    route('POST', '/api/v1/plugins/:id/jobs/:job/run', { handler: door.signedIn<'id' | 'job'>(async ({ params: { id, job } }) => json(await backlog.run(id, job)), admin) }),
    route('GET', '/api/v1/plugins/:id/dead', {
      handler: door.signedIn<'id'>(async (request) => json(await backlog.dead(request.params.id, queryOf(request, page).after ?? 0)), admin),
    }),
    route('POST', '/api/v1/plugins/:id/dead/replay', {
      handler: door.signedIn<'id'>(async (request) => json(await backlog.revive(request.params.id, bodyOf(request, choice).ids)), admin),
    }),
    route('POST', '/api/v1/plugins/:id/dead/discard', {
      handler: door.signedIn<'id'>(async (request) => json(await backlog.discard(request.params.id, bodyOf(request, choice).ids)), admin),
    }),
  ];
}
