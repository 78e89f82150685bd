import { RefusalError } from '#domain/errors.ts';
import { isUlid } from '#domain/ulid.ts';
import { visitorCode } from '#domain/visitor-code.ts';
import type { Agent } from '#store/agents.repository.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Page, PageRequest } from '#store/page.ts';
import type { Persona, Person } from '#store/people.repository.ts';
import type { Store } from '#store/store.ts';
import type { Contact, ContactItem, ContactMerge, ContactPatch, Page as WirePage } from '#wire/api.ts';
import { wayOf } from './cards.ts';
import type { DeskChanges } from './changes.ts';
import { newId } from './new-id.ts';

/** For so long a merge can be undone, ms. */
export const UNDO_MS = 24 * 3_600_000;

/** Who has come, and by which channels. Agents see whom their chats show them; everything throws a RefusalError. */
export interface Contacts {
  page(by: Agent, query: { readonly text: string; readonly limit: number; readonly after?: string | undefined }): Promise<WirePage<ContactItem>>;
  /** By the id of any of their contacts. Throws `contact.unknown`, also for whom the agent may not see. */
  find(by: Agent, id: string): Promise<Person>;
  /** Without a look at who asks. */
  show(contact: string): Promise<Contact>;
  edit(by: Agent, id: string, patch: { readonly [K in keyof ContactPatch]?: ContactPatch[K] | undefined }): Promise<Contact>;
  /** The newest first, of all channels; for an agent those that they may see. */
  chats(by: Agent, id: string, page: PageRequest): Promise<Page<Conversation>>;
  /** `other` becomes one with `id`. Again is no harm. Throws `merge.impossible`. */
  merge(by: Agent, id: string, other: string): Promise<Contact>;
  /** Throws `merge.settled`. */
  undo(by: Agent, id: string, merge: string): Promise<Contact>;
}

export interface ContactsOptions {
  readonly changes: Pick<DeskChanges, 'contacts'>;
  readonly store: Pick<Store, 'audit' | 'channelAccounts' | 'contactMerges' | 'contactSearch' | 'contacts' | 'conversations' | 'departments' | 'people'>;
  readonly now: () => number;
}

const seesAll = ({ role }: Agent): boolean => role !== 'agent';

