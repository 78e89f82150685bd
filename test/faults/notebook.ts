import type { Row } from './evidence.ts';

/**
 * What the database itself notes of every event, in the transaction that writes it: by whose account, who owned the chat,
 * and when by its own clock. The log does not name its writer, and a zombie's row looks like any other.
 */
export const NOTEBOOK = [
  `create table writes (conversation_id bigint not null, seq int not null, writer varchar(80) not null, owner varchar(80), epoch int,
     written_at double not null, primary key (conversation_id, seq))`,
  // A row even where nobody owns the chat: that is what is to be found.
  `create trigger events_written after insert on events for each row
     insert into writes values (new.conversation_id, new.seq, user(), (select a.owner_node from actors a where a.id = new.conversation_id),
       (select a.owner_epoch from actors a where a.id = new.conversation_id), unix_timestamp(sysdate(6)) * 1000)`,
];

type Note = Pick<Row, 'writer' | 'owner' | 'epoch' | 'wroteAt'>;

/** An account is `name@host`, an owner `name:boot`. What is missing stays null: two of them are not the same. */
export function noteOf(row: Readonly<Record<string, unknown>>): Note {
  const first = (value: unknown, until: string): string | null => (typeof value === 'string' ? value.split(until)[0]! : null);
  return {
    writer: first(row['writer'], '@'), owner: first(row['owner'], ':'),
    epoch: row['epoch'] === null || row['epoch'] === undefined ? null : Number(row['epoch']), wroteAt: Number(row['written_at'] ?? 0),
  };
}
