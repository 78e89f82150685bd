import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CardPage, ChatBeginning, ChatBegun, Contact, ContactIdentity, ContactItem, ContactOfChat, ContactPatch, ContactReach, Page } from '#wire/api.ts';
import { api, get } from '../../api/client.ts';

const pageOf = (cursor: string | null): string => (cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`);

/** Everybody who matches, page by page. Somebody who was merged meanwhile may be on two of them. */
export const useContacts = (search: string, enabled = true) => useInfiniteQuery({
  queryKey: ['contacts', search],
  queryFn: ({ pageParam }) => get<Page<ContactItem>>(`/contacts?search=${encodeURIComponent(search)}${pageOf(pageParam)}`),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  select: ({ pages }) => [...new Map(pages.flatMap(({ items }) => items).map((item) => [item.id, item])).values()],
  placeholderData: (before) => before,
  enabled,
});

export const useContact = (id: string) => useQuery({ queryKey: ['contact', id], queryFn: () => get<Contact>(`/contacts/${id}`) });

/** A visitor of the website moves on: looked at again, ms. */
const PAGES_MS = 15_000;

/** Who the visitor of a chat is. */
export const useContactOf = (conversation: string) => useQuery({ queryKey: ['contact', 'of', conversation], queryFn: () => get<ContactOfChat>(`/conversations/${conversation}/contact`), staleTime: 30_000, refetchInterval: ({ state: { data } }) => (data?.pages == null ? false : PAGES_MS) });

/** As which of their identities the chat knows them. */
export const identityAt = ({ at, identities }: ContactOfChat): ContactIdentity | undefined => identities.find(({ account, contact }) => contact === at.contact && account === at.account);

export const useContactChats = (id: string | undefined) => useInfiniteQuery({
  queryKey: ['contact-chats', id],
  queryFn: ({ pageParam }) => get<CardPage>(`/contacts/${id}/chats?limit=20${pageOf(pageParam)}`),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
  enabled: id !== undefined,
});

/** What holds now: asked anew whenever somebody wants to write. */
export const useReach = (id: string) => useQuery({ queryKey: ['contact-reach', id], queryFn: () => get<readonly ContactReach[]>(`/contacts/${id}/reach`), staleTime: 0, gcTime: 0 });

export function useBeginChat(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, once }: { readonly input: ChatBeginning; readonly once: string }) => api<ChatBegun>('POST', `/contacts/${id}/chats`, input, { 'idempotency-key': once }),
    onSettled: () => Promise.all([['contact-chats', id], ['contact-reach', id], ['contact', 'of']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

/** A change of a contact: whatever shows it is read anew. */
export function useContactChange<I>(change: (input: I) => Promise<Contact>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (contact) => {
      client.setQueryData(['contact', contact.id], contact);
      return Promise.all([['contacts'], ['contact', 'of'], ['contact-chats', contact.id], ['conversations']].map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}

export const useEditContact = (id: string) => useContactChange((patch: ContactPatch) => api<Contact>('PATCH', `/contacts/${id}`, patch));
export const useMergeContact = (id: string) => useContactChange((contact: string) => api<Contact>('POST', `/contacts/${id}/merges`, { contact }));
export const usePartContact = (id: string) => useContactChange((merge: string) => api<Contact>('DELETE', `/contacts/${id}/merges/${merge}`));
