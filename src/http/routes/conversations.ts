import { z } from 'zod';
import { cardsOf } from '#desk/card-list.ts';
import type { Agent } from '#store/agents.repository.ts';
import type { ListScope } from '#store/conversations.repository.ts';
import type { CardPage, ConversationScope, EventPage } from '#wire/api.ts';
import type { Context } from '../context.ts';
import { queryOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';
import { isAtLeast } from '../staff-door.ts';

const limit = z.coerce.number().int().min(1).max(100).default(50);

const listQuery = z.object({
  scope: z.enum(['waiting', 'mine', 'open', 'ended']),
  /** `next` of the page before. */
  cursor: z.string().regex(/^\d{1,15}\.\d{1,15}$/).optional(),
  limit,
});

const position = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const eventsQuery = z.object({ before: position.optional(), from: position.optional(), limit });
/** Of a page that reaches back to where somebody wants to be. */
const MOST_EVENTS = 500;

/** An agent sees the chats of the own departments and the own ones; supervisors and administrators see all. */
export function conversationRoutes({ door, sight, store }: Context): readonly Route[] {
  return [
    route('GET', '/api/v1/conversations', {
      handler: door.signedIn(async (request, agent) => {
        const { scope, cursor, limit } = queryOf(request, listQuery);
        const page = await store.conversations.list(await visible(scope, agent), { limit, after: cursor });
        const items = await cardsOf(store, page.items, scope === 'mine' ? agent.id : null);
        return json({ items, next: page.next } satisfies CardPage);
      }),
    }),

    route('GET', '/api/v1/conversations/:id/events', {
      handler: door.signedIn<'id'>(async (request, agent) => {
        const { before, from, limit } = queryOf(request, eventsQuery);
        const conversation = await sight.conversation(request.params.id, agent);
        // Positions have no gaps.
        const size = before === undefined || from === undefined ? limit : Math.min(Math.max(limit, before - from), MOST_EVENTS);
        const lines = await store.events.before(conversation.id, before ?? Number.MAX_SAFE_INTEGER, size + 1);
        return json({ events: store.lines.events(conversation.id, lines.slice(-size)), more: lines.length > size } satisfies EventPage);
      }),
    }),
  ];

  async function visible(scope: ConversationScope, agent: Agent): Promise<ListScope> {
    const seesAll = isAtLeast(agent, 'supervisor');
    switch (scope) {
      case 'mine':
        return { kind: 'assignee', agent: agent.id };
      case 'waiting': {
        const departments = seesAll ? (await store.departments.list()).map(({ id }) => id) : await store.departments.of(agent.id);
        return { kind: 'waiting', departments };
      }
      case 'open':
      case 'ended':
        return seesAll ? { kind: scope } : { kind: scope, departments: await store.departments.of(agent.id), agent: agent.id };
    }
  }
}
