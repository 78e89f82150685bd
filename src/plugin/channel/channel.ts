import type { DeliveryFailure } from '#domain/events.ts';
import type { MessageBody, MessageKind } from '#domain/message.ts';
import type { ParticipantKind } from '#domain/participant.ts';
import type { LocalText } from '#wire/api.ts';

type MaybePromise<T> = T | Promise<T>;

/** What the house says to somebody on a channel. JSON. */
export interface OutgoingMessage {
  /** `<conversation>-<seq>`; the same at every attempt: a provider that knows idempotency keys gets this one. */
  readonly id: string;
  readonly conversation: string;
  /** Position in the log: the messages of a conversation come in this order. */
  readonly seq: number;
  /** As {@link ChannelAccount.id}. */
  readonly account: string;
  /** Who: `externalId`, as the channel has named them. */
  readonly to: string;
  /** As they were called when they said it; `name` is empty where nobody in particular did, as in a broadcast. */
  readonly by: { readonly kind: ParticipantKind; readonly name: string };
  readonly kind: MessageKind;
  readonly body: MessageBody;
  /** Ms since the epoch. */
  readonly at: number;
}

/** Somebody of the house types to somebody on a channel. JSON. */
export type OutgoingTyping = Pick<OutgoingMessage, 'conversation' | 'account' | 'to' | 'by'>;

/** How it is sent. JSON. */
export interface Sending {
  /** 1 for the first. */
  readonly attempt: number;
  /** The texts that wait behind it in the same conversation, in order, up to what is no text. */
  readonly behind: readonly OutgoingMessage[];
}

/**
 * What became of it. Nothing: the provider has it; `along`: and the first so many of those behind it, in one. `retry`: again, after `retryMs` or the usual back-off, for a day; later
 * messages of the conversation wait. The other two are for good, and agents see them beside the message: `window-closed`
 * where the provider takes nothing to this person until they write again, `refused` where it will never take this message.
 */
export type SendOutcome =
  | { readonly failure: 'retry'; readonly reason: string; readonly retryMs?: number }
  | { readonly failure: 'refused' | 'window-closed'; readonly reason: string }
  | { readonly along: number };

/**
 * Whether the provider takes words to somebody now. `left`: messages, `until`: ms since the epoch, both until the person writes
 * again. `reason`: for agents. JSON.
 */
export type Reach =
  | { readonly possible: true; readonly left?: number; readonly until?: number }
  | { readonly possible: false; readonly reason: LocalText };

/** A plugin that brings people in from elsewhere. */
export interface PluginChannel<X> {
  /** Name of one of the console's icons. */
  readonly icon: string;
  /** What it is called where there are several accounts of it. */
  readonly title: LocalText;
  /**
   * Kinds of messages that it brings, and that it can say; others are refused on their way, but that choices are listed in a text,
   * and `image` and `voice` go as a `file`, or a file as its address in a text.
   */
  readonly kinds: { readonly in: readonly MessageKind[]; readonly out: readonly MessageKind[] };
  /** At least once, in order per conversation. Throwing means `retry`. */
  readonly send: (ctx: X, message: OutgoingMessage, sending: Sending) => MaybePromise<SendOutcome | void>;
  /** Lossy: told at once, and then every 4 s for as long as they type, on the node that has the chat. */
  readonly typing?: (ctx: X, typing: OutgoingTyping) => MaybePromise<void>;
  /** Asked before an agent writes first, and shown to them; within 3 s. Without it everybody can be written to who has written before. */
  readonly reach?: (ctx: X, who: Pick<IncomingMessage, 'account' | 'externalId'>) => MaybePromise<Reach>;
}

/** One way in of a channel: a shop's own number, a bot, an application. */
export interface ChannelAccount {
  /** Lower case, digits and dashes, at most 31; for ever. */
  readonly id: string;
  /** As agents see it. */
  readonly name: string;
  /** Id of the department in which its people wait. */
  readonly department: string;
}

/** Something that was said on a channel. JSON. */
export interface IncomingMessage {
  readonly account: string;
  /** The channel's own id of the person, 1 to 160 characters. */
  readonly externalId: string;
  /** What they call themselves. */
  readonly name?: string;
  /** Only what the channel knows to be theirs, because it was confirmed: the house may make one contact of those who share it. A phone number begins with `+`. */
  readonly verified?: { readonly email?: string | undefined; readonly phone?: string | undefined };
  /** A language tag. Default `en`. */
  readonly locale?: string;
  /** The provider's id of the message, 1 to 160 characters: what comes with it again is not said again. */
  readonly id: string;
  readonly kind: MessageKind;
  /** Of a file: what `ctx.files.keep` answered goes into `file`, and its caption, or nothing, into `text`. */
  readonly body: MessageBody;
}

/** Something that a person did and did not say. JSON. */
export interface IncomingNote extends Pick<IncomingMessage, 'account' | 'externalId' | 'id'> {
  /** What agents read. */
  readonly text: string;
}

export interface Received {
  readonly conversation: string;
  /** It had come before. */
  readonly duplicate: boolean;
}

/** Something that the house said and the person will not get. */
export interface Undelivered {
  readonly conversation: string;
  readonly seq: number;
  readonly reason: DeliveryFailure;
  /** The provider's own words; 300 characters are kept. */
  readonly detail: string;
}

/** What a channel may do with chats. */
export interface PluginChats {
  /**
   * The accounts that there are, all of them: a channel says so whenever it is activated. One that is left out takes nobody in
   * any more. Rejects with `department.unknown`, `input.invalid`.
   */
  accounts(accounts: readonly ChannelAccount[]): Promise<void>;
  /**
   * Says it in the open chat of this person, or in a new one. Resolves when it is on disk. Rejects with `channel.unknown`,
   * `input.invalid`, `message.id-reused` or what the chat refuses it for; with `unavailable` where it may succeed later.
   */
  receive(message: IncomingMessage): Promise<Received>;
  /**
   * Agents read it in the open chat of this person, once per provider's `id`; nothing where there is none. Resolves when it is on
   * disk. Rejects as `receive` does.
   */
  note(note: IncomingNote): Promise<void>;
  /** The person types, or does not any more; shown for 5 s. Lossy, and nothing where they have no open chat. */
  typing(who: Pick<IncomingMessage, 'account' | 'externalId'>, on: boolean): Promise<void>;
  /** Agents see it beside the message: for providers that take a message first and say later what became of it. Again is no harm. */
  undelivered(what: Undelivered): Promise<void>;
}
