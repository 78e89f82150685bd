import type { FileRef } from '#domain/file.ts';
import type { Pending, VisitorSnapshot } from '#sdk/index.ts';
import type { ConversationEvent, ErrorCode, MessageKind, Participant, ParticipantId } from '#wire/vocabulary.ts';
import { isBotId } from '#domain/participant.ts';
import { isEnded } from '#domain/state.ts';
import { peopleOf } from './names.ts';

export type Tick = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export interface Said {
  /** The command's id where there is one, so that a message keeps its place when its event comes. */
  readonly key: string;
  /** Of a file its caption, or nothing. */
  readonly text: string;
  readonly kind: MessageKind;
  readonly file: FileRef | null;
  /** What may be answered with one tap: only while nothing newer was said. */
  readonly choices: readonly string[];
  /** Whether it helped; null while the visitor has not said, undefined for what is no answer of a bot. */
  readonly rating?: boolean | null | undefined;
  readonly at: number;
  /** null until its event came. */
  readonly seq: number | null;
  readonly tick: Tick;
  readonly code: ErrorCode | null;
}

export interface Turn {
  readonly kind: 'turn';
  readonly key: string;
  readonly by: ParticipantId;
  readonly own: boolean;
  /** null when nothing that is held names the speaker. */
  readonly speaker: Participant | null;
  readonly said: readonly Said[];
}

export type Line =
  | { readonly type: 'joined' | 'tookOver' | 'left'; readonly name: string }
  | { readonly type: 'returned' | 'reopened' | 'endedByYou' | 'endedByAgent' | 'abandoned' | 'solved' | 'unsolved' | 'illegible' };

export type Row =
  | Turn
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'line'; readonly key: string; readonly line: Line };

type Picture = Pick<VisitorSnapshot, 'events' | 'state' | 'pending' | 'receipts' | 'self'>;

const MINUTE = 60_000;
const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/**
 * What the log shows, top to bottom: messages grouped by speaker and minute, lines for what else happened, a heading
 * a day, and a divider before the first message after `readUpTo` that somebody else wrote (null: no divider).
 */
export function rowsOf(picture: Picture, readUpTo: number | null): readonly Row[] {
  const people = peopleOf(picture);
  const tickOf = tickReader(picture);
  const rows: Row[] = [];
  let day = 0;
  let divided = readUpTo === null;

  const newDay = (at: number): void => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    rows.push({ kind: 'day', key: `day-${day}`, at });
  };
  const say = (by: ParticipantId, said: Said): void => {
    newDay(said.at);
    const own = by === picture.self;
    if (!divided && !own && said.seq !== null && said.seq > (readUpTo ?? 0)) {
      divided = true;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    const last = rows.at(-1);
    if (last?.kind === 'turn' && !apart && belongs(last, by, said)) rows[rows.length - 1] = { ...last, said: [...last.said, said] };
    else rows.push({ kind: 'turn', key: said.key, by, own, speaker: people.get(by) ?? null, said: [said] });
    apart = false;
  };

  const newest = newestOf(picture);
  const ratings = ratingsOf(picture);
  /** What was said of an answer stays with it, so the next words stand apart. */
  let apart = false;
  for (const event of picture.events) {
    if (event.type === 'message.posted') {
      const rating = event.answer === true ? (ratings.get(event.seq) ?? null) : undefined;
      say(event.by, { key: event.id ?? `seq-${event.seq}`, text: event.body.text, kind: event.kind, file: event.body.file ?? null, choices: event === newest ? (event.body.choices ?? []) : [], rating, at: event.at, seq: event.seq, tick: tickOf(event.seq), code: null });
      continue;
    }
    apart ||= event.type === 'message.rated';
    const line = lineOf(event, people);
    if (line === null) continue;
    newDay(event.at);
    rows.push({ kind: 'line', key: `seq-${event.seq}`, line });
  }
  for (const said of unseenWords(picture)) say(picture.self ?? '', said);
  return rows;
}

/** What the visitor says of answers, also where it is on its way; the last word on one counts. */
function ratingsOf({ events, pending }: Picture): ReadonlyMap<number, boolean> {
  const told = events.flatMap((event) => (event.type === 'message.rated' ? [event] : []));
  const under = pending.flatMap(({ command, status }) => (command.type === 'message.rate' && status !== 'failed' ? [command] : []));
  return new Map([...told, ...under].map(({ helpful, message }) => [message, helpful]));
}

/** The last words, unless the visitor has said something to them that is on its way, or the chat is over. */
function newestOf({ events, pending, state }: Picture): ConversationEvent | undefined {
  const answered = pending.some(({ command, status }) => command.type === 'message.post' && status !== 'failed') || (state !== null && isEnded(state));
  return answered ? undefined : events.findLast(({ type }) => type === 'message.posted');
}

function belongs(turn: Turn, by: ParticipantId, said: Said): boolean {
  const last = turn.said.at(-1);
  return turn.by === by && last !== undefined && last.tick !== 'failed' && Math.floor(last.at / MINUTE) === Math.floor(said.at / MINUTE);
}

/** Receipts of everybody but the visitor; one reader is enough. */
function tickReader({ receipts, self }: Picture): (seq: number) => Tick {
  const others = receipts.filter(({ participant }) => participant !== self);
  const read = Math.max(0, ...others.map((receipt) => receipt.read));
  const delivered = Math.max(0, ...others.map((receipt) => receipt.delivered));
  return (seq) => (seq <= read ? 'read' : seq <= delivered ? 'delivered' : 'sent');
}

function unseenWords({ pending, events }: Picture): readonly Said[] {
  const seen = new Set(events.map(({ id }) => id));
  return pending.filter(({ id }) => !seen.has(id)).flatMap((each) => wordsOf(each));
}

function wordsOf({ id, command, at, status, code }: Pending): readonly Said[] {
  if (command.type !== 'message.post') return [];
  return [{ key: id, text: command.body.text, kind: command.kind, file: command.body.file ?? null, choices: [], at, seq: null, tick: status === 'accepted' ? 'sent' : status, code }];
}

function lineOf(event: ConversationEvent, people: ReadonlyMap<string, Participant>): Line | null {
  switch (event.type) {
    case 'conversation.assigned':
      return { type: event.reason === 'transferred' || event.reason === 'takeover' ? 'tookOver' : 'joined', name: event.assignee.name };
    // A bot that talks to who waits has been there before, and its words say that it is one.
    case 'participant.joined': return event.participant.kind === 'bot' ? null : { type: 'joined', name: event.participant.name };
    case 'participant.left': return isBotId(event.participant) ? null : { type: 'left', name: people.get(event.participant)?.name ?? '' };
    case 'conversation.queued': return event.reason === 'returned' ? { type: 'returned' } : null;
    case 'conversation.reopened': return { type: 'reopened' };
    case 'conversation.closed': return { type: event.reason === 'abandoned' ? 'abandoned' : event.reason === 'visitor' ? 'endedByYou' : 'endedByAgent' };
    case 'conversation.completed': return { type: 'endedByAgent' };
    case 'feedback.given': return { type: event.solved ? 'solved' : 'unsolved' };
    case 'line.illegible': return event.said ? { type: 'illegible' } : null;
    default: return null;
  }
}
