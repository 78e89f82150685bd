import { sql } from 'kysely';
import { openKeyOf } from '#desk/intake.ts';
import type { Projection } from '#store/journal-entry.ts';
import type { Store } from '#store/store.ts';
import { append, creation, newUlid, projection, row } from '../../store/support/entries.ts';

export interface ChatOptions {
  readonly id?: string;
  readonly contact?: string;
  readonly channelAccount?: string;
  readonly events?: readonly object[];
  readonly more?: Partial<Projection>;
}

export interface Chat {
  readonly id: string;
  readonly contact: string;
}

/** A chat as its actor would have left it in the store. Waiting by default. */
export async function leaveChat(store: Store, department: string, { id = newUlid(), contact = newUlid(), channelAccount, events = [{}], more = {} }: ChatOptions = {}): Promise<Chat> {
  const channel = channelAccount ?? (await store.channelAccounts.list()).find(({ departmentId }) => departmentId === department)!.id;
  const rows = events.map((event, index) => {
    const { body, ...head } = { type: 'message.posted', by: `v_${contact}`, seq: index + 1, publicSeq: index + 1, at: index, kind: 'text', body: { text: `words ${index + 1}` }, ...event };
    return row(index + 1, { publicSeq: head.publicSeq, head: JSON.stringify(head), body: JSON.stringify(body) });
  });
  const result = await append(store.journal, {
    conversation: store.ids.next(), epoch: 1, rows, issueTicket: true,
    projection: projection(rows.length, { departmentId: department, openKey: more.endedAt == null ? openKeyOf(channel, contact) : null, ...more }),
    creation: { ...creation(id), key: `c_${id}`, contactId: contact, channelAccountId: channel },
  });
  if ('failed' in result) throw new Error(result.failed);
  return { id, contact };
}

/** As a disk does that loses the end of a page: of the message in which this stands only a beginning is left. */
export async function breakBody(store: Store, words: string): Promise<void> {
  const spoil = (table: string) => sql`update ${sql.table(table)} set body = '{"text":' where body like ${`%${words}%`}`.execute(store.db);
  // On SQLite the log stands behind a view.
  await spoil('log').catch(() => spoil('events'));
}
