/** The HTTP API that widget and console use. All paths begin with `/api/v1`; errors are RFC 9457 problem+json with `code`. */
import type { LocalText } from './plugin-api.ts';
import type { Card, PresenceStatus } from './protocol.ts';
import type { WidgetSlot } from './slots.ts';
import type { WidgetLook } from './widget-look.ts';
import type { ConversationEvent, ErrorCode } from './vocabulary.ts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/* ---- widget ---- */

/** GET /files. An upload is a POST of the bytes to `/files?name=…` or `/widget/files?token=…&name=…` -> {@link FileRef}, with the type as its own. */
export interface FileLimits {
  readonly maxBytes: number;
}

/** POST /widget/session: who is this visitor, and what should the widget show before a chat exists. */
export interface WidgetSessionRequest {
  /** The channel's public token from the embed code. */
  readonly token: string;
  /** The visitor's own token from an earlier answer. */
  readonly visitor?: string;
  readonly locale?: string;
  readonly page?: { readonly url: string; readonly title: string };
}

/** A page of the website. `at`: when the visitor came there, ms since the epoch. */
export interface VisitedPage {
  /** http(s). The visitor says so, and may say anything. */
  readonly url: string;
  readonly title: string;
  readonly at: number;
}

/** Whether the widget asks for an e-mail where nobody is there to answer. */
export type AwayEmail = 'off' | 'optional' | 'required';

export interface WidgetSession {
  readonly visitor: string;
  readonly self: string;
  readonly department: string;
  /** True when an agent of the department is online. */
  readonly staffed: boolean;
  readonly waiting: number;
  /** An e-mail to be asked for where nobody is there; null where none is, or it is known. A server of the release before does not say. */
  readonly email?: Exclude<AwayEmail, 'off'> | null;
  /** The open chat, or the last ended one that may still be reopened. */
  readonly conversation: string | null;
  /** What plugins show here; left out by a server that knows of none. */
  readonly slots?: readonly WidgetSlot[];
}

/** POST /widget/ticket: the way to a chat's socket; with `start`, a chat is opened when none is. 404 `conversation.unknown` without one. */
export interface WidgetTicketRequest {
  readonly token: string;
  readonly visitor: string;
  readonly start: boolean;
  readonly locale?: string;
  /** How the visitor hears from us: kept where the house has no address of theirs. */
  readonly email?: string;
  /** Where the chat begins. */
  readonly page?: { readonly url: string; readonly title: string };
}

export interface WidgetTicket extends Ticket {
  readonly conversation: string;
}

/** POST /widget/email: as the one that goes with the ticket, of who has begun a chat already. 204, whether it is kept or the house has one; 404 `conversation.unknown` before a chat. */
export interface WidgetEmailRequest {
  readonly token: string;
  readonly visitor: string;
  readonly email: string;
}

/** POST /widget/events -> {@link EventPage}: what the visitor saw of the chat before the public position `before`, 50 at most. */
export interface WidgetEventsRequest {
  readonly token: string;
  readonly visitor: string;
  readonly conversation: string;
  readonly before: number;
}

/** `url` is absolute (ws: or wss:) and good for one join within a minute; the client may add `&since=<position>`. */
export interface Ticket {
  readonly url: string;
}

/* ---- console ---- */

export type Role = 'admin' | 'supervisor' | 'agent';

export interface Agent {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly capacity: number;
  readonly locale: string;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly mustChangePassword: boolean;
  readonly departments: readonly string[];
  readonly disabled: boolean;
}

/** POST /session; GET /session answers the same for who is signed in; DELETE /session signs out. */
export interface SignInRequest { readonly login: string; readonly password: string }
export interface Session { readonly agent: Agent; readonly publicUrl: string }
/** GET /session/first, for everybody. `toCome`: nobody has changed the one-time password yet that the server tells where it is started. */
export interface FirstSignIn { readonly toCome: boolean }

