import type { Command, ConversationEvent, ConversationState, ErrorCode } from './vocabulary.ts';

/**
 * What the clients of this release send. Goes up when a client of the version before would misread a frame, and only
 * where servers of the release before understand it already. Additions do not count: clients ignore what they do not know.
 */
export const PROTOCOL_VERSION = 1;
/** The clients that servers of this release understand: from here, which goes up when no page of before can be open any more ... */
export const OLDEST_PROTOCOL = 1;
/** ... to here: what our own clients send, or one more in the release before they do. */
export const NEWEST_PROTOCOL = 1;

/**
 * Frames are `[ROOM_DATA][type][JSON in UTF-8]`, both bytes below 128, so a whole frame is also one string.
 * This is Colyseus' ROOM_DATA_BYTES with a numeric message type: the official SDK can speak it.
 */
export const ROOM_DATA = 17;

/** Frame types. Up: client to server, 1 to 31. Down: server to client, 32 to 63. Numbers are never reused. */
export const Frame = {
  command: 1,
  typing: 2,
  receipt: 3,
  ping: 4,
  /** Console: show this chat from here on (or again, from `since`). */
  open: 5,
  /** Console: stop showing it. */
  leave: 6,
  /** Console: something for the desk itself, answered by `ack` or `refusal`. */
  desk: 7,

  welcome: 32,
  notice: 33,
  ack: 34,
  refusal: 35,
  signal: 36,
  receipts: 37,
  pong: 38,
  queue: 39,
  opened: 40,
  cards: 41,
  resync: 42,
  deskState: 43,
} as const;

/** Where an event stands: `seq` for agents, `publicSeq` for visitors (who call it `seq`). */
export type Position = number;

/* ---- up ---- */

/** `c`: conversation id, on a console's socket only. `p`: the number of the last earlier command of the stream that may have had effect, 0 for none. */
export interface CommandFrame { readonly c?: string; readonly id: string; readonly p: number; readonly cmd: Command }
/** `text` is the live preview (sneak-peek), shown to agents only. `on: false` when typing stopped. */
export interface TypingFrame { readonly c?: string; readonly on: boolean; readonly text?: string }
/** Cursors in public positions (`publicSeq`, for agents too); only forward. */
export interface ReceiptFrame { readonly c?: string; readonly delivered: Position; readonly read: Position }
export interface PingFrame { readonly t: number }
/** `since`: the last position held; 0 to get the newest page. */
export interface OpenFrame { readonly c: string; readonly since: Position }
export interface LeaveFrame { readonly c: string }
/** `n` pairs the answer with the question. */
export interface DeskFrame { readonly n: number; readonly cmd: DeskCommand }

/** What an agent asks of the own desk. */
export type DeskCommand =
  | { readonly type: 'presence.set'; readonly status: PresenceStatus }
  /** Take this waiting chat, or with null the longest waiting of the departments. */
  | { readonly type: 'chat.accept'; readonly conversation: string | null }
  | { readonly type: 'chat.takeover'; readonly conversation: string }
  | { readonly type: 'chat.reopen'; readonly conversation: string }
  | { readonly type: 'transfer.start'; readonly conversation: string; readonly to: { readonly agent: string } | { readonly department: string } }
  | { readonly type: 'transfer.accept'; readonly conversation: string; readonly offer: string };

export const PRESENCE_STATUSES = ['online', 'away', 'offline'] as const;
export type PresenceStatus = (typeof PRESENCE_STATUSES)[number];

/* ---- down ---- */

/** How far a participant has got, in public positions. */
export interface Receipt { readonly participant: string; readonly delivered: Position; readonly read: Position }

/** A page of a conversation as one audience sees it. */
export interface ConversationPage {
  readonly conversation: string;
  readonly state: ConversationState;
  /** Ascending, ending at the state's position; only what came after `since` on a resume. */
  readonly events: readonly ConversationEvent[];
  /** Older events exist before the first one here. */
  readonly more: boolean;
  readonly receipts: readonly Receipt[];
}

/** First frame on a visitor's socket. `resumed`: events continue at the client's `since`; else replace what is shown. */
export interface VisitorWelcome extends ConversationPage {
  readonly version: number;
  readonly self: string;
  readonly resumed: boolean;
  readonly queue: QueueFrame | null;
  /** Department's name as the header shows it. */
  readonly department: string;
  /** Ping after so many ms of silence; no answer within as long again means the line is dead. */
  readonly heartbeat: number;
}

/** First frame on a console's socket. Everything else the console asks for. */
export interface DeskWelcome {
  readonly version: number;
  readonly self: string;
  readonly desk: DeskStateFrame;
  /** Waiting and own chats, whole. */
  readonly cards: readonly Card[];
  readonly heartbeat: number;
}

