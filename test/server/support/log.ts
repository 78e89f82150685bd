import { DatabaseSync } from 'node:sqlite';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { decodeEvent } from '#wire/log-line.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import type { Place } from './node.ts';

interface Row {
  readonly head: string;
  readonly body: string | null;
}

/** Reads the database past the server: what it says, not what the server says of it. */
export async function query<T>(place: Place, sql: string, ...values: (string | number)[]): Promise<T[]> {
  if (place.engine === 'mysql') {
    const connection = await createConnection(place.databaseUrl);
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql, values);
      return rows as T[];
    } finally {
      await connection.end();
    }
  }
  const database = new DatabaseSync(place.databaseUrl.slice('sqlite:'.length), { readOnly: true });
  try {
    return database.prepare(sql).all(...values) as T[];
  } finally {
    database.close();
  }
}

/** The table that has every committed event: on SQLite the view `events` has them a moment later. */
export const logTable = ({ engine }: Place): string => (engine === 'mysql' ? 'events' : 'log');

/** Where each public event stands, in every chat. */
export const publicEvents = (place: Place): Promise<readonly { readonly conversation: string; readonly seq: number }[]> =>
  query(place, `select c.public_id as conversation, e.seq as seq from ${logTable(place)} e join conversations c on c.id = e.conversation_id where e.public_seq is not null`);

/** A conversation's log, in order. */
export async function logOf(place: Place, conversation: string): Promise<ConversationEvent[]> {
  const rows = await query<Row>(place, `select head, body from ${logTable(place)} where conversation_id = (select id from conversations where public_id = ?) order by seq`, conversation);
  return rows.map(decodeEvent);
}
