import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { json, noContent } from '../response.ts';
import { route, type Route } from '../router.ts';
import { departmentBody } from './represent.ts';

const name = z.string().trim().min(1).max(80);
const fields = { assignment: z.enum(['manual', 'auto']).optional(), members: z.array(z.ulid()).max(1_000).optional() };
const newDepartment = z.object({ ...fields, name });
const departmentUpdate = z.object({ ...fields, name: name.optional() });

/** Agents may look, administrators change. */
export function departmentRoutes({ departments, door, store }: Context): readonly Route[] {
  const waitingIn = async (id: string): Promise<number> => (await store.conversations.waitingCounts()).get(id) ?? 0;

  return [
    route('GET', '/api/v1/departments', {
      handler: door.signedIn(async () => {
        const [all, memberships, waiting] = await Promise.all([
          store.departments.list(), store.departments.memberships(), store.conversations.waitingCounts(),
        ]);
        const members = Map.groupBy(memberships, ({ departmentId }) => departmentId);
        return json(all.map((one) => departmentBody(one, (members.get(one.id) ?? []).map(({ agentId }) => agentId), waiting.get(one.id) ?? 0)));
      }),
    }),

    route('POST', '/api/v1/departments', {
      handler: door.signedIn(
        async (request) => {
          const made = await departments.create(bodyOf(request, newDepartment));
          return json(departmentBody(made, await store.departments.members(made.id), 0), { status: 201 });
        },
        { atLeast: 'admin' },
      ),
    }),

    route('PATCH', '/api/v1/departments/:id', {
      handler: door.signedIn<'id'>(
        async (request) => {
          const changed = await departments.update(request.params.id, bodyOf(request, departmentUpdate));
          return json(departmentBody(changed, await store.departments.members(changed.id), await waitingIn(changed.id)));
        },
        { atLeast: 'admin' },
      ),
    }),

    route('DELETE', '/api/v1/departments/:id', {
      handler: door.signedIn<'id'>(
        async (request) => {
          await departments.archive(request.params.id);
          return noContent;
        },
        { atLeast: 'admin' },
      ),
    }),
  ];
}