export function createContacts({ changes, store, now }: ContactsOptions): Contacts {
  const sight = async (by: Agent) => (seesAll(by) ? {} : { departments: await store.departments.of(by.id), agent: by.id });

  const items = async (people: readonly Person[]): Promise<readonly ContactItem[]> => {
    const [accounts, counts] = await Promise.all([
      store.channelAccounts.list().then((all) => new Map(all.map((account) => [account.id, account]))),
      store.conversations.countsOf(people.flatMap(({ personas }) => personas.map(({ id }) => id))),
    ]);
    return people.map(({ id, personas }) => {
      const had = personas.flatMap((persona) => counts.get(persona.id) ?? []);
      const first = <K extends 'name' | 'email' | 'phone'>(field: K): string | null => personas.find((persona) => persona[field] !== null)?.[field] ?? null;
      return {
        id, name: first('name') ?? visitorCode(id), email: first('email'), phone: first('phone'),
        identities: personas.flatMap((persona) => persona.identities.map(({ channelAccountId, externalId }) => (
          { contact: persona.id, account: channelAccountId, ...wayOf(accounts.get(channelAccountId)), externalId, since: persona.createdAt }
        ))).map(({ channelIcon, ...rest }) => ({ ...rest, channelIcon: channelIcon ?? null })),
        chats: had.reduce((sum, { chats }) => sum + chats, 0),
        lastAt: had.length === 0 ? null : Math.max(...had.map(({ lastAt }) => lastAt)),
        createdAt: Math.min(...personas.map(({ createdAt }) => createdAt)),
      };
    });
  };

  const shown = async (person: Person): Promise<Contact> => {
    const [[item], merges] = await Promise.all([items([person]), store.contactMerges.into(person.id, now() - UNDO_MS)]);
    if (item === undefined) throw new RefusalError('contact.unknown');
    const nameOf = (id: string): string => person.personas.find((persona) => persona.id === id)?.name ?? visitorCode(id);
    return {
      ...item,
      givenName: nameIn(person.personas),
      notes: person.personas[0]?.notes ?? null,
      optedOutAt: person.personas.find((persona) => persona.optedOutAt !== null)?.optedOutAt ?? null,
      mergedNotes: person.personas.slice(1).flatMap(({ notes }) => (notes === null || notes === '' ? [] : [notes])),
      merges: merges.map(({ actor, at, id, loserId }): ContactMerge => ({ id, contact: loserId, name: nameOf(loserId), at, actor })),
    };
  };

  const known = async (id: string): Promise<Person> => {
    const person = isUlid(id) ? await store.people.find(id) : undefined;
    if (person === undefined) throw new RefusalError('contact.unknown');
    return person;
  };

  const find: Contacts['find'] = async (by, id) => {
    const person = await known(id);
    if (seesAll(by)) return person;
    const { items: seen } = await store.conversations.ofContacts(idsOf(person), { limit: 1 }, await sight(by));
    if (seen.length === 0) throw new RefusalError('contact.unknown');
    return person;
  };

  const audit = (by: Agent, action: string, contact: string, details: Readonly<Record<string, unknown>>): Promise<void> =>
    store.audit.add({ at: now(), actor: `agent:${by.id}`, action: `contact.${action}`, subject: `contact:${contact}`, details });

  return {
    find,

    async page(by, query) {
      const { ids, next } = await store.contactSearch.page({ ...query, ...(seesAll(by) ? {} : { seenBy: { departments: await store.departments.of(by.id), agent: by.id } }) });
      return { items: await items(await store.people.list(ids)), next };
    },

    show: async (contact) => shown(await known(contact)),

    async edit(by, id, { name, email, phone, notes, optedOut }) {
      const person = await find(by, id);
      const at = now();
      const own = { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
      // Without a name of the house's it is theirs again.
      const added = { ...(name === undefined ? {} : { namedAt: name === null ? null : at }), ...(phone === undefined ? {} : { phone }), ...(notes === undefined ? {} : { notes }) };
      if (Object.keys(own).length > 0) await store.contacts.update(person.id, { ...own, updatedAt: at });
      if (Object.keys(added).length > 0) await store.people.change(person.id, added);
      if (optedOut !== undefined) await store.people.optOut(person, optedOut ? at : null);
      if (name !== undefined) changes.contacts(idsOf(person));
      const fields = Object.entries({ name, email, phone, notes }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      if (fields.length > 0) await audit(by, 'edited', person.id, { fields });
      if (optedOut !== undefined) await audit(by, optedOut ? 'opted-out' : 'opted-in', person.id, {});
      return shown(await known(person.id));
    },

    async chats(by, id, page) {
      return store.conversations.ofContacts(idsOf(await find(by, id)), page, await sight(by));
    },

    async merge(by, id, other) {
      const [winner, loser] = [await find(by, id), await find(by, other)];
      if (winner.id === loser.id && other !== winner.id && id === winner.id) return shown(winner);
      const merge = await store.contactMerges.add({ id: newId(now()), winnerId: winner.id, loserId: loser.id, actor: `agent:${by.id}`, at: now() });
      if (merge === undefined) throw new RefusalError('merge.impossible');
      const person = await known(winner.id);
      changes.contacts(idsOf(person));
      await audit(by, 'merged', winner.id, { contact: loser.id, merge: merge.id });
      return shown(person);
    },

    async undo(by, id, merge) {
      const person = await find(by, id);
      const done = isUlid(merge) ? await store.contactMerges.find(merge) : undefined;
      if (done === undefined || !idsOf(person).includes(done.loserId) || done.at < now() - UNDO_MS) throw new RefusalError('merge.settled');
      if (await store.contactMerges.undo(done, now())) {
        changes.contacts(idsOf(person));
        await audit(by, 'parted', done.winnerId, { contact: done.loserId, merge });
      }
      return shown(await known(person.id));
    },
  };
}

const idsOf = ({ personas }: Person): readonly string[] => personas.map(({ id }) => id);

const nameIn = (personas: readonly Persona[]): string | null => personas.find(({ name }) => name !== null)?.name ?? null;
