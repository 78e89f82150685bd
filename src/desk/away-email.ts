import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Contact } from '#store/contacts.repository.ts';
import type { Store } from '#store/store.ts';
import type { AwayEmail } from '#wire/api.ts';

/** Whether the widget of this channel asks for an e-mail where nobody is there. */
export const awayEmailOf = ({ settings: { awayEmail } }: Pick<ChannelAccount, 'settings'>): AwayEmail => (awayEmail === 'off' || awayEmail === 'required' ? awayEmail : 'optional');

/** Whether the house has an address of theirs, also where it stands with whom they were merged. */
export const hasEmail = async ({ people }: Pick<Store, 'people'>, { email, id }: Contact): Promise<boolean> =>
  email !== null || people.othersHaveEmail(id);

/** What a visitor says is theirs, which nobody has confirmed. Never in place of an address that the house has: that would lead answers to whoever holds the browser. */
export async function keepEmail(store: Pick<Store, 'contacts' | 'people'>, contact: Contact, email: string | undefined, now: number): Promise<Contact> {
  if (email === undefined || (await hasEmail(store, contact))) return contact;
  return (await store.contacts.giveEmail(contact.id, email, now)) ? { ...contact, email, updatedAt: now } : contact;
}
