import { escape } from 'mysql2';
import type { Group } from '../batch.ts';
import type { JournalEntry, Projection, Touch } from '../journal-entry.ts';
import { clip } from '../preview.ts';

/** The statements of one transaction, and where in the driver's results the answers stand. */
export interface BatchSql {
  readonly statements: readonly string[];
  /** Index of the statement that locks the owners and answers with the conversations that pass the fence. */
  readonly survivors: number;
  /** Index of the statement that answers with `id, queue_ticket`; null when nobody asked. */
  readonly tickets: number | null;
}

/** One JSON text carries any number of rows in one parameter: a fixed statement, parsed in microseconds. */
const table = (rows: readonly unknown[], columns: string): string =>
  `json_table(${escape(JSON.stringify(rows))}, '$[*]' columns (${columns})) j`;

/**
 * A text of at most `length` characters. The character set, or a JSON table takes that of the database and loses in
 * silence what it cannot hold; one character more than the column, because it also cuts in silence, and the column
 * must get to see that the text is too long.
 */
const text = (length: number): string => `varchar(${length + 1}) character set utf8mb4`;
const LONG = 'mediumtext character set utf8mb4';

const FENCED = `id bigint path '$[0]', epoch int path '$[1]', base int path '$[2]'`;

/**
 * Joined into every statement that writes: the owner is of this epoch, and the log ends where the group begins
 * (`base` -1: the group does not depend on the log). straight_join, because the optimizer knows nothing about the
 * size of a JSON table; and in the order of ids, so that nodes lock in the same order.
 */
const FENCE = `straight_join actors a on a.id = j.id and a.owner_epoch = j.epoch
  straight_join heads h on h.conversation_id = j.id and (j.base < 0 or h.last_seq = j.base)`;

const CONVERSATION = 'straight_join conversations c on c.id = j.id';

/** All groups of different conversations. Sorted by id. */
export function batchSql(groups: readonly Group[]): BatchSql {
  const statements: string[] = [];
  const add = (rows: readonly unknown[], sql: (rows: readonly unknown[]) => string): void => {
    if (rows.length > 0) statements.push(sql(rows));
  };
  const each = <T>(pick: (entry: JournalEntry, group: Group) => readonly T[], of: (value: T) => unknown[]): unknown[][] =>
    groups.flatMap((group) => group.entries.flatMap((entry) => pick(entry, group).map((value) => [...fence(group), ...of(value)])));

  const fresh = groups.flatMap((group) => creationRow(group));
  add(fresh, createActors);
  add(fresh, createConversations);
  add(fresh, createHeads);
  const survivors = statements.length;
  statements.push(lock(groups.map(fence)));
  // Everything else before the head: its update moves last_seq, which the fence compares.
  add(each((e) => e.rows, (r) => [r.seq, r.publicSeq, r.clientId, r.at, r.head, r.body]), insertEvents);
  add(each((e) => e.bodies ?? [], (b) => [b.seq, b.body]), updateBodies);
  add(each((e) => e.receipts ?? [], (r) => [r.participant, r.deliveredSeq, r.readSeq]), mergeReceipts);
  add(each((e) => (e.snapshot ? [e.snapshot] : []), (s) => [s.seq, s.version, s.state]), writeSnapshots);
  const waiting = groups.filter((group) => group.entries.some((entry) => entry.issueTicket === true));
  add(waiting.map(fence), issueTickets);
  add(waiting.map(fence), assignTickets);
  add(groups.flatMap((g) => (g.state === null ? [] : [[...fence(g), ...stateOf(g.state)]])), updateState);
  add(groups.flatMap((g) => (g.preview === null ? [] : [[...fence(g), clip(g.preview.text), g.preview.by, g.preview.kind, g.preview.from]])), updatePreview);
  add(groups.flatMap((g) => (g.touch !== null || g.dispatchedSeq === null ? [] : [[...fence(g), g.dispatchedSeq]])), advanceDispatched);
  add(groups.flatMap((g) => (g.touch === null ? [] : [[...fence(g), ...touchOf(g.touch), g.dispatchedSeq ?? 0]])), updateHeads);
  const tickets = waiting.length > 0 ? statements.length : null;
  if (waiting.length > 0) {
    const ids = waiting.map((group) => group.conversation).join(',');
    statements.push(`select id, queue_ticket as ticket from conversations where id in (${ids})`);
  }
  return { statements, survivors, tickets };
}

const fence = ({ conversation, epoch, base }: Group): unknown[] => [conversation, epoch, base ?? -1];

function creationRow({ entries, state, conversation, epoch }: Group): unknown[][] {
  const creation = entries[0]?.creation;
  if (creation === undefined || state === null) return [];
  const { key, node, publicId, contactId, channelAccountId, locale, startedAt } = creation;
  return [[conversation, epoch, key, node, startedAt, publicId, contactId, channelAccountId, locale, state.status, state.departmentId]];
}

const stateOf = (p: Projection): unknown[] => [
  p.status, p.departmentId, p.assigneeId, p.transferAgentId, p.transferDepartmentId, p.openKey, p.queuedAt, p.endedAt,
];

const touchOf = (t: Touch): unknown[] => [t.lastSeq, t.lastPublicSeq, t.messageCount, t.updatedAt];

const lock = (rows: readonly unknown[]): string => `select j.id as id from ${table(rows, FENCED)} ${FENCE} for update`;

const createActors = (rows: readonly unknown[]): string =>
  `insert into actors (id, kind, \`key\`, owner_epoch, owner_node, updated_at)
   select j.id, 'conversation', j.k, j.epoch, j.node, j.at from ${table(rows, `id bigint path '$[0]', epoch int path '$[1]',
     k ${text(64)} path '$[2]', node ${text(80)} path '$[3]', at bigint path '$[4]'`)}`;

