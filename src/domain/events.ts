import type { MessageBody, MessageKind } from './message.ts';
import type { Participant, ParticipantId } from './participant.ts';

/** Who may see an event: everybody in the chat, or only agents, bots and supervisors. */
export type Audience = 'public' | 'agents';

/** Where a transfer goes. */
export type TransferTarget = { readonly agent: string; readonly department?: never } | { readonly department: string; readonly agent?: never };

/** `handed-over`: by the bot that served the chat, or talked to who waited; maybe to another department. */
export type QueueReason = 'started' | 'reopened' | 'returned' | 'handed-over';
/** The provider takes no messages to this person any more; it will never take this one; it took none for too long. */
export type DeliveryFailure = 'window-closed' | 'refused' | 'expired' | 'channel-removed';
/** By an agent: as the own words, just as it was or changed, or waved away. */
export type SuggestionFate = 'sent' | 'edited' | 'dismissed';
/** What a plugin says to many beside their talks. `id`: the plugin's own; `title`: what agents know it by. */
export interface Announcement { readonly plugin: string; readonly id: string; readonly title: string }
/** Seen from the chat that says so: where the talk went, or whence it came. */
export type LinkDirection = 'to' | 'from';
export type AssignReason = 'accepted' | 'routed' | 'transferred' | 'takeover';

/**
 * THE catalogue of what can happen in a conversation. Each entry: the data of one event.
 * Facts are `noun.verbed`. A release emits only what its predecessor can read.
 */
export interface EventData {
  /** A visitor opened a chat, or an agent did, who is `by` and has it from there on. Public. Always seq 1. */
  'conversation.started': { readonly visitor: Participant; readonly department: string; readonly locale: string };
  /** The chat waits for somebody. Public. A reopened chat draws a new ticket; a returned or handed-over one keeps its own, or draws its first where an agent began it. */
  'conversation.queued': { readonly department: string; readonly reason: QueueReason };
  /** `assignee` serves the chat from here on; whoever had it before no longer does. Public. */
  'conversation.assigned': { readonly assignee: Participant; readonly reason: AssignReason; readonly offer: string | null; readonly department: string };
  /** The assignee wants to hand the chat over; they keep it until it is accepted. Agents only. */
  'transfer.offered': { readonly to: TransferTarget; readonly offer: string; readonly expiresAt: number };
  /** The transfer ended without a new assignee. Agents only. */
  'transfer.declined': { readonly offer: string; readonly reason: 'declined' | 'expired' | 'cancelled' };
  /** The talk goes on in another chat with the same person, or has come from there. Agents only. */
  'conversation.linked': { readonly conversation: string; readonly channel: string; readonly how: LinkDirection };
  /** Somebody beside the assignee takes part. Public for agents and bots, agents only for supervisors. */
  'participant.joined': { readonly participant: Participant };
  /** Somebody beside the assignee stopped taking part. Audience as for joining. */
  'participant.left': { readonly participant: ParticipantId };
  /** Something was said. Audience: the message's own (notes and suggestions are for agents only). `answer`: a bot's, to a question; the visitor may rate it. `announcement`: said to many, maybe after the end; `by` takes no part. */
  'message.posted': { readonly kind: MessageKind; readonly body: MessageBody; readonly answer?: true; readonly announcement?: Announcement };
  /**
   * A bot is done with the event at `turn`; what it said comes before this, in the same commit. `memory`: JSON of its own, with
   * which it goes on at the next turn. `wakeAt`: when it wants to hear that nothing has been said since. Agents only, and the memory
   * for the bot only.
   */
  'bot.answered': { readonly turn: number; readonly memory: string; readonly wakeAt: number | null };
  /** What a bot suggested at `suggestion`, a position in the log, was of use, or was not. Agents only. */
  'suggestion.settled': { readonly suggestion: number; readonly how: SuggestionFate };
  /** Bots say nothing in this chat until they are resumed. Agents only. */
  'bots.paused': Readonly<Record<never, never>>;
  /** Bots take part again, from the next event on. Agents only. */
  'bots.resumed': Readonly<Record<never, never>>;
  /** What was said at `message`, a position in the log, did not reach the visitor's channel, and is not tried again by itself. Agents only. */
  'delivery.failed': { readonly message: number; readonly reason: DeliveryFailure; readonly detail: string };
  /** Ended, not solved. Public. */
  'conversation.closed': { readonly reason: 'agent' | 'visitor' | 'abandoned' };
  /** Ended, solved. Public. */
  'conversation.completed': { readonly reason: 'agent' | 'bot' };
  /** An ended chat goes on. Public; always followed by `queued` or `assigned`. */
  'conversation.reopened': Readonly<Record<never, never>>;
  /** The visitor says whether a bot's answer helped: `message` is its public position, all that visitors know. The last word on one counts. Public. */
  'message.rated': { readonly message: number; readonly helpful: boolean };
  /** The visitor answered "was it solved?". Public. */
  'feedback.given': { readonly solved: boolean };
}

export type EventType = keyof EventData;

interface Envelope<T extends EventType> {
  readonly type: T;
  /** Position in the conversation, from 1, without gaps. */
  readonly seq: number;
  /** Position among the public events, from 1, without gaps; null when only agents see it. All a visitor ever sees. */
  readonly publicSeq: number | null;
  /** Milliseconds since the epoch; never goes backwards within a conversation. */
  readonly at: number;
  readonly by: ParticipantId;
  /** The command that caused it (`<stream>:<number>`), on the first event of that command only. */
  readonly id?: string;
}

export type EventOf<T extends EventType> = T extends EventType ? Envelope<T> & EventData[T] : never;
/** What happened. */
export type Fact = EventOf<EventType>;

/**
 * In the place of a line of the log that nobody can read: damaged, or not what it says it is. Where it stands is all that is known of
 * it. Never written, and nobody follows it; whoever shows the chat says that something is missing.
 */
export interface IllegibleLine extends Omit<Envelope<EventType>, 'type'> {
  readonly type: 'line.illegible';
  /** Empty where the line does not say. */
  readonly by: ParticipantId;
  /** Whether it has a body, as what people say has. */
  readonly said: boolean;
}

/** What a reader of the log meets. */
export type ConversationEvent = Fact | IllegibleLine;

export const audienceOf = (event: ConversationEvent): Audience => (event.publicSeq === null ? 'agents' : 'public');
