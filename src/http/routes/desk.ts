import { deskOf } from '#cluster/identity.ts';
import type { Ticket } from '#wire/api.ts';
import type { Context } from '../context.ts';
import { socketUrl } from '../own-origin.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

/** The way to one's own desk, and who else is there. */
export function deskRoutes({ door, own, placement, presence, tickets }: Context): readonly Route[] {
  return [
    route('POST', '/api/v1/desk/ticket', {
      maxBody: 1_024,
      handler: door.signedIn(async (request, { id, tokenVersion }) => {
        const ticket = tickets.issue({ kind: 'desk', agent: id, session: tokenVersion });
        return json({ url: socketUrl(own.of(request), await placement.nodeFor(deskOf(id)), ticket) } satisfies Ticket);
      }),
    }),

    route('GET', '/api/v1/colleagues', {
      handler: door.signedIn(async () => json(await presence.colleagues())),
    }),
  ];
}
