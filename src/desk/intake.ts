import { REOPEN_WINDOW_MS } from '#domain/decide/ending.ts';
import { refuse, type Refusal } from '#domain/errors.ts';
import { visitorCode } from '#domain/visitor-code.ts';
import { Generations } from '#src/generations.ts';
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
   * The open conversation of a contact on a channel account; else, with `start`, a new one; else the last ended one
   * that may still be reopened; else `conversation.unknown`.
   */
  openConversation(contact: string, channelAccount: string, options: { readonly start: boolean }): Promise<Opening | Refusal>;
}

export interface IntakeOptions {
  readonly store: Pick<Store, 'contacts' | 'conversations'>;
  readonly now: () => number;
}

/** UTF-16 units of a name that are kept: channels hand on whatever people call themselves. */
const MAX_NAME = 120;

/** One open conversation a contact and channel account: the unique key that settles races between nodes. */
export const openKeyOf = (channelAccount: string, contact: string): string => `${channelAccount}:${contact}`;

export const visitorName = (contact: Pick<Contact, 'id' | 'name'>): string => contact.name ?? visitorCode(contact.id);

export function createIntake({ store, now }: IntakeOptions): Intake {
  const promises = createPromises(now);

  const newConversation = async (openKey: string): Promise<string> => {
    const promised = promises.get(openKey);
    // A chat that came and went within the life of its tickets is over: the next one is another.
    if (promised !== undefined && (await store.conversations.byPublicId(promised)) !== undefined) promises.forget(openKey, promised);
    return promises.idFor(openKey);
  };

  return {
    recognise: (channelAccount, externalId) => store.contacts.byIdentity({ channelAccountId: channelAccount, externalId }),

    identify({ channelAccount, externalId, name = null, locale, contact }) {
      const at = now();
      const fresh: Contact = { id: contact ?? newId(at), name: name?.slice(0, MAX_NAME) ?? null, email: null, attributes: { locale }, createdAt: at, updatedAt: at };
      return store.contacts.findOrCreate({ channelAccountId: channelAccount, externalId }, fresh);
    },

    async openConversation(contact, channelAccount, { start }) {
      const openKey = openKeyOf(channelAccount, contact);
      const open = await store.conversations.byOpenKey(openKey);
      if (open !== undefined) return { conversation: open.publicId, create: false };
      // Somebody who asks for a new chat gets one, however recent the last.
      if (start) return { conversation: await newConversation(openKey), create: true };
      const ended = await store.conversations.lastEndedOf(contact, channelAccount);
      if (ended?.endedAt != null && now() - ended.endedAt <= REOPEN_WINDOW_MS) return { conversation: ended.publicId, create: false };
      return refuse('conversation.unknown');
    },
  };
}

/**
 * Ids given out for conversations that nobody has joined yet, kept while their tickets live and a little longer: two
 * tabs that start at once get the same one. Two nodes may still promise two; the unique open key lets one of them win.
 */
function createPromises(now: () => number): Promises {
  const promised = new Generations<string>();
  let turnsAt = 0;

  return {
    get: (openKey) => promised.get(openKey),
    idFor(openKey) {
      const at = now();
      if (at >= turnsAt) {
        promised.turn();
        turnsAt = at + TICKET_LIFETIME_MS;
      }
      const id = promised.get(openKey) ?? newId(at);
      promised.set(openKey, id);
      return id;
    },
    forget(openKey, id) {
      if (promised.get(openKey) === id) promised.delete(openKey);
    },
  };
}

interface Promises {
  get(openKey: string): string | undefined;
  /** The promised id, or a new promise. */
  idFor(openKey: string): string;
  /** Takes this promise back, unless another was made meanwhile. */
  forget(openKey: string, id: string): void;
}
