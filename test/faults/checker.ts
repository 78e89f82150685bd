import { evolve } from '#domain/evolve.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { isVisitorId } from '#domain/participant.ts';
import { findParticipant, initialState, isEnded, isWaiting } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { checkCapacity, checkDesks } from './desks.ts';
import type { ClientRecord, Logs, Post, Row } from './evidence.ts';
import { checkRefusals } from './refusals.ts';
import { checkSight, missingViews } from './views.ts';

/** What can be wrong with a run. */
export type Wrong =
  /** Acknowledged, and not in the log at that position. */
  | 'lost'
  /** A command or its words are in the log more than once. */
  | 'doubled'
  /** Refused for good, for a reason that the talk itself does not give. */
  | 'refused'
  /** Refused for good or answered as without effect, and in the log all the same; or two answers that differ. */
  | 'contradicted'
  /** Still unanswered long after everything was back. */
  | 'unanswered'
  /** Positions have holes, or time goes backwards. */
  | 'gap'
  /** A sender's commands are in another order than they were given. */
  | 'reordered'
  /** Shown, and not in the log at that position. */
  | 'false-sight'
  /** A client's picture at the end is not the log as its owner may see it, or there is none. */
  | 'view'
  /** Assigned while it was somebody's, or somebody spoke who had no part in the chat. */
  | 'two-assignees'
  /** More chats than seats. */
  | 'capacity'
  /** A desk lists other chats than the log gives it. */
  | 'desk'
  /** Written by a node that did not own the chat in that transaction, or under an older epoch than before. */
  | 'zombie';

export interface Violation {
  readonly wrong: Wrong;
  readonly conversation: string;
  readonly words: string;
}

export type Say = (wrong: Wrong, conversation: string, words: string) => void;
export type Tell = (wrong: Wrong, words: string) => void;

/** Everything that is wrong. Pure: clients' records and the log in, violations out. */
export function check(record: ClientRecord, logs: Logs): readonly Violation[] {
  const violations: Violation[] = [];
  const say: Say = (wrong, conversation, words) => void violations.push({ wrong, conversation, words });
  const postsOf = Map.groupBy(record.posts, ({ conversation }) => conversation);
  for (const [conversation, log] of logs) {
    const tell = (wrong: Wrong, words: string): void => say(wrong, conversation, words);
    checkPositions(log, tell);
    checkCopies(log, tell);
    checkWriters(log, tell);
    checkAssignees(log, tell);
    checkPosts(postsOf.get(conversation) ?? [], log, tell);
  }
  for (const { conversation, id } of record.posts) if (!logs.has(conversation)) say('lost', conversation, `no log of this chat, in which ${id} was said`);
  for (const sight of record.sights) checkSight(sight, logs.get(sight.conversation) ?? [], (wrong, words) => say(wrong, sight.conversation, words));
  for (const { conversation, who } of missingViews(record, logs)) say('view', conversation, `${who} has no picture of it`);
  checkRefusals(record, logs, say);
  checkCapacity(record.desks, logs, say);
  checkDesks(record.desks, logs, say);
  return violations;
}

function checkPositions(log: readonly Row[], tell: Tell): void {
  let publicSeq = 0;
  let at = 0;
  for (const [index, { event }] of log.entries()) {
    if (event.seq !== index + 1) return tell('gap', `position ${event.seq} follows ${index}`);
    if (event.publicSeq !== null && event.publicSeq !== ++publicSeq) return tell('gap', `public position ${event.publicSeq} follows ${publicSeq - 1}`);
    if (event.at < at) tell('gap', `time goes back at ${event.seq}`);
    at = event.at;
  }
}

function checkCopies(log: readonly Row[], tell: Tell): void {
  const seen = new Map<string, number>();
  const lastOf = new Map<string, number>();
  for (const { clientId, event } of log) {
    const keys = [...(clientId === null ? [] : [clientId]), ...(event.type === 'message.posted' && event.body.text !== undefined ? [`"${event.body.text}"`] : [])];
    for (const key of keys) {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, event.seq);
      else tell('doubled', `${key} is at ${first} and at ${event.seq}`);
    }
    if (clientId === null) continue;
    if (event.id !== clientId) tell('contradicted', `the row of ${clientId} names ${event.id}`);
    const colon = clientId.lastIndexOf(':');
    const stream = clientId.slice(0, colon);
    const number = Number(clientId.slice(colon + 1));
    const last = lastOf.get(stream) ?? 0;
    if (number < last) tell('reordered', `${clientId} comes after number ${last}, at ${event.seq}`);
    lastOf.set(stream, Math.max(number, last));
  }
}