/** PATCH /me, PUT /me/password (both sign other devices out where the password changed). */
export interface ProfilePatch { readonly name?: string; readonly locale?: string; readonly theme?: Agent['theme'] }
export interface PasswordChange { readonly current: string; readonly next: string }

/** POST /desk/ticket -> {@link Ticket}. */

/** GET /conversations?scope=waiting|mine|open|ended&cursor=… */
export type ConversationScope = 'waiting' | 'mine' | 'open' | 'ended';
export interface Page<T> { readonly items: readonly T[]; readonly next: string | null }
export type CardPage = Page<Card>;

/**
 * GET /conversations/search?scope=open|ended&text=…&department=…&agent=…&status=…&channel=…&since=…&until=…&cursor=… -> {@link FoundPage}: the newest
 * first. Each of the first eight words of `text` stands in what was said, or in what the visitor is called; where it is narrowed down otherwise it may have none.
 * `since` and `until`: when chats ended, or began if open, ms since the epoch, the second exclusive.
 */
export interface FoundChat {
  readonly card: Card;
  /** The message that has most of the words; null where it is the visitor who is called so. */
  readonly said: FoundWords | null;
}
export interface FoundWords {
  /** Its position in the chat. */
  readonly seq: number;
  /** Of its words one line around the first that was looked for. */
  readonly text: string;
  /** The participant who said it; null for the visitor. */
  readonly from: string | null;
  /** Of an agent. */
  readonly name: string | null;
  /** Said to agents only. */
  readonly note: boolean;
}
export interface FoundPage extends Page<FoundChat> {
  /** With `next`: chats that ended (or began, if open) before this, ms since the epoch, have not been looked at yet. */
  readonly lookedTo: number | null;
}

/** GET /conversations/:id/events?before=<seq>&limit=<n, 100 at most>&from=<seq>: older events, ascending: the last `limit` of them, or with `before` all from `from` on where those are more, the last 500 at most. */
export interface EventPage { readonly events: readonly ConversationEvent[]; readonly more: boolean }

/** GET /contacts?search=…&cursor=…&limit=… -> Page<ContactItem>, the newest first. Agents: who has had a chat that they may see. */
export interface ContactItem {
  readonly id: string;
  /** As people call them; `#1234` of somebody without a name. */
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly identities: readonly ContactIdentity[];
  readonly chats: number;
  /** When the last chat began. */
  readonly lastAt: number | null;
  readonly createdAt: number;
}

/** How a channel knows them. */
export interface ContactIdentity {
  /** Of {@link ContactItem.id}, or of one that was merged into it. */
  readonly contact: string;
  readonly account: string;
  /** The account's name and icon. */
  readonly channel: string;
  readonly channelIcon: string | null;
  readonly externalId: string;
  readonly since: number;
}

/** GET /contacts/:id; PATCH /contacts/:id with {@link ContactPatch}. GET /contacts/:id/chats?cursor=… -> {@link CardPage}. */
export interface Contact extends ContactItem {
  /** Null where nobody has a name for them. */
  readonly givenName: string | null;
  readonly notes: string | null;
  /** Since when they want no words that they have not asked for; null where they do not mind. */
  readonly optedOutAt: number | null;
  /** Notes on those that were merged into this one. */
  readonly mergedNotes: readonly string[];
  /** Merges into this one that can still be undone. */
  readonly merges: readonly ContactMerge[];
}
/** GET /conversations/:id/contact. `at`: as which of their identities the chat knows them. */
export interface ContactOfChat extends Contact {
  readonly at: Pick<ContactIdentity, 'account' | 'contact'>;
  /** Null where nothing is known; a server of the release before does not say. */
  readonly pages?: ChatPages | null;
}
/** On which page the visitor is, or was last, and on which the chat began. */
export interface ChatPages { readonly page: VisitedPage | null; readonly began: VisitedPage | null }
export interface ContactPatch { readonly name?: string | null; readonly email?: string | null; readonly phone?: string | null; readonly notes?: string | null; readonly optedOut?: boolean }

