import type { DatabaseSync } from 'node:sqlite';

/** What {@link Tail} asks of the file: one head at a time, and all that has no place after a crash. */
export function prepare(db: DatabaseSync) {
  return {
    load: db.prepare(
      `select last_seq as lastSeq, last_public_seq as lastPublicSeq, message_count as messageCount, heads.updated_at as updatedAt,
         dispatched_seq as dispatchedSeq, owner_epoch as epoch
       from heads join actors on actors.id = conversation_id where conversation_id = ?`,
    ),
    epoch: db.prepare('select owner_epoch as epoch from actors where id = ?'),
    place: db.prepare('insert into places (conversation_id, seq, log_id) values (?, ?, ?)'),
    move: db.prepare(
      `update heads set last_seq = ?, last_public_seq = ?, message_count = ?, updated_at = ?, dispatched_seq = ? where conversation_id = ?`,
    ),
    version: db.prepare('pragma data_version'),
    settled: db.prepare(`select value from sequences where name = 'log.settled'`),
    mark: db.prepare(`update sequences set value = ? where name = 'log.settled'`),
    last: db.prepare('select ifnull(max(id), 0) as id from log'),
    placeRest: db.prepare('insert or ignore into places (conversation_id, seq, log_id) select conversation_id, seq, id from log where id > ?'),
    moveRest: db.prepare(
      `update heads set last_seq = max(heads.last_seq, rest.last_seq), last_public_seq = max(heads.last_public_seq, rest.last_public_seq),
         message_count = max(heads.message_count, rest.message_count), updated_at = max(heads.updated_at, rest.updated_at),
         dispatched_seq = max(heads.dispatched_seq, rest.dispatched_seq)
       from (select conversation_id, max(seq) as last_seq, ifnull(max(public_seq), 0) as last_public_seq, max(message_count) as message_count,
               max(updated_at) as updated_at, ifnull(max(dispatched_seq), 0) as dispatched_seq
             from log where id > ? group by conversation_id) as rest
       where heads.conversation_id = rest.conversation_id`,
    ),
  };
}
