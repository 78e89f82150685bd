/** The HTTP API that widget and console use. All paths begin with `/api/v1`; errors are RFC 9457 problem+json with `code`. */
import type { Card, PresenceStatus } from './protocol.ts';
import type { WidgetSlot } from './slots.ts';
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

export interface WidgetSession {
  readonly visitor: string;
  readonly self: string;
  readonly department: string;
  /** True when an agent of the department is online. */
  readonly staffed: boolean;
  readonly waiting: number;
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
}

export interface WidgetTicket extends Ticket {
  readonly conversation: string;
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

/** PATCH /me, PUT /me/password (both sign other devices out where the password changed). */
export interface ProfilePatch { readonly name?: string; readonly locale?: string; readonly theme?: Agent['theme'] }
export interface PasswordChange { readonly current: string; readonly next: string }

/** POST /desk/ticket -> {@link Ticket}. */

/** GET /conversations?scope=waiting|mine|open|ended&cursor=… */
export type ConversationScope = 'waiting' | 'mine' | 'open' | 'ended';
export interface Page<T> { readonly items: readonly T[]; readonly next: string | null }
export type CardPage = Page<Card>;

/** GET /conversations/:id/events?before=<seq>&limit=<n, 100 at most>: older events, ascending. */
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
export interface ContactOfChat extends Contact { readonly at: Pick<ContactIdentity, 'account' | 'contact'> }
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
/** What the first start calls its department: as long as nobody has chosen another name, visitors read it in their language. */
export const FIRST_DEPARTMENT = 'Support';
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
}
export interface ChannelPatch { readonly name?: string; readonly allowedOrigins?: readonly string[] }

/* ---- plugins ---- */

/** A text that people read, in each language of the house. */
export interface LocalText { readonly en: string; readonly 'zh-CN': string }

/** available: known, not installed. failed: switched off by itself or unable to start; `reason` says why. */
export type PluginState = 'available' | 'installed' | 'configured' | 'active' | 'inactive' | 'failed';

/** What a plugin asks for, each with what it means; an administrator grants all of it or does not install. */
export interface PluginPermission { readonly name: string; readonly title: LocalText; readonly granted: boolean }

/** One line of a settings form. `secret`: written, never read back; `kept` in its place says that there is a value. */
export interface PluginField {
  readonly name: string;
  /** `department`: a text, the id of one. `address`: a text, of a server that the plugin calls. `records`: a list of objects, each known by the value of its first field. */
  readonly kind: 'text' | 'long-text' | 'number' | 'switch' | 'choice' | 'list' | 'secret' | 'department' | 'address' | 'records';
  readonly title: LocalText;
  readonly hint: LocalText | null;
  readonly required: boolean;
  /** Of records: what each is made of. */
  readonly fields: readonly PluginField[];
  /** Of a choice, and of a list that holds nothing else. */
  readonly options: readonly { readonly value: string; readonly title: LocalText }[];
  /** Of a number, or of the length of a text. */
  readonly min: number | null;
  readonly max: number | null;
}

export type PluginConfig = Readonly<Record<string, unknown>>;

/** GET /plugins, GET /plugins/:id. Administrators only, as everything about plugins. */
export interface Plugin {
  readonly id: string;
  /** Of the code on this node. */
  readonly version: string;
  /** What its data is of, where that is older: it waits for the step `upgrade`, because it asks for more than it was granted, or because that failed. */
  readonly installedVersion: string | null;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly state: PluginState;
  /** Why it failed, in its own words; null elsewhere. */
  readonly reason: string | null;
  /** A life-cycle step that is under way, on any node. */
  readonly step: PluginStep | null;
  /** Steps that make sense now. */
  readonly steps: readonly PluginStep[];
  readonly permissions: readonly PluginPermission[];
  readonly fields: readonly PluginField[];
  /** As saved, or the defaults; secrets are left out, {@link Plugin.kept} names those that have a value: `secret`, or `accounts.shop.secret` in the record `shop`. */
  readonly config: PluginConfig;
  readonly kept: readonly string[];
  /** `house`: runs in the server's own process. What comes by npm or as an upload has a process of its own. */
  readonly origin: 'house' | 'npm' | 'upload';
  /** Null for one of the house. `sha256` (hex, of the archive) and `uploadedAt` only of an upload. */
  readonly package: { readonly name: string; readonly sha256: string | null; readonly uploadedAt: number | null } | null;
  /** Errors on this node since it was switched on, and the last of them. */
  readonly errors: number;
  readonly lastError: { readonly at: number; readonly message: string } | null;
}

