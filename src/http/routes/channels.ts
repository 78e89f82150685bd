import { z } from 'zod';
import { WEB } from '#store/channel-accounts.repository.ts';
import type { ChannelName } from '#wire/api.ts';
import { hexOf, LOOK_LIMITS } from '#wire/widget-look.ts';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';
import { isAtLeast } from '../staff-door.ts';
import { channelBody } from './represent.ts';

/** `*`, or a site as browsers name it: scheme, host and port, nothing after them. */
const origin = z.string().trim().max(300).transform((text, context) => {
  if (text === '*') return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (isOrigin) return url.origin;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

const color = z.string().transform((text, context) => {
  const hex = hexOf(text);
  if (hex !== null) return hex;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** One line: neither control characters nor halves of a character. */
const line = (most: number) => z.string().trim().max(most).regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u);
const words = z.object({ title: line(LOOK_LIMITS.title), subtitle: line(LOOK_LIMITS.subtitle) });
const look = z.object({ color: color.nullable(), side: z.enum(['left', 'right']), words: z.object({ en: words, 'zh-CN': words }) });

const channelUpdate = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  allowedOrigins: z.array(origin).max(200).transform((all) => [...new Set(all)]).optional(),
  awayEmail: z.enum(['off', 'optional', 'required']).optional(),
  look: look.optional(),
});

/** Ways in. Agents may look (the token is public anyway), administrators change. */
export function channelRoutes({ departments, door, store }: Context): readonly Route[] {
  return [
    route('GET', '/api/v1/channels', {
      handler: door.signedIn(async () => {
        const all = await store.channelAccounts.list();
        return json(all.filter(({ kind, disabledAt }) => kind === WEB && disabledAt === null).map(channelBody));
      }),
    }),

    route('GET', '/api/v1/channel-names', {
      handler: door.signedIn(async (_request, by) => {
        const all = await store.channelAccounts.list();
        const own = isAtLeast(by, 'supervisor') ? null : await store.departments.of(by.id);
        const seen = all.filter(({ departmentId }) => own === null || own.includes(departmentId));
        return json(seen.map(({ departmentId, disabledAt, id, kind, name }): ChannelName => ({ id, name, kind, department: departmentId, closed: disabledAt !== null })));
      }),
    }),

    route('PATCH', '/api/v1/channels/:id', {
      handler: door.signedIn<'id'>(
        async (request) => json(channelBody(await departments.updateChannel(request.params.id, bodyOf(request, channelUpdate)))),
        { atLeast: 'admin' },
      ),
    }),
  ];
}