/** POST /contacts/:id/merges {@link ContactMergeInput}, DELETE /contacts/:id/merges/:merge (within a day) -> {@link Contact}. */
export interface ContactMergeInput { readonly contact: string }
export interface ContactMerge {
  readonly id: string;
  /** The one that was merged into this. */
  readonly contact: string;
  readonly name: string;
  readonly at: number;
  /** `agent:<id>` or `rule:<name>`. */
  readonly actor: string;
}

/** GET, PUT /settings/contacts, for administrators. `mergeVerified`: contacts of whom channels say the same verified address or number become one. */
export interface ContactSettings { readonly mergeVerified: boolean }

/** GET /contacts/:id/reach -> whether somebody could be written to now, for each {@link ContactIdentity}. */
export interface ContactReach {
  readonly contact: string;
  readonly account: string;
  /** `left`: messages, `until`: ms since the epoch; null where the channel sets no limit. */
  readonly possible: boolean;
  readonly left: number | null;
  readonly until: number | null;
  /** Why not. */
  readonly reason: LocalText | null;
  /** The open chat there: words go into it. `taken`: a colleague has it, and nobody else can write in it. */
  readonly open: { readonly conversation: string; readonly taken: boolean } | null;
  /** Where that channel's chats belong. */
  readonly department: string;
}

/** POST /contacts/:id/chats -> {@link ChatBegun}, with an `Idempotency-Key` (1 to 64 characters): the same request again begins nothing. */
export interface ChatBeginning {
  /** As in {@link ContactIdentity}. */
  readonly contact: string;
  readonly account: string;
  readonly department: string;
  readonly text: string;
  /** The chat whose talk goes on there. */
  readonly from?: string;
}
export interface ChatBegun { readonly conversation: string }

/** GET/POST /departments, PATCH /departments/:id, DELETE /departments/:id (archives; its chats stay). */
export interface Department {
  readonly id: string;
  readonly name: string;
  /** manual: agents take the next chat; auto: it is given to whoever has the most room. */
  readonly assignment: 'manual' | 'auto';
  readonly members: readonly string[];
  readonly waiting: number;
  readonly archived: boolean;
}
export interface DepartmentInput { readonly name?: string; readonly assignment?: Department['assignment']; readonly members?: readonly string[] }

/** GET/POST /agents, PATCH /agents/:id. `password` sets a one-time password that must be changed at the next sign-in. */
export interface AgentInput {
  readonly login?: string; readonly name?: string; readonly role?: Role; readonly capacity?: number;
  readonly departments?: readonly string[]; readonly password?: string; readonly disabled?: boolean;
}

/** GET /colleagues: who could take a chat now, for transfers. */
export interface Colleague { readonly id: string; readonly name: string; readonly status: PresenceStatus; readonly seats: number; readonly capacity: number; readonly departments: readonly string[] }

/** GET /channels, PATCH /channels/:id. A web channel is made with its department. */
export interface Channel {
  readonly id: string;
  readonly kind: 'web';
  readonly name: string;
  readonly department: string;
  readonly token: string;
  /** Origins that may embed the widget, such as `https://shop.example`; `*` allows every site. */
  readonly allowedOrigins: readonly string[];
  readonly awayEmail: AwayEmail;
  /** A server of the release before does not say. */
  readonly look?: WidgetLook;
}
/** GET /channel-names: the ways in of all kinds, also those that are closed. An agent learns those of their own departments. `kind` is `web`, or the id of a plugin. */
export interface ChannelName { readonly id: string; readonly name: string; readonly kind: string; readonly department: string; readonly closed: boolean }
/** PATCH /channels/:id -> {@link Channel}, for administrators. `look`: all of it; a colour may have three digits, and words are plain text on one line within `LOOK_LIMITS`. What is wrong stands in `meta.fields`, such as `look.color`. */
export interface ChannelPatch { readonly name?: string; readonly allowedOrigins?: readonly string[]; readonly awayEmail?: AwayEmail; readonly look?: WidgetLook }

/* ---- plugins ---- */

export * from './plugin-api.ts';