export interface NoticeFrame { readonly c?: string; readonly e: ConversationEvent }
/** `seq`: position of the command's first event, or null when it changed nothing (then nothing of it is in the log). */
export interface AckFrame { readonly c?: string; readonly id?: string; readonly n?: number; readonly seq: Position | null; readonly conversation?: string }
/** `retryAfter`: ms. */
export interface RefusalFrame { readonly c?: string; readonly id?: string; readonly n?: number; readonly code: ErrorCode; readonly retryable: boolean; readonly retryAfter?: number; readonly meta?: Readonly<Record<string, unknown>> }
/** Ephemeral; the newest wins and typing is void `ttl` ms after arrival. `online`, to agents only: the visitor came or went. */
export interface SignalFrame { readonly c?: string; readonly participant: string; readonly name: string; readonly typing: boolean; readonly text?: string; readonly ttl: number; readonly online?: boolean }
export interface ReceiptsFrame { readonly c?: string; readonly receipts: readonly Receipt[] }
export interface PongFrame { readonly t: number }
/** True position from 1 and an estimate in seconds, or null where nothing is known. */
/** `staffed`: an agent of the department is there; `seconds`: about how long it takes, where that is known. */
export interface QueueFrame { readonly position: number; readonly waiting: number; readonly seconds: number | null; readonly staffed: boolean }
export interface OpenedFrame extends ConversationPage { readonly resumed: boolean; readonly visitor: VisitorOnline }
export interface VisitorOnline { readonly online: boolean }

/** A chat in a list. */
export interface Card {
  readonly id: string;
  readonly seq: number;
  readonly status: ConversationState['status'];
  readonly department: string;
  readonly assignee: string | null;
  readonly assigneeName: string | null;
  /** As the house calls them: by the name that agents wrote down, else by what they call themselves. */
  readonly visitor: string;
  /** What they call themselves in this chat, where that is another name and the chat is up to say it. */
  readonly visitorOwn?: string;
  readonly transfer: ConversationState['transfer'];
  readonly transferFrom: string | null;
  readonly preview: string;
  readonly previewBy: string;
  /** The kind of that message: of a picture the preview may be empty, of a file it is the name. A server of the release before does not say. */
  readonly previewKind?: string;
  /** The participant who said it, and their name where it is known; null for the visitor. A server of the release before says neither. */
  readonly previewFrom?: string | null;
  readonly previewName?: string | null;
  readonly startedAt: number;
  readonly queuedAt: number | null;
  readonly updatedAt: number;
  readonly endedAt: number | null;
  /** What the visitor says of a chat that has ended: null for nothing. A server of the release before does not say. */
  readonly solved?: boolean | null;
  /** The visitor's messages that no agent has read; 0 in lists of other people's chats. */
  readonly unread: number;
  readonly locale: string;
  readonly channel: string;
  /** Name of one of the console's icons; null for the widget. */
  readonly channelIcon: string | null;
  /** Its number in the queue: who waits is served in this order. */
  readonly ticket: number | null;
}

/** Changes of the lists since the last such frame: cards to put in place, ids to take out. */
export interface CardsFrame { readonly put: readonly Card[]; readonly drop: readonly string[] }
/** The client's picture is not to be trusted any more: fetch it anew. Without `c`: everything. */
export interface ResyncFrame { readonly c?: string }
export interface DeskStateFrame { readonly status: PresenceStatus; readonly capacity: number; readonly seats: number; readonly departments: readonly string[] }

export interface DownFrames {
  [Frame.welcome]: VisitorWelcome | DeskWelcome;
  [Frame.notice]: NoticeFrame;
  [Frame.ack]: AckFrame;
  [Frame.refusal]: RefusalFrame;
  [Frame.signal]: SignalFrame;
  [Frame.receipts]: ReceiptsFrame;
  [Frame.pong]: PongFrame;
  [Frame.queue]: QueueFrame;
  [Frame.opened]: OpenedFrame;
  [Frame.cards]: CardsFrame;
  [Frame.resync]: ResyncFrame;
  [Frame.deskState]: DeskStateFrame;
}

export interface UpFrames {
  [Frame.command]: CommandFrame;
  [Frame.typing]: TypingFrame;
  [Frame.receipt]: ReceiptFrame;
  [Frame.ping]: PingFrame;
  [Frame.open]: OpenFrame;
  [Frame.leave]: LeaveFrame;
  [Frame.desk]: DeskFrame;
}

export type UpType = keyof UpFrames;
export type DownType = keyof DownFrames;
