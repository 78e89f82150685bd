import type { Selectable } from 'kysely';
import type { ContactMergesTable } from './contact-profiles.table.ts';
import type { Db } from './database.ts';
import { readStrings } from './json.ts';

export interface ContactMerge extends Omit<Selectable<ContactMergesTable>, 'moved'> {
  readonly moved: readonly string[];
}

export type NewMerge = Pick<ContactMerge, 'actor' | 'at' | 'id' | 'loserId' | 'winnerId'>;

/**
 * One reference says whom a contact stands for, and merging writes that one: chats, their logs, open keys and identities stay
 * as they are, so that open chats go on and words go back where they came from.
 */
export class ContactMergeRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined where one of them does not stand for itself, any more or at all, or they are one already. */
  async add({ actor, at, id, loserId, winnerId }: NewMerge): Promise<ContactMerge | undefined> {
    if (loserId === winnerId) return undefined;
    return this.#db.transaction().execute(async (trx) => {
      // Written to be locked, in the order of the key: of two merges of one contact the second waits, and sees the first.
      const held = await trx.updateTable('contacts').set({ updatedAt: at }).where('id', 'in', [loserId, winnerId].sort()).executeTakeFirst();
      if (held.numUpdatedRows !== 2n) return undefined;
      const profiles = await trx.selectFrom('contactProfiles').select(['contactId', 'mergedInto']).where((eb) => eb.or([eb('contactId', 'in', [loserId, winnerId]), eb('mergedInto', '=', loserId)])).execute();
      if (profiles.some(({ contactId, mergedInto }) => (contactId === loserId || contactId === winnerId) && mergedInto !== null)) return undefined;
      const moved = [loserId, ...profiles.flatMap(({ contactId, mergedInto }) => (mergedInto === loserId ? [contactId] : []))];
      if (!profiles.some(({ contactId }) => contactId === loserId)) {
        await trx.insertInto('contactProfiles').values({ contactId: loserId, phone: null, notes: null, namedAt: null, verifiedEmail: null, verifiedPhone: null, optedOutAt: null, mergedInto: winnerId }).execute();
      }
      await trx.updateTable('contactProfiles').set({ mergedInto: winnerId }).where('contactId', 'in', moved).execute();
      const row = { id, winnerId, loserId, actor, at, undoneAt: null };
      await trx.insertInto('contactMerges').values({ ...row, moved: JSON.stringify(moved) }).execute();
      return { ...row, moved };
    });
  }

  /** Into this contact, and not undone; the latest first. */
  async into(winnerId: string, since: number): Promise<readonly ContactMerge[]> {
    const rows = await this.#db.selectFrom('contactMerges').selectAll().where('winnerId', '=', winnerId).where('undoneAt', 'is', null).where('at', '>=', since).orderBy('at', 'desc').orderBy('id', 'desc').execute();
    return rows.map(toMerge);
  }

  async find(id: string): Promise<ContactMerge | undefined> {
    const row = await this.#db.selectFrom('contactMerges').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toMerge(row);
  }

  /** False where it was undone before. Whoever has been taken away from the loser meanwhile stays where they are. */
  async undo({ id, loserId, moved }: ContactMerge, at: number): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const undone = await trx.updateTable('contactMerges').set({ undoneAt: at }).where('id', '=', id).where('undoneAt', 'is', null).executeTakeFirst();
      if (undone.numUpdatedRows === 0n) return false;
      const { mergedInto } = (await trx.selectFrom('contactProfiles').select('mergedInto').where('contactId', '=', loserId).executeTakeFirst()) ?? { mergedInto: null };
      const rest = moved.filter((contact) => contact !== loserId);
      await trx.updateTable('contactProfiles').set({ mergedInto: null }).where('contactId', '=', loserId).execute();
      if (rest.length > 0) await trx.updateTable('contactProfiles').set({ mergedInto: loserId }).where('contactId', 'in', rest).where('mergedInto', '=', mergedInto).execute();
      return true;
    });
  }
}

const toMerge = (row: Selectable<ContactMergesTable>): ContactMerge => ({ ...row, moved: readStrings(row.moved) });