/** POST /plugins/:id/{install,upgrade,activate,deactivate,uninstall} -> {@link Plugin}. install and upgrade: {@link PluginInstall}; the others have no body. */
export type PluginStep = 'install' | 'upgrade' | 'configure' | 'activate' | 'deactivate' | 'uninstall';

/**
 * POST /plugin-packages -> {@link Plugin}, 201. The body is the archive, as `npm pack` makes it: 1 MB at most. Nothing of it is installed.
 * DELETE /plugin-packages/:id -> 204, where it is not installed.
 */
export const MAX_PACKAGE_BYTES = 1 << 20;

/** Every permission that the plugin declares, by name: what the administrator saw and approved. */
export interface PluginInstall { readonly grant: readonly string[] }
/** PUT /plugins/:id/config -> {@link Plugin}. A secret that is left out stays as it is. Refused as `input.invalid` with `fields`. */
export interface PluginConfigInput { readonly config: PluginConfig }

/** GET /plugins/:id/audit -> the newest 100: who did what with it, and what it called without being granted it. */
export interface PluginAuditEntry {
  readonly at: number;
  /** `agent:<id>` or `plugin:<id>`. */
  readonly actor: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** GET /plugins/:id/background -> what it does by itself. Empty lists for a plugin without any of it. */
export interface PluginBackground {
  readonly jobs: readonly PluginJob[];
  readonly workers: readonly PluginWorker[];
}

export interface PluginJob {
  readonly name: string;
  readonly title: LocalText;
  /** Seconds between two runs, or a cron expression and its time zone (an IANA name). */
  readonly schedule: { readonly seconds: number } | { readonly cron: string; readonly timeZone: string };
  /** When it is due, ms since the epoch; null while the plugin is not active. */
  readonly dueAt: number | null;
  readonly running: boolean;
  /** The newest first, 20 at most. */
  readonly runs: readonly PluginRun[];
}

export interface PluginRun {
  readonly startedAt: number;
  /** Null while it runs, and for ever where it was cut off with its node: then it ran again. */
  readonly endedAt: number | null;
  /** NODE_NAME. */
  readonly node: string;
  /** Why it failed; null where it went well. */
  readonly error: string | null;
}

/** A kind of background work. */
export interface PluginWorker {
  readonly name: string;
  readonly title: LocalText;
  /** Pieces of work that wait, those that are tried again included. */
  readonly waiting: number;
  /** Lanes whose first piece failed and waits for its next attempt. */
  readonly failing: number;
  readonly lastError: string | null;
  /** Pieces that were given up. */
  readonly dead: number;
}

/** POST /plugins/:id/jobs/:job/run -> {@link PluginBackground}: it is due at once. */

/** GET /plugins/:id/dead?after=<id>, the oldest first -> a page of what was given up, 50 at most. */
export interface PluginDeadPage { readonly items: readonly PluginDead[]; readonly next: string | null }

export interface PluginDead {
  readonly id: string;
  readonly worker: string;
  /** The plugin's own name for it, stable over attempts. */
  readonly key: string;
  readonly createdAt: number;
  readonly attempts: number;
  readonly error: string;
  /** JSON, its first 2,000 characters. */
  readonly payload: string;
}

/** POST /plugins/:id/dead/{replay,discard} -> {@link PluginBackground}. Replay: in its old place, with its attempts forgotten. `null`: all of them. */
export interface PluginDeadChoice { readonly ids: readonly string[] | null }
