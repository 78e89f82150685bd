import { z } from 'zod';
import { wordsOf } from '#domain/words.ts';
import type { Context } from '../context.ts';
import { queryOf } from '../input.ts';
import { json } from '../response.ts';
import { defaultLimits } from '../routes-deps.ts';
import { route, type Route } from '../router.ts';
import { createThrottle } from '../throttle.ts';
import { throttled } from '../throttled.ts';

const NARROWER = ['department', 'agent', 'status', 'channel', 'since', 'until'] as const;
const time = z.coerce.number().int().min(0).max(8.64e15).optional();

const searchQuery = z.object({
  text: z.string().trim().max(160).default(''),
  scope: z.enum(['open', 'ended']),
  department: z.ulid().optional(),
  agent: z.ulid().optional(),
  status: z.enum(['closed', 'completed', 'queued', 'active', 'transferring']).optional(),
  channel: z.ulid().optional(),
  since: time,
  until: time,
  /** `next` of the page before. */
  cursor: z.string().regex(/^\d{1,15}\.\d{1,15}$/).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  // Of everything there are lists.
}).refine((query) => wordsOf(query.text).length > 0 || NARROWER.some((name) => query[name] !== undefined));

/** Chats found by their words: an agent finds what they may open. */
export function searchRoutes({ chatSearch, config, door, now }: Context): readonly Route[] {
  const searches = createThrottle((config.limits ?? defaultLimits).searchesPerAgent, now);
  return [
    route('GET', '/api/v1/conversations/search', {
      handler: door.signedIn(async (request, by) => {
        const { agent, cursor, ...query } = queryOf(request, searchQuery);
        const wait = searches.take(by.id);
        if (wait > 0) return throttled('rate.limited', wait);
        return json(await chatSearch.page(by, { ...query, assignee: agent, after: cursor }, request.gone));
      }),
    }),
  ];
}