function checkWriters(log: readonly Row[], tell: Tell): void {
  let epoch = 0;
  for (const { event, writer, owner, epoch: under } of log) {
    if (writer === null || owner === null || under === null) {
      tell('zombie', `${event.seq} was written by ${writer ?? 'nobody knows whom'}, and ${owner ?? 'nobody'} owned the chat under epoch ${under}`);
      continue;
    }
    if (writer !== owner) tell('zombie', `${writer} wrote ${event.seq}, and ${owner} owned the chat under epoch ${under}`);
    if (under < epoch) tell('zombie', `${event.seq} was written under epoch ${under}, after ${epoch}`);
    epoch = Math.max(epoch, under);
  }
}

/** Whether the state allows that somebody gets this chat now. */
function isFree(state: ConversationState, event: Extract<ConversationEvent, { type: 'conversation.assigned' }>): boolean {
  if (state.assignee === null) return true;
  if (event.reason === 'takeover') return true;
  if (event.reason === 'transferred') return state.transfer !== null && state.transfer.offer === event.offer && `a_${state.transfer.to.agent}` === event.assignee.id;
  return isWaiting(state);
}

function checkAssignees(log: readonly Row[], tell: Tell): void {
  let state = initialState;
  for (const { event } of log) {
    if (event.type === 'conversation.assigned' && !isFree(state, event)) tell('two-assignees', `at ${event.seq} ${event.assignee.id} got what was ${state.assignee}'s (${event.reason})`);
    const speaks = event.type === 'message.posted' && event.publicSeq !== null;
    if (speaks && (findParticipant(state, event.by) === undefined || isEnded(state))) tell('two-assignees', `at ${event.seq} ${event.by} spoke, who had no part in the chat`);
    state = evolve(state, event);
  }
}

function checkPosts(posts: readonly Post[], log: readonly Row[], tell: Tell): void {
  const rowOf = new Map(log.flatMap((row) => (row.clientId === null ? [] : [[row.clientId, row] as const])));
  const order = new Map<string, number>();
  for (const post of posts) {
    const { acks, id, open, refused, text } = post;
    const row = rowOf.get(id);
    if (open) tell('unanswered', `${id} (${text ?? 'a command'})`);
    if (new Set(acks.map(({ seq }) => seq)).size > 1) tell('contradicted', `${id} was acknowledged at ${acks.map(({ seq }) => seq).join(' and ')}`);
    for (const { seq } of acks) checkAck(id, seq, row, tell);
    if (row === undefined) {
      if (post.settledAt === null && acks.length === 0 && refused === null && !open) tell('lost', `${id} (${text}) left the client's hands unanswered, and is not in the log`);
      continue;
    }
    if (refused !== null) tell('contradicted', `${id} was refused for good (${refused}), and is at ${row.event.seq}`);
    if (text === null) continue;
    if (row.event.type !== 'message.posted' || row.event.body.text !== text) tell('contradicted', `${id} said "${text}", and the log has something else at ${row.event.seq}`);
    const last = order.get(row.event.by) ?? 0;
    if (row.event.seq < last) tell('reordered', `${text} stands at ${row.event.seq}, before what was said before it, at ${last}`);
    order.set(row.event.by, Math.max(last, row.event.seq));
  }
}

function checkAck(id: string, seq: number | null, row: Row | undefined, tell: Tell): void {
  if (seq === null) {
    if (row !== undefined) tell('contradicted', `${id} was answered as without effect, and is at ${row.event.seq}`);
    return;
  }
  if (row === undefined) return tell('lost', `${id} was acknowledged at ${seq}, and is not in the log`);
  const expected = isVisitorId(row.event.by) ? row.event.publicSeq : row.event.seq;
  if (seq !== expected) tell('lost', `${id} was acknowledged at ${seq}, and is at ${expected}`);
}
