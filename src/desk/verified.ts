import type { Contact } from '#store/contacts.repository.ts';
import type { Store } from '#store/store.ts';
import type { DeskChanges } from './changes.ts';
import { newId } from './new-id.ts';

/** What a channel says for certain. */
export interface Verified {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** Whether contacts of whom channels say the same become one; off by default. */
export const MERGE_SETTING = 'contacts.merge-verified';

export interface VerifiedOptions {
  readonly changes: Pick<DeskChanges, 'contacts'>;
  readonly store: Pick<Store, 'audit' | 'contactMerges' | 'contacts' | 'people' | 'settings'>;
  readonly now: () => number;
}

/**
 * Keeps what a channel has verified, and makes one of those who share it, where the house has said so: the newer becomes one with
 * the older. Only when something new is said: who was parted by hand stays apart.
 */
export function createVerified({ changes, store, now }: VerifiedOptions) {
  return async ({ email, id }: Pick<Contact, 'email' | 'id'>, said: Verified): Promise<void> => {
    const known = await store.people.profile(id);
    const verifiedEmail = said.email?.toLowerCase() ?? known.verifiedEmail;
    const verifiedPhone = phoneOf(said.phone) ?? known.verifiedPhone;
    if (verifiedEmail === known.verifiedEmail && verifiedPhone === known.verifiedPhone) return;
    const at = now();
    await store.people.change(id, { verifiedEmail, verifiedPhone, ...(known.phone === null && verifiedPhone !== null ? { phone: verifiedPhone } : {}) });
    if (email === null && verifiedEmail !== null) await store.contacts.update(id, { email: verifiedEmail, updatedAt: at });
    if ((await store.settings.get(MERGE_SETTING)) !== 'on') return;
    const others = await store.people.alike({ contactId: id, verifiedEmail, verifiedPhone });
    for (const other of others) {
      const own = await store.people.of(id);
      const [winnerId = own, loserId = own] = [own, other].sort();
      const merge = await store.contactMerges.add({ id: newId(at), winnerId, loserId, actor: 'rule:verified', at });
      if (merge === undefined) continue;
      changes.contacts([winnerId, ...merge.moved]);
      await store.audit.add({ at, actor: 'rule:verified', action: 'contact.merged', subject: `contact:${winnerId}`, details: { contact: loserId, merge: merge.id } });
    }
  };
}

/** As `+` and digits: one number is written in many ways. A national one is nobody's for certain. */
function phoneOf(text: string | undefined): string | null {
  const digits = text?.replace(/[ ()./-]/g, '') ?? '';
  return /^\+[1-9][0-9]{5,14}$/.test(digits) ? digits : null;
}
