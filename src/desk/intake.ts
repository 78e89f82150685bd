import { REOPEN_WINDOW_MS } from '#domain/decide.ts';
import { refuse, type Refusal } from '#domain/errors.ts';
import type { Contact } from '#store/contacts.repository.ts';
import type { Store } from '#store/store.ts';
import { newId } from './new-id.ts';
import { TICKET_LIFETIME_MS } from './tickets.ts';

/** Somebody, as a channel knows them. */
export interface Identification {
  readonly channelAccount: string;
  /** The channel's own id of the person: an openid, a chat id, a widget's visitor. */
  readonly externalId: string;
  readonly name?: string | null;
  readonly locale: string;
  /** Id of the contact if it is new; a fresh one by default. */
  readonly contact?: string;
}

/** Which conversation the person is in. `create`: no row exists yet; the actor's first batch writes it. */
export interface Opening {
  readonly conversation: string;
  readonly create: boolean;
}

/** The way in, for the widget and for every channel plugin alike. */
export interface Intake {
  /** The contact, where the person is known already. */
  recognise(channelAccount: string, externalId: string): Promise<Contact | undefined>;
  /** Finds the contact, or creates it. Callers that race get the same one. */
  identify(who: Identification): Promise<Contact>;
  /**
   * The open conversation of a contact on a channel account; else the last ended one that may still be reopened;
   * else, with `start`, a new one. Without any: `conversation.unknown`.
   */
  openConversation(contact: string, channelAccount: string, options: { readonly start: boolean }): Promise<Opening | Refusal>;
}

export interface IntakeOptions {
  readonly store: Pick<Store, 'contacts' | 'conversations'>;
  readonly now: () => number;
}

/** One open conversation a contact and channel account: the unique key that settles races between nodes. */
export const openKeyOf = (channelAccount: string, contact: string): string => `${channelAccount}:${contact}`;

/** How a nameless visitor is called everywhere and in every language: `#4821`. Clients put their word for visitor before it. */
export function visitorCode(contact: string): string {
  let code = 0;
  for (const char of contact) code = (code * 31 + char.charCodeAt(0)) % 9_000;
  return `#${1_000 + code}`;
}

export const visitorName = (contact: Pick<Contact, 'id' | 'name'>): string => contact.name ?? visitorCode(contact.id);

export function createIntake({ store, now }: IntakeOptions): Intake {
  const promises = createPromises(now);

  return {
    recognise: (channelAccount, externalId) => store.contacts.byIdentity({ channelAccountId: channelAccount, externalId }),

    identify({ channelAccount, externalId, name = null, locale, contact }) {
      const at = now();
      const fresh: Contact = { id: contact ?? newId(at), name, email: null, attributes: { locale }, createdAt: at, updatedAt: at };
      return store.contacts.findOrCreate({ channelAccountId: channelAccount, externalId }, fresh);
    },

    async openConversation(contact, channelAccount, { start }) {
      const openKey = openKeyOf(channelAccount, contact);
      const open = await store.conversations.byOpenKey(openKey);
      if (open !== undefined) return { conversation: open.publicId, create: false };
      const ended = await store.conversations.lastEndedOf(contact, channelAccount);
      if (ended?.endedAt != null && now() - ended.endedAt <= REOPEN_WINDOW_MS) return { conversation: ended.publicId, create: false };
      return start ? { conversation: promises.idFor(openKey), create: true } : refuse('conversation.unknown');
    },
  };
}

/**
 * Ids given out for conversations that nobody has joined yet, as long as their tickets live: two tabs that start at
 * once get the same one. Two nodes may still promise two; the unique open key lets one of them win.
 */
function createPromises(now: () => number): { idFor(openKey: string): string } {
  const promised = new Map<string, { readonly id: string; readonly until: number }>();

  const forgetExpired = (at: number): void => {
    for (const [key, { until }] of promised) {
      if (until > at) return;
      promised.delete(key);
    }
  };

  return {
    idFor(openKey) {
      const at = now();
      forgetExpired(at);
      const id = promised.get(openKey)?.id ?? newId(at);
      promised.delete(openKey);
      promised.set(openKey, { id, until: at + TICKET_LIFETIME_MS });
      return id;
    },
  };
}
