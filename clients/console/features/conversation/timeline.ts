import { isBotId } from '#domain/participant.ts';
import type { FileRef } from '#domain/file.ts';
import type { ConversationEvent, EventOf, MessageKind, Participant, ParticipantId } from '#wire/vocabulary.ts';
import type { Pending } from '#sdk/index.ts';

/** A message as it is drawn: in the log, or on its way there. */
export interface Said {
  readonly key: string;
  /** Of a file its caption, or nothing. */
  readonly text: string;
  readonly kind: MessageKind;
  readonly file: FileRef | null;
  /** What the visitor may answer with one tap. */
  readonly choices: readonly string[];
  readonly at: number;
  /** null while it is not in the log. */
  readonly seq: number | null;
  /** Its place among what the visitor sees: receipts are about these. null for notes, and while it is not in the log. */
  readonly publicSeq: number | null;
  readonly pending: Pending | null;
  /** The person will not get it. */
  readonly undelivered: EventOf<'delivery.failed'> | null;
}

/** Everything that one speaker said within a minute. */
export interface Group {
  readonly kind: 'group';
  readonly key: string;
  readonly by: ParticipantId;
  readonly note: boolean;
  /** What it is called, of what was said to many. */
  readonly announcement?: string;
  readonly said: readonly Said[];
}

/** Words that a bot would say in the agent's place, the best first: all that it had to say to one message. */
export interface Suggestions {
  readonly kind: 'suggestions';
  readonly key: string;
  readonly by: ParticipantId;
  readonly suggested: readonly Suggestion[];
  /** Nobody has said anything since. */
  readonly fresh: boolean;
}

export interface Suggestion { readonly seq: number; readonly text: string }

export type Row =
  | Group
  | Suggestions
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'line'; readonly key: string; readonly event: Exclude<ConversationEvent, EventOf<'message.posted'>> }
  | { readonly kind: 'unread'; readonly key: string };

export interface TimelineInput {
  readonly events: readonly ConversationEvent[];
  readonly pending: readonly Pending[];
  readonly self: ParticipantId;
  /** What others said publicly after this public position is new; null for no divider. */
  readonly unreadAfter: number | null;
}

const MINUTE = 60_000;
const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

interface Draft { by: ParticipantId; note: boolean; announcement?: string; said: Said[] }

/** The rows of a conversation, oldest first. */
export function timelineOf({ events, pending, self, unreadAfter }: TimelineInput): readonly Row[] {
  const rows: Row[] = [];
  let open: Draft | null = null;
  let day = Number.NaN;
  let divided = unreadAfter === null;
  const moved = movedOn(events, pending);

  const flush = () => {
    const first = open?.said[0];
    if (open !== null && first !== undefined) rows.push({ kind: 'group', key: `g${first.key}`, ...open });
    open = null;
  };
  const startDay = (at: number) => {
    if (dayOf(at) === day) return;
    flush();
    day = dayOf(at);
    rows.push({ kind: 'day', key: `d${day}`, at });
  };
  const suggest = ({ body, by, seq }: EventOf<'message.posted'>) => {
    flush();
    const last = rows.at(-1);
    const suggestion = { seq, text: body.text };
    if (last?.kind === 'suggestions' && last.by === by) rows[rows.length - 1] = { ...last, suggested: [...last.suggested, suggestion] };
    else rows.push({ kind: 'suggestions', key: `s${seq}`, by, suggested: [suggestion], fresh: seq > moved });
  };
  const say = (by: ParticipantId, note: boolean, said: Said, announcement?: string) => {
    const last = open?.said.at(-1);
    const joins = open !== null && last !== undefined && open.by === by && open.note === note && open.announcement === announcement && said.at - last.at < MINUTE;
    if (!joins) {
      flush();
      open = { by, note, said: [], ...(announcement === undefined ? {} : { announcement }) };
    }
    open?.said.push(said);
  };

  const undelivered = new Map(events.flatMap((event) => (event.type === 'delivery.failed' ? [[event.message, event]] : [])));
  const said = new Set(events.filter(({ type }) => type === 'message.posted').map(({ seq }) => seq));
  for (const event of events) {
    // It stands at its message.
    if (event.type === 'delivery.failed' && said.has(event.message)) continue;
    startDay(event.at);
    if (event.type !== 'message.posted') {
      if (isSilent(event)) continue;
      flush();
      rows.push({ kind: 'line', key: `e${event.seq}`, event });
      continue;
    }
    if (!divided && event.publicSeq !== null && event.publicSeq > (unreadAfter ?? 0) && event.by !== self) {
      flush();
      rows.push({ kind: 'unread', key: 'unread' });
      divided = true;
    }
    if (event.kind === 'suggestion') {
      suggest(event);
      continue;
    }
    say(event.by, event.publicSeq === null, { key: event.id ?? `e${event.seq}`, text: event.body.text, kind: event.kind, file: event.body.file ?? null, choices: event.body.choices ?? [], at: event.at, seq: event.seq, publicSeq: event.publicSeq, pending: null, undelivered: undelivered.get(event.seq) ?? null }, event.announcement?.title);
  }
  for (const item of pending) {
    if (item.command.type !== 'message.post') continue;
    startDay(item.at);
    say(self, item.command.audience === 'agents', { key: item.id, text: item.command.body.text, kind: item.command.kind, file: item.command.body.file ?? null, choices: [], at: item.at, seq: null, publicSeq: null, pending: item, undelivered: null });
  }
  flush();
  return rows;
}

