import { z } from 'zod';
import type { Agent } from '#store/agents.repository.ts';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { defaultLocale } from '../language.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';
import { agentBody } from './represent.ts';

/** Letters and digits of any script would invite look-alikes; e-mail addresses fit. */
const login = z.string().trim().regex(/^[\w.@+-]{2,120}$/);
const password = z.string().max(1_000);
const fields = {
  name: z.string().trim().min(1).max(80),
  role: z.enum(['admin', 'supervisor', 'agent']).optional(),
  capacity: z.int().min(0).max(100).optional(),
  departments: z.array(z.ulid()).max(500).optional(),
};

const newAgent = z.object({ ...fields, login, password });
const agentUpdate = z.object({ ...fields, name: fields.name.optional(), login: login.optional(), password: password.optional(), disabled: z.boolean().optional() });

/** Who works here. Agents may look, administrators change. */
export function agentRoutes({ accounts, door, store }: Context): readonly Route[] {
  const answer = async (agent: Agent, status = 200) => json(agentBody(agent, await store.departments.of(agent.id), defaultLocale), { status });

  return [
    route('GET', '/api/v1/agents', {
      handler: door.signedIn(async () => {
        const [agents, memberships] = await Promise.all([store.agents.list(), store.departments.memberships()]);
        const departments = Map.groupBy(memberships, ({ agentId }) => agentId);
        return json(agents.map((agent) => agentBody(agent, (departments.get(agent.id) ?? []).map(({ departmentId }) => departmentId), defaultLocale)));
      }),
    }),

    route('POST', '/api/v1/agents', {
      handler: door.signedIn(async (request) => answer(await accounts.create(bodyOf(request, newAgent)), 201), { atLeast: 'admin' }),
    }),

    route('PATCH', '/api/v1/agents/:id', {
      handler: door.signedIn<'id'>(
        async (request, by) => answer(await accounts.update(request.params.id, bodyOf(request, agentUpdate), by)),
        { atLeast: 'admin' },
      ),
    }),
  ];
}