const createConversations = (rows: readonly unknown[]): string =>
  `insert into conversations (id, public_id, status, department_id, contact_id, channel_account_id, preview, preview_by,
     locale, started_at)
   select j.id, j.public_id, j.status, j.department, j.contact, j.account, '', '', j.locale, j.at
   from ${table(rows, `id bigint path '$[0]', at bigint path '$[4]', public_id ${text(26)} path '$[5]', contact ${text(26)} path '$[6]',
     account ${text(26)} path '$[7]', locale ${text(35)} path '$[8]', status ${text(16)} path '$[9]', department ${text(26)} path '$[10]'`)}`;

const createHeads = (rows: readonly unknown[]): string =>
  `insert into heads (conversation_id, last_seq, last_public_seq, message_count, updated_at, dispatched_seq)
   select j.id, 0, 0, 0, j.at, 0 from ${table(rows, `id bigint path '$[0]', at bigint path '$[4]'`)}`;

const insertEvents = (rows: readonly unknown[]): string =>
  `insert into events (conversation_id, seq, public_seq, client_id, at, head, body)
   select j.id, j.seq, j.public_seq, j.client_id, j.at, j.head, j.body
   from ${table(rows, `${FENCED}, seq int path '$[3]', public_seq int path '$[4]', client_id ${text(64)} path '$[5]',
     at bigint path '$[6]', head ${LONG} path '$[7]', body ${LONG} path '$[8]'`)} ${FENCE}`;

const updateBodies = (rows: readonly unknown[]): string =>
  `update ${table(rows, `${FENCED}, seq int path '$[3]', body ${LONG} path '$[4]'`)} ${FENCE}
   straight_join events e on e.conversation_id = j.id and e.seq = j.seq set e.body = j.body`;

const mergeReceipts = (rows: readonly unknown[]): string =>
  `insert into receipts (conversation_id, participant, delivered_seq, read_seq)
   select j.id, j.participant, j.delivered, j.seen
   from ${table(rows, `${FENCED}, participant ${text(64)} path '$[3]', delivered int path '$[4]', seen int path '$[5]'`)} ${FENCE}
   on duplicate key update receipts.delivered_seq = greatest(receipts.delivered_seq, values(delivered_seq)),
     receipts.read_seq = greatest(receipts.read_seq, values(read_seq))`;

const writeSnapshots = (rows: readonly unknown[]): string =>
  `insert into snapshots (conversation_id, seq, version, state)
   select j.id, j.seq, j.version, j.state
   from ${table(rows, `${FENCED}, seq int path '$[3]', version int path '$[4]', state ${LONG} path '$[5]'`)} ${FENCE}
   on duplicate key update snapshots.version = if(values(seq) >= snapshots.seq, values(version), snapshots.version),
     snapshots.state = if(values(seq) >= snapshots.seq, values(state), snapshots.state),
     snapshots.seq = greatest(snapshots.seq, values(seq))`;

const issueTickets = (rows: readonly unknown[]): string =>
  `insert into tickets (conversation_id) select j.id from ${table(rows, `${FENCED}, place for ordinality`)} ${FENCE} order by j.place`;

const assignTickets = (rows: readonly unknown[]): string =>
  `update ${table(rows, FENCED)} ${FENCE} ${CONVERSATION} set c.queue_ticket = (select max(t.id) from tickets t where t.conversation_id = c.id)`;

const advanceDispatched = (rows: readonly unknown[]): string =>
  `update ${table(rows, `${FENCED}, dispatched int path '$[3]'`)} ${FENCE} set h.dispatched_seq = greatest(h.dispatched_seq, j.dispatched)`;

const updateState = (rows: readonly unknown[]): string =>
  `update ${table(rows, `${FENCED}, status ${text(16)} path '$[3]', department ${text(26)} path '$[4]', assignee ${text(64)} path '$[5]',
     to_agent ${text(64)} path '$[6]', to_department ${text(26)} path '$[7]', open_key ${text(120)} path '$[8]',
     queued_at bigint path '$[9]', ended_at bigint path '$[10]'`)} ${FENCE} ${CONVERSATION}
   set c.status = j.status, c.department_id = j.department, c.assignee_id = j.assignee, c.transfer_agent_id = j.to_agent,
     c.transfer_department_id = j.to_department, c.open_key = j.open_key, c.queued_at = j.queued_at, c.ended_at = j.ended_at`;

const updatePreview = (rows: readonly unknown[]): string =>
  `update ${table(rows, `${FENCED}, preview ${text(160)} path '$[3]', preview_by ${text(16)} path '$[4]', preview_kind ${text(16)} path '$[5]', preview_from ${text(64)} path '$[6]'`)} ${FENCE} ${CONVERSATION}
   set c.preview = j.preview, c.preview_by = j.preview_by, c.preview_kind = j.preview_kind, c.preview_from = j.preview_from`;

const updateHeads = (rows: readonly unknown[]): string =>
  `update ${table(rows, `${FENCED}, last_seq int path '$[3]', last_public_seq int path '$[4]', message_count int path '$[5]',
     updated_at bigint path '$[6]', dispatched int path '$[7]'`)} ${FENCE}
   set h.last_seq = j.last_seq, h.last_public_seq = j.last_public_seq, h.message_count = j.message_count,
     h.updated_at = j.updated_at, h.dispatched_seq = greatest(h.dispatched_seq, j.dispatched)`;