/** Whoever begins a chat has it: nobody else is assigned before there was a queue. */
const isBeginners = (event: ConversationEvent): boolean => event.type === 'conversation.assigned' && event.seq === 2;

/** Told by the event beside it: a reopening by what follows, the first queueing by the start, a bot's turn by what it said; or by where the chat stands. */
const isSilent = (event: ConversationEvent): boolean => event.type === 'bot.answered' || (event.type === 'line.illegible' && !event.said) || isBeginners(event) || event.type === 'suggestion.settled' || (event.type === 'conversation.queued' && event.reason !== 'returned' && event.reason !== 'handed-over');

/** The last position at which visitor or agents said something to each other: what was suggested before it is of no use any more. */
function movedOn(events: readonly ConversationEvent[], pending: readonly Pending[]): number {
  if (pending.some(({ command, status }) => command.type === 'message.post' && command.audience === 'public' && status !== 'failed')) return Infinity;
  return events.findLast((event) => event.type === 'message.posted' && event.publicSeq !== null && !isBotId(event.by))?.seq ?? 0;
}

/** Positions of suggestions that are done with. */
export function settledIn({ events, pending }: Pick<TimelineInput, 'events' | 'pending'>): ReadonlySet<number> {
  const settled = new Set<number>();
  for (const event of events) if (event.type === 'suggestion.settled') settled.add(event.suggestion);
  for (const { command } of pending) if (command.type === 'suggestion.settle') settled.add(command.suggestion);
  return settled;
}

/** What is suggested now, the best first. */
export function suggestedNow({ events, pending }: Pick<TimelineInput, 'events' | 'pending'>): readonly Suggestion[] {
  const moved = movedOn(events, pending);
  return events.flatMap((event) => (event.type === 'message.posted' && event.kind === 'suggestion' && event.seq > moved ? [{ seq: event.seq, text: event.body.text }] : []));
}

/** How far the agent's own public words go, and those of everybody else: public positions, 0 for none. */
export function spokenTo(events: readonly ConversationEvent[], self: ParticipantId): { readonly own: number; readonly others: number } {
  const lastOf = (own: boolean): number =>
    events.findLast((event) => event.type === 'message.posted' && event.publicSeq !== null && (event.by === self) === own)?.publicSeq ?? 0;
  return { own: lastOf(true), others: lastOf(false) };
}

/** When something was last said, as lists have it: not among colleagues. Null when that is further up than what is held. */
export const lastSaidAt = (events: readonly ConversationEvent[]): number | null =>
  events.findLast((event) => event.type === 'message.posted' && event.publicSeq !== null)?.at ?? null;

/** Everybody who is named in these events, also those who have left. */
export function namesIn(events: readonly ConversationEvent[], present: readonly Participant[]): ReadonlyMap<ParticipantId, Participant> {
  const known = new Map<ParticipantId, Participant>();
  for (const event of events) {
    if (event.type === 'conversation.started') known.set(event.visitor.id, event.visitor);
    else if (event.type === 'conversation.assigned') known.set(event.assignee.id, event.assignee);
    else if (event.type === 'participant.joined') known.set(event.participant.id, event.participant);
  }
  for (const participant of present) known.set(participant.id, participant);
  return known;
}
