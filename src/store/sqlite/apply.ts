import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameConflict } from '../conflict.ts';
import { EXTRAS, GROUP_FIELDS, ROW_FIELDS, TOUCH, TOUCH_FIELDS } from './encode.ts';
import { isConstraint, isUniqueViolation } from './failure.ts';
import type { Extras, Flat } from './protocol.ts';
import type { Head, Tail } from './tail.ts';

type GroupOutcome = string | number | null;

/** Applies groups in the writing thread, inside a transaction that the caller opens and commits. */
export class BatchApplier {
  readonly #db: DatabaseSync;
  readonly #tail: Tail;
  readonly #state: StatementSync;
  readonly #preview: StatementSync;
  readonly #event: StatementSync;
  readonly #body: StatementSync;
  readonly #actor: StatementSync;
  readonly #conversation: StatementSync;
  readonly #head: StatementSync;
  readonly #ticket: StatementSync;
  readonly #queue: StatementSync;
  readonly #snapshot: StatementSync;
  readonly #receipt: StatementSync;
  readonly #epoch: StatementSync;
  #flat: readonly Flat[] = [];
  #extras: readonly Extras[] = [];
  #at = 0;
  #nextExtras = 0;

  constructor(db: DatabaseSync, tail: Tail) {
    this.#db = db;
    this.#tail = tail;
    this.#state = db.prepare(
      `update conversations set status = ?, department_id = ?, assignee_id = ?, transfer_agent_id = ?,
         transfer_department_id = ?, open_key = ?, queued_at = ?, ended_at = ? where id = ?`,
    );
    this.#preview = db.prepare('update conversations set preview = ?, preview_by = ?, preview_kind = ?, preview_from = ? where id = ?');
    this.#event = db.prepare(
      `insert into log (id, conversation_id, seq, public_seq, client_id, at, head, body, message_count, updated_at, dispatched_seq)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#body = db.prepare('update log set body = ? where id = (select log_id from places where conversation_id = ? and seq = ?)');
    this.#actor = db.prepare(
      `insert into actors (id, kind, "key", owner_epoch, owner_node, updated_at) values (?, 'conversation', ?, ?, ?, ?)`,
    );
    this.#conversation = db.prepare(
      `insert into conversations (id, public_id, status, department_id, contact_id, channel_account_id, preview, preview_by,
         locale, started_at)
       values (?, ?, ?, ?, ?, ?, '', '', ?, ?)`,
    );
    this.#head = db.prepare(
      `insert into heads (conversation_id, last_seq, last_public_seq, message_count, updated_at, dispatched_seq)
       values (?, 0, 0, 0, ?, 0)`,
    );
    this.#epoch = db.prepare('select owner_epoch as epoch from actors where id = ?');
    this.#ticket = db.prepare('insert into tickets (conversation_id) values (?)');
    this.#queue = db.prepare('update conversations set queue_ticket = ? where id = ?');
    this.#snapshot = db.prepare(
      `insert into snapshots (conversation_id, seq, version, state) values (?, ?, ?, ?)
       on conflict (conversation_id) do update set seq = excluded.seq, version = excluded.version, state = excluded.state
       where excluded.seq >= snapshots.seq`,
    );
    this.#receipt = db.prepare(
      `insert into receipts (conversation_id, participant, delivered_seq, read_seq) values (?, ?, ?, ?)
       on conflict (conversation_id, participant) do update set
         delivered_seq = max(delivered_seq, excluded.delivered_seq), read_seq = max(read_seq, excluded.read_seq)`,
    );
  }

  /** Throws on the first constraint that refuses a row; the caller rolls all of it back. Null when there is nothing to report. */
  applyAll(flat: readonly Flat[], extras: readonly Extras[]): GroupOutcome[] | null {
    this.#begin(flat, extras);
    const outcomes: GroupOutcome[] = [];
    let plain = true;
    while (this.#at < flat.length) {
      const outcome = this.#group();
      if (outcome !== null) plain = false;
      outcomes.push(outcome);
    }
    this.#tail.tidy();
    return plain ? null : outcomes;
  }

  /** A savepoint a group: a refused one leaves nothing behind, and ends its conversation for this batch. */
  applyCarefully(flat: readonly Flat[], extras: readonly Extras[]): GroupOutcome[] {
    this.#begin(flat, extras);
    const outcomes: GroupOutcome[] = [];
    const failed = new Set<number>();
    while (this.#at < flat.length) {
      const conversation = this.#number(0);
      const outcome = this.#guarded(failed.has(conversation));
      if (typeof outcome === 'string') failed.add(conversation);
      outcomes.push(outcome);
    }
    this.#tail.tidy();
    return outcomes;
  }

  #begin(flat: readonly Flat[], extras: readonly Extras[]): void {
    this.#flat = flat;
    this.#extras = extras;
    this.#at = 0;
    this.#nextExtras = 0;
    this.#tail.begin();
  }

  #guarded(refused: boolean): GroupOutcome {
    const next = this.#end();
    const extras = this.#nextExtras + (this.#number(5) & EXTRAS ? 1 : 0);
    let outcome: GroupOutcome = 'fenced';
    if (!refused) {
      const { mark } = this.#tail;
      this.#db.exec('savepoint one');
      try {
        outcome = this.#group();
      } catch (error) {
        if (!isConstraint(error)) throw error;
        outcome = isUniqueViolation(error) ? nameConflict(error) : 'store-failed';
        this.#db.exec('rollback to one');
        this.#tail.undo(mark);
      }
      this.#db.exec('release one');
    }
    this.#at = next;
    this.#nextExtras = extras;
    return outcome;
  }

  #group(): GroupOutcome {
    const flat = this.#flat;
    const at = this.#at;
    this.#at = this.#end();
    const conversation = this.#flatNumber(at);
    const flags = this.#flatNumber(at + 5);
    const extras = flags & EXTRAS ? this.#extras[this.#nextExtras++] : undefined;
    if (extras?.grants.some(([actor, epoch]) => this.#epoch.get(actor)?.['epoch'] !== epoch) === true) return 'fenced';
    if (extras?.creation) this.#create(extras.creation, extras.state ?? []);
    const head = this.#tail.owned(conversation, this.#flatNumber(at + 1));
    if (head === null || (flags & TOUCH && this.#flat[at + 2] !== head.at.lastSeq)) return 'fenced';
    const rows = this.#flatNumber(at + 4);
    if (flags & TOUCH) this.#append(head, at, rows);
    else if (flat[at + 3] !== null) this.#tail.advance(head, 0, { ...head.at, dispatchedSeq: this.#dispatched(head, at) });
    return extras === undefined ? null : this.#more(head, extras);
  }

  /** The log goes on where the group begins: its rows, and with the last one where the conversation is now. */
  #append(head: Head, at: number, rows: number): void {
    const flat = this.#flat;
    const { conversation } = head;
    const t = at + GROUP_FIELDS;
    const dispatchedSeq = this.#dispatched(head, at);
    const [messageCount, updatedAt] = [v(flat[t + 2]), v(flat[t + 3])];
    const first = this.#tail.next;
    let r = t + TOUCH_FIELDS;
    for (let i = 0; i < rows; i++, r += ROW_FIELDS) {
      const last = i === rows - 1;
      this.#event.run(
        first + i, conversation, v(flat[r]), v(flat[r + 1]), v(flat[r + 2]), v(flat[r + 3]), v(flat[r + 4]), v(flat[r + 5]),
        last ? messageCount : null, last ? updatedAt : null, last ? dispatchedSeq : null,
      );
    }
    const [lastSeq, lastPublicSeq] = [this.#flatNumber(t), this.#flatNumber(t + 1)];
    this.#tail.advance(head, rows, { lastSeq, lastPublicSeq, messageCount: this.#flatNumber(t + 2), updatedAt: this.#flatNumber(t + 3), dispatchedSeq });
  }

  #dispatched(head: Head, at: number): number {
    const dispatched = this.#flat[at + 3];
    return typeof dispatched === 'number' ? Math.max(head.at.dispatchedSeq, dispatched) : head.at.dispatchedSeq;
  }

  #create(creation: readonly Flat[], state: readonly Flat[]): void {
    const [id, key, epoch, node, startedAt, publicId, contactId, channelAccountId, locale] = creation.map(v);
    this.#actor.run(v(id), v(key), v(epoch), v(node), v(startedAt));
    this.#conversation.run(
      v(id), v(publicId), v(state[0]), v(state[1]), v(contactId), v(channelAccountId), v(locale), v(startedAt),
    );
    this.#head.run(v(id), v(startedAt));
  }

  /** The ticket, if one was asked for. */
  #more(head: Head, { state, preview, ticket, snapshot, receipts, bodies }: Extras): number | null {
    const { conversation } = head;
    if (state) this.#state.run(...state, conversation);
    if (preview) this.#preview.run(...preview, conversation);
    for (const [participant, delivered, read] of receipts) this.#receipt.run(conversation, v(participant), v(delivered), v(read));
    if (bodies.length > 0) this.#tail.settle(head);
    for (const [body, seq] of bodies) this.#body.run(v(body), conversation, v(seq));
    if (snapshot) this.#snapshot.run(conversation, ...snapshot);
    if (!ticket) return null;
    const issued = Number(this.#ticket.run(conversation).lastInsertRowid);
    this.#queue.run(issued, conversation);
    return issued;
  }

  #number(offset: number): number {
    return this.#flatNumber(this.#at + offset);
  }

  #flatNumber(at: number): number {
    const value = this.#flat[at];
    if (typeof value !== 'number') throw new TypeError('malformed batch');
    return value;
  }

  #end(): number {
    return this.#at + GROUP_FIELDS + (this.#number(5) & TOUCH ? TOUCH_FIELDS : 0) + this.#number(4) * ROW_FIELDS;
  }
}

/** Absent is null: noUncheckedIndexedAccess in a loop that runs for every message. */
const v = (value: Flat | undefined): Flat => value ?? null;
