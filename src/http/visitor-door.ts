import { RefusalError } from '#domain/errors.ts';
import { isUlid } from '#domain/ulid.ts';
import type { VisitorTokens } from '#desk/visitors.ts';
import type { Intake } from '#desk/intake.ts';
import type { Contact } from '#store/contacts.repository.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import type { OwnOrigin } from './own-origin.ts';
import type { HttpRequest } from './request.ts';
import type { Entrance, Storefront } from './storefront.ts';

/** How somebody is known who has no cookie: by the channel's token and the visitor's own, in the body. */
export interface VisitorPass {
  readonly token: string;
  readonly visitor: string;
}

/** Lets visitors in. */
export interface VisitorDoor {
  /** The channel, if the page that asks may use it. Refuses with `channel.unknown` or `request.forbidden-origin`. */
  entrance(request: HttpRequest, token: string): Promise<Entrance>;
  /** The channel, and who its visitor is there. Refuses with `ticket.invalid` as well. */
  known(request: HttpRequest, pass: VisitorPass): Promise<Entrance & { readonly external: string }>;
  /** A chat of this very visitor. Somebody else's and none at all answer alike: `conversation.unknown`. */
  conversation(contact: Contact | undefined, id: string): Promise<Conversation>;
  recognise(entrance: Entrance & { readonly external: string }): Promise<Contact | undefined>;
}

export interface VisitorDoorOptions {
  readonly storefront: Storefront;
  readonly visitors: VisitorTokens;
  readonly intake: Pick<Intake, 'recognise'>;
  readonly own: OwnOrigin;
  readonly store: Pick<Store, 'conversations'>;
}

export function createVisitorDoor({ intake, own, store, storefront, visitors }: VisitorDoorOptions): VisitorDoor {
  // The frame is ours: who may embed it is its frame-ancestors' matter.
  const entrance: VisitorDoor['entrance'] = async (request, token) => {
    const found = await storefront.entrance(token);
    if (found === null) throw new RefusalError('channel.unknown');
    const { allowedOrigins } = found.channel;
    const origin = request.headers['origin'];
    const allowed = origin === undefined || own.isSame(request) || allowedOrigins.includes('*') || allowedOrigins.includes(origin);
    if (!allowed) throw new RefusalError('request.forbidden-origin');
    return found;
  };

  return {
    entrance,
    async known(request, { token, visitor }) {
      const found = await entrance(request, token);
      const external = visitors.contactOf(visitor, found.channel.id);
      if (external === null) throw new RefusalError('ticket.invalid');
      return { ...found, external };
    },
    recognise: ({ channel, external }) => intake.recognise(channel.id, external),
    async conversation(contact, id) {
      const conversation = isUlid(id) ? await store.conversations.byPublicId(id) : undefined;
      if (contact === undefined || conversation?.contactId !== contact.id) throw new RefusalError('conversation.unknown');
      return conversation;
    },
  };
}
