import type { FileRef } from '#domain/file.ts';
import type { AckFrame, Card, DeskCommand, DeskStateFrame, PresenceStatus, QueueFrame, Receipt } from '#wire/protocol.ts';
import type { Audience, Command, ConversationEvent, ConversationState, ErrorCode, MessageKind } from '#wire/vocabulary.ts';
import type { Platform } from './platform.ts';

/**
 * The line to the server. `stopped`: it will not come back by itself; `code` is the close code, or the code of the
 * ticket's {@link TicketError}. `retryAt` in ms of the client's clock.
 */
export type Connection =
  | { readonly status: 'idle' | 'connecting' | 'online' }
  | { readonly status: 'waiting'; readonly retryAt: number }
  | { readonly status: 'stopped'; readonly code: number | string };

/** A command of this device that is not to be seen in the events yet. */
export interface Pending {
  /** `<stream>:<number>`, the `id` of the event that it becomes. */
  readonly id: string;
  readonly command: Command;
  /** When it was given, ms since the epoch by the device's clock. */
  readonly at: number;
  /** `sending`: kept and repeated until answered. `accepted`: durable, its event is on the way. `failed`: refused for good. */
  readonly status: 'sending' | 'accepted' | 'failed';
  /** Why it failed; null otherwise. */
  readonly code: ErrorCode | null;
}

/** Somebody is typing. `text` is the live preview, shown to agents only. */
export interface Signal {
  readonly participant: string;
  readonly name: string;
  readonly text: string | null;
}

/** What is held of a conversation. Immutable: a part that did not change keeps its identity. */
export interface ConversationPicture {
  /** null until the first page came. */
  readonly state: ConversationState | null;
  /** Ascending, without gaps; types of a later release included. */
  readonly events: readonly ConversationEvent[];
  /** Older events exist before the first one here. */
  readonly more: boolean;
  readonly receipts: readonly Receipt[];
  readonly signals: readonly Signal[];
  readonly pending: readonly Pending[];
}

/** Ready for `useSyncExternalStore(client.subscribe, () => client.snapshot)`, and for signals. */
export interface Observable<T> {
  readonly snapshot: T;
  /** Called after each change of `snapshot`. Returns the unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A page of events before the first one that is held, ascending. */
export interface Older {
  readonly events: readonly ConversationEvent[];
  readonly more: boolean;
}

/** What can be done in a conversation. Nothing here waits: follow `pending`. */
export interface ConversationActions {
  /** Repeats a failed command under a new id. */
  retry(id: string): void;
  /** Forgets a failed command. */
  discard(id: string): void;
  /** Call it on every input; sent at most every 2 s. `text`: the draft, for the live preview. */
  typing(on: boolean, text?: string): void;
  /** Puts older events, as the HTTP API gives them, in front. */
  prepend(page: Older): void;
  /** Everything up to the last event was read. Coalesced over 1 s. */
  read(): void;
}

export interface ClientOptions extends Partial<Platform> {
  /** Prefix of the keys and locks of unsent commands. Name the identity in it: whoever shares it sends what was left unsent. */
  readonly storageKey: string;
}

/* ---- visitor ---- */

export interface VisitorOptions extends ClientOptions {
  /** Asked before every join; with `start` a chat is opened when none is. Reject with a {@link TicketError} to stop. */
  readonly ticket: (options: { readonly start: boolean }) => Promise<{ readonly url: string; readonly conversation: string }>;
}

export interface VisitorSnapshot extends ConversationPicture {
  readonly connection: Connection;
  readonly conversation: string | null;
  /** The visitor's participant id. */
  readonly self: string | null;
  /** Name of the department. */
  readonly department: string | null;
  /** Place in the queue; null when not waiting. */
  readonly queue: QueueFrame | null;
}

export interface VisitorClient extends Observable<VisitorSnapshot>, ConversationActions {
  /** Joins the chat that exists; without one `connection` becomes `stopped` with `conversation.unknown`. */
  connect(): void;
  /** Joins, and opens a new chat when there is none or the last one has ended. */
  start(): void;
  /** Returns the id of the command. Words given before a chat exists go to the chat that `start` opens. */
  post(text: string, audience?: 'public', kind?: MessageKind, file?: FileRef): string;
  end(): string;
  reopen(): string;
  /** Whatever else a visitor may ask for, such as `message.rate`. Returns the id of the command. */
  command(command: Command): string;
  feedback(solved: boolean): string;
  /** Leaves; what is unsent stays for the next `connect` or the next tab. */
  disconnect(): void;
}

/* ---- desk ---- */

export interface DeskOptions extends ClientOptions {
  /** Asked before every join. Reject with a {@link TicketError} to stop. */
  readonly ticket: () => Promise<{ readonly url: string }>;
}

export interface DeskSnapshot {
  readonly connection: Connection;
  /** The agent's participant id. */
  readonly self: string | null;
  readonly desk: DeskStateFrame | null;
  /** Waiting and own chats by conversation id. */
  readonly cards: ReadonlyMap<string, Card>;
}

export interface ChatSnapshot extends ConversationPicture {
  /** Shown and up to date; false while (re)opening. */
  readonly live: boolean;
  /** Why it cannot be opened; null otherwise. */
  readonly error: ErrorCode | null;
  readonly visitorOnline: boolean;
}

export interface Chat extends Observable<ChatSnapshot>, ConversationActions {
  readonly id: string;
  /** Returns the id of the command. */
  post(text: string, audience?: Audience, kind?: MessageKind, file?: FileRef): string;
  command(command: Command): string;
}

export interface DeskClient extends Observable<DeskSnapshot> {
  connect(): void;
  disconnect(): void;
  /** The handle of a chat, the same for the same id; it does not open it. */
  chat(id: string): Chat;
  /** Shows a chat from here on, over reconnects too. Idempotent. */
  open(id: string): void;
  /** Stops showing it; what is unsent is still sent. */
  leave(id: string): void;
  /** Asks the desk. Rejects with a {@link RefusedError}; `unavailable` when the line is down or no answer came. */
  request(command: DeskCommand): Promise<AckFrame>;
  setPresence(status: PresenceStatus): Promise<AckFrame>;
}

