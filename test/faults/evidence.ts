import type { Audience } from '#domain/events.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';

/** A command as its sender knows it. Times are ms since the epoch. */
export interface Post {
  readonly id: string;
  /** Its sender's name in the crowd. */
  readonly who: string;
  readonly conversation: string;
  /** Unique in the run; null for commands without words. */
  readonly text: string | null;
  readonly postedAt: number;
  /** Every answer that differed: position, and when it came first. */
  readonly acks: readonly { readonly seq: number | null; readonly at: number }[];
  /** The code of a refusal for good; null where there was none. */
  readonly refused: string | null;
  /** When its sender knew that it is durable: by an acknowledgement, or because the event was shown; null while not. */
  readonly settledAt: number | null;
  /** Still unanswered at the quiet end. */
  readonly open: boolean;
}

/** What one participant was shown of one chat: prints by position. */
export interface Sight {
  readonly conversation: string;
  readonly who: string;
  readonly audience: Audience;
  /** Whatever ever came over a socket. */
  readonly shown: Readonly<Record<number, string>>;
  /** Two frames said different things of one position. */
  readonly conflicts: readonly string[];
  /** The client's picture at the end: prints from a position on, and whether it says that there is more before; null where it has no picture any more. */
  readonly view: { readonly from: number; readonly prints: readonly string[]; readonly more: boolean } | null;
}

/** What an agent asked of the desk, and was refused for good. */
export interface RefusedRequest {
  readonly who: string;
  readonly asked: string;
  /** null where it was about whichever chat waits. */
  readonly conversation: string | null;
  readonly code: string;
}

export interface DeskRecord {
  /** The agent's name in the crowd. */
  readonly name: string;
  readonly agent: string;
  readonly capacity: number;
  /** Chats that its list showed as its own at the end; null where the desk was not online. */
  readonly own: readonly string[] | null;
  /** Has the own chats open, and so a picture of each. */
  readonly looks: boolean;
}

/** What the clients know at the end. */
export interface ClientRecord {
  readonly posts: readonly Post[];
  readonly requests: readonly RefusedRequest[];
  readonly sights: readonly Sight[];
  readonly desks: readonly DeskRecord[];
}

/** A row of the log, with what the database saw when it was written. */
export interface Row {
  readonly event: ConversationEvent;
  readonly clientId: string | null;
  /** The node whose account wrote it, the owner of the chat in that transaction, and its epoch; null where the database noted nothing. */
  readonly writer: string | null;
  readonly owner: string | null;
  readonly epoch: number | null;
  /** By the database's clock, ms: nodes' clocks differ. */
  readonly wroteAt: number;
}

/** What the database says at the end, by conversation, in order of `seq`. */
export type Logs = ReadonlyMap<string, readonly Row[]>;

/** An event so that two of them can be compared, and a person can read which it is. */
export function printOf(event: ConversationEvent): string {
  const words = event.type === 'message.posted' ? (event.body.text ?? '') : event.type;
  return `${words}~${hash(JSON.stringify(sorted(event)))}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

/** FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
