import { inserted } from './conflict.ts';
import type { Contact, Identity } from './contacts.repository.ts';
import type { Db } from './database.ts';

/** Rows a commit. */
const MAX_BATCH = 200;

interface Newcomer {
  readonly identity: Identity;
  readonly contact: Contact;
  readonly resolve: (created: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes new contacts, many a commit: who arrives while one batch is being written goes into the next. A commit of
 * its own for each would hold up the messages of everybody, since on SQLite there is one writer and each commit syncs.
 */
export class Newcomers {
  readonly #db: Db;
  #waiting: Newcomer[] = [];
  #writing = false;

  constructor(db: Db) {
    this.#db = db;
  }

  /** False when the identity is somebody's already: then nothing was written. */
  add(identity: Identity, contact: Contact): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ identity, contact, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        await this.#settle(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }

  /** One that is known already spoils the batch; then each is tried by itself. */
  async #settle(batch: readonly Newcomer[]): Promise<void> {
    if (await this.#insert(batch)) {
      for (const { resolve } of batch) resolve(true);
    } else if (batch.length === 1) batch[0]?.resolve(false);
    else for (const newcomer of batch) newcomer.resolve(await this.#insert([newcomer]));
  }

  #insert(batch: readonly Newcomer[]): Promise<boolean> {
    const identities = batch.map(({ identity, contact }) => ({ ...identity, contactId: contact.id }));
    const contacts = batch.map(({ contact }) => ({ ...contact, attributes: JSON.stringify(contact.attributes) }));
    return inserted(() =>
      this.#db.transaction().execute(async (trx) => {
        await trx.insertInto('identities').values(identities).execute();
        await trx.insertInto('contacts').values(contacts).execute();
      }),
    );
  }
}
