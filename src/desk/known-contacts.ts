import type { ContactWay, KnownContact, Segment } from '#plugin/contacts/contact.ts';
import { WEB } from '#store/channel-accounts.repository.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Visit } from '#store/conversations.repository.ts';
import type { Persona, Person } from '#store/people.repository.ts';
import type { Store } from '#store/store.ts';

export interface KnownContactsOptions {
  readonly store: Pick<Store, 'channelAccounts' | 'conversations'>;
  readonly now: () => number;
}

/** Accounts by which the house can write first. */
type Accounts = ReadonlyMap<string, ChannelAccount>;

/** People as plugins know them. */
export function knownIn({ now, store }: KnownContactsOptions) {
  return {
    async accounts(): Promise<Accounts> {
      const all = await store.channelAccounts.list();
      return new Map(all.filter(({ disabledAt, kind }) => kind !== WEB && disabledAt === null).map((account) => [account.id, account]));
    },

    /** Of these who belong to the segment, and can be written to by one of its channels at all. */
    async of(people: readonly Person[], accounts: Accounts, segment: Segment = {}): Promise<readonly KnownContact[]> {
      const visits = Map.groupBy(await store.conversations.visitsOf(people.flatMap(({ personas }) => personas.map(({ id }) => id)), now()), ({ contactId }) => contactId);
      return people.flatMap((person) => {
        const own = person.personas.flatMap(({ id }) => visits.get(id) ?? []);
        const contact: KnownContact = {
          id: person.id, name: first(person, 'name'), email: first(person, 'email'), phone: first(person, 'phone'),
          optedOut: person.personas.some(({ optedOutAt }) => optedOutAt !== null),
          ways: waysOf(person, own, accounts, segment),
        };
        return contact.ways.length > 0 && belongs(contact, own, segment) ? [contact] : [];
      });
    },
  };
}

const first = ({ personas }: Person, field: 'email' | 'name' | 'phone'): string | null => personas.find((persona) => persona[field] !== null)?.[field] ?? null;

function waysOf({ personas }: Person, visits: readonly Visit[], accounts: Accounts, { accounts: wanted }: Segment): readonly ContactWay[] {
  const isKnown = (persona: Persona, account: string): boolean => persona.identities.some(({ channelAccountId }) => channelAccountId === account);
  const ways = personas.flatMap((persona) => [...Map.groupBy(visits.filter(({ contactId }) => contactId === persona.id), ({ channelAccountId }) => channelAccountId)].flatMap(([account, there]): readonly ContactWay[] => {
    const channel = accounts.get(account)?.kind;
    if (channel === undefined || !isKnown(persona, account) || wanted?.includes(account) === false) return [];
    return [{ contact: persona.id, account, channel, lastAt: Math.max(...there.map(({ lastAt }) => lastAt)), open: there.some(({ open }) => open) }];
  }));
  return ways.sort((a, b) => b.lastAt - a.lastAt || (a.account < b.account ? -1 : 1));
}

function belongs({ email, name, phone }: KnownContact, visits: readonly Visit[], { departments, email: withEmail, phone: withPhone, seenSince, text }: Segment): boolean {
  if (withEmail !== undefined && withEmail !== (email !== null)) return false;
  if (withPhone !== undefined && withPhone !== (phone !== null)) return false;
  if (seenSince !== undefined && !visits.some(({ lastAt }) => lastAt >= seenSince)) return false;
  if (departments !== undefined && !visits.some(({ departmentId }) => departments.includes(departmentId))) return false;
  const part = text?.trim().toLowerCase() ?? '';
  return part === '' || [name, email, phone].some((field) => field?.toLowerCase().includes(part) === true);
}
