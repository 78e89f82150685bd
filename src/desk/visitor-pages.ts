import type { Contact } from '#store/contacts.repository.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import type { ChatPages, VisitedPage } from '#wire/api.ts';
import { isSafeLink } from '#wire/slots.ts';

/** A page as the widget tells of it: whoever visits may say anything. */
export type ToldPage = Pick<VisitedPage, 'url' | 'title'>;

/** UTF-16 units that are kept; a longer address leads nowhere when it is cut, and is not kept. */
const MAX_URL = 2_048;
const MAX_TITLE = 200;

interface Kept {
  readonly page?: VisitedPage;
  /** Where the last chat began. */
  readonly began?: VisitedPage & { readonly conversation: string };
}

/** On which page of the website a visitor is, and on which their last chat began: kept with the contact. */
export interface VisitorPages {
  /** Only of who is in a chat: page views of everybody else cost no write. `began`: the chat that begins there. */
  visit(contact: Contact, page: ToldPage | undefined, began: string | null): Promise<void>;
  /** Null where nothing is known, as of chats by other channels. */
  of(conversation: Conversation): Promise<ChatPages | null>;
}

export function createVisitorPages({ store, now }: { readonly store: Pick<Store, 'contacts'>; readonly now: () => number }): VisitorPages {
  return {
    async visit({ attributes, id, updatedAt }, told, began) {
      const page = pageOf(told, now());
      if (page === null || (began === null && page.url === (attributes as Kept).page?.url)) return;
      // What is known of somebody is no older for it.
      await store.contacts.update(id, { attributes: { page: { ...page }, ...(began === null ? {} : { began: { ...page, conversation: began } }) }, updatedAt });
    },
    async of({ contactId, publicId, endedAt }) {
      const { began, page } = ((await store.contacts.find(contactId))?.attributes ?? {}) as Kept;
      const own = began?.conversation === publicId ? shown(began) : null;
      const now = page === undefined || (endedAt !== null && own === null) ? null : shown(page);
      return now === null && own === null ? null : { page: now, began: own };
    },
  };
}

/** What the visitor's site told of them: where they are is for agents, and for no plugin. */
export function withoutPages({ page: _page, began: _began, ...others }: Contact['attributes']): Contact['attributes'] {
  return others;
}

/** Behind `#` sites keep where one is, or what nobody else may have: `#access_token=…`. */
const withoutSecrets = (url: string): string => url.replace(/#[^/!][^#]*=.*$/u, '');

const shown = ({ at, title, url }: VisitedPage): VisitedPage => ({ url, title, at });

function pageOf(told: ToldPage | undefined, at: number): VisitedPage | null {
  if (told === undefined || told.url.length > MAX_URL || !/^https?:/i.test(told.url) || !isSafeLink(told.url)) return null;
  return { url: withoutSecrets(told.url), title: told.title.replaceAll(/\s+/gu, ' ').trim().slice(0, MAX_TITLE).toWellFormed(), at };
}
