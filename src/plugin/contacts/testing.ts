import type { ContactOrder, ContactOutcome, ContactPlaces, ContactsForPlugins, KnownContact, SaidAt, Segment, Spoken } from './contact.ts';

/** What a test may say of the people that a plugin knows. */
export interface TestedPeople {
  readonly places?: ContactPlaces;
  /** All of them; {@link ContactsForPlugins.page} answers with `pageSize` of them at a time. Default: nobody. */
  readonly known?: (segment: Segment) => readonly KnownContact[];
  readonly pageSize?: number;
  readonly reach?: ContactsForPlugins['reach'];
  /** Default: it is said. */
  readonly say?: (order: ContactOrder) => ContactOutcome | Promise<ContactOutcome>;
  /** What of it waits still. Default: nothing. */
  readonly waiting?: (said: readonly Spoken[]) => readonly Spoken[];
}

export interface TestedContacts {
  readonly contacts: ContactsForPlugins;
  readonly said: readonly ContactOrder[];
  /** Who wants nothing more. */
  readonly optedOut: ReadonlySet<string>;
}

const PAGE = 100;

/** People who hear nothing: what is said to them is on record. */
export function testedContacts({ known = () => [], pageSize = PAGE, places = { accounts: [], departments: [] }, reach, say, waiting = () => [] }: TestedPeople = {}): TestedContacts {
  const said: ContactOrder[] = [];
  const optedOut = new Set<string>();
  const at = new Map<string, SaidAt>();
  const nameOf = ({ contact, id }: Pick<ContactOrder, 'contact' | 'id'>): string => JSON.stringify([id, contact]);
  const asTold = (contact: KnownContact): KnownContact => ({ ...contact, optedOut: contact.optedOut || optedOut.has(contact.id) });
  return {
    said, optedOut,
    contacts: {
      page: async (_plugin, segment, after) => {
        const from = Number(after ?? 0);
        const all = known(segment);
        return { contacts: all.slice(from, from + pageSize).map(asTold), next: from + pageSize < all.length ? String(from + pageSize) : null };
      },
      find: async (_plugin, id) => known({}).filter((contact) => contact.id === id || contact.ways.some((way) => way.contact === id)).map(asTold)[0] ?? null,
      places: async () => places,
      reach: async (plugin, ways) => reach?.(plugin, ways) ?? ways.map(() => ({ possible: true })),
      say: async (_plugin, order) => {
        said.push(order);
        const outcome = (await say?.(order)) ?? { account: order.accounts?.[0] ?? '', conversation: `c-${order.contact}`, seq: said.length };
        if ('conversation' in outcome) at.set(nameOf(order), outcome);
        return outcome;
      },
      said: async (_plugin, order) => at.get(nameOf(order)) ?? null,
      waiting: async (_plugin, all) => waiting(all),
      optOut: async (_plugin, contact, out) => void (out ? optedOut.add(contact) : optedOut.delete(contact)),
    },
  };
}
