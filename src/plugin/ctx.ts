import type { LocalText } from '#wire/api.ts';
import type { NewPiece } from './background/work.ts';
import type { PluginBotPosts } from './bots/bot.ts';
import type { PluginChats } from './channel/channel.ts';
import type { PluginFiles } from './channel/files.ts';
import type { PluginContacts, PluginOutreach } from './contacts/contact.ts';
import type { PluginConversations } from './orders/order.ts';
import type { OutboundAnswer, OutboundRequest, OutboundTarget } from './outbound.ts';
import type { Permission } from './permissions.ts';

/** `T` for who has the permission, nothing for who has not. */
export type Needs<P extends Permission, N extends Permission, T> = N extends P ? T : never;

/** Values are JSON. Keys: 1 to 128 characters. What one plugin keeps no other sees; all nodes see the same. */
export interface PluginData {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** False, and nothing changes, where it is not `from` any more, as `get` answered it: whoever was faster, on whichever node, has been. Neither `null` nor `undefined` is anything. */
  replace(key: string, from: unknown, value: unknown): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** 100 at most, in order, behind `after`. */
  keys(after?: string): Promise<readonly string[]>;
  /** Those whose keys begin with `prefix`: 100 at most, in order, behind `after`. */
  entries(prefix: string, after?: string): Promise<readonly { readonly key: string; readonly value: unknown }[]>;
}

/** Work for a worker of the same plugin, done at least once, in the order of its lane. */
export interface PluginQueue {
  /** 100 pieces at most. Resolves when they are stored. */
  add(worker: string, ...pieces: readonly NewPiece[]): Promise<void>;
}

/** The way out: only to the servers that were granted, never to private addresses; redirects are not followed. */
export interface PluginHttp {
  /** Rejects with `http.not-allowed` or `http.failed`; any status is an answer. */
  request(request: OutboundRequest): Promise<OutboundAnswer>;
  /**
   * Where a server is that it may call, for a connection of another kind that lasts: only plugins of the house can open one, and to
   * these addresses only. Rejects as `request` does.
   */
  addresses(target: OutboundTarget): Promise<readonly string[]>;
}

/** Fields are JSON. Lands in the node's log under the plugin's name. */
export type PluginLog = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** For administrators, in the plugin's audit: 1 to 500 characters in each language, ten an hour. */
export type PluginNotice = (text: LocalText) => Promise<void>;

/**
 * All that a plugin can reach. Every call is asynchronous and speaks JSON, or bytes beside it, so that the same plugin can run in a process
 * of its own. What a call rejects with has the `code` of a refusal, where it is one: `plugin.not-granted` without its permission.
 */
export interface Ctx<C extends object = object, P extends Permission = Permission> {
  readonly config: Readonly<C>;
  readonly log: PluginLog;
  readonly notice: PluginNotice;
  readonly data: Needs<P, 'data.keep', PluginData>;
  readonly queue: Needs<P, 'work.background', PluginQueue>;
  readonly http: Needs<P, 'http.request', PluginHttp>;
  /** Where the world reaches its routes, `https://…/plugins/<id>`; null where nobody has set PUBLIC_URL. */
  readonly routesUrl: Needs<P, 'http.serve', string | null>;
  readonly chats: Needs<P, 'channels.run', PluginChats>;
  readonly files: Needs<P, 'channels.run', PluginFiles>;
  readonly bots: Needs<P, 'bots.run', PluginBotPosts>;
  readonly conversations: Needs<P, 'chats.command', PluginConversations>;
  readonly contacts: Needs<P, 'contacts.read', PluginContacts>;
  readonly outreach: Needs<P, 'contacts.write', PluginOutreach>;
}

/** What a plugin is given, until it is closed: then it grants nothing any more, and ends what is under way outside. */
export interface OpenCtx {
  readonly ctx: Ctx;
  close(): void;
}
