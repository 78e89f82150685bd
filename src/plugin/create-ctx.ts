import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginDataRepository } from '#store/plugin-data.repository.ts';
import type { NewWork } from '#store/plugin-work.repository.ts';
import type { LocalText } from '#wire/api.ts';
import type { WorkQueue } from './background/work-queue.ts';
import type { NewPiece } from './background/work.ts';
import type { BotPost, PluginBotPosts } from './bots/bot.ts';
import type { PluginChats } from './channel/channel.ts';
import type { ChannelOf, Chats } from './channel/chats.ts';
import type { ChannelFiles, PluginFiles } from './channel/files.ts';
import type { ContactsForPlugins, PluginContacts, PluginOutreach } from './contacts/contact.ts';
import type { Ctx } from './ctx.ts';
import type { Conversations, PluginConversations } from './orders/order.ts';
import type { Outbound, OutboundRequest, OutboundTarget } from './outbound.ts';
import { hostsIn } from './permissions.ts';
import type { Permission } from './permissions.ts';

/** What a ctx is made of. */
export interface CtxDeps {
  readonly data: Pick<PluginDataRepository, 'delete' | 'entries' | 'get' | 'keys' | 'replace' | 'set'>;
  readonly queue: Pick<WorkQueue, 'add'>;
  readonly outbound: Pick<Outbound, 'addresses' | 'request'>;
  readonly chats: Chats;
  readonly files: ChannelFiles;
  readonly conversations: Conversations;
  readonly contacts: ContactsForPlugins;
  /** Servers that the operator opened although they are private. */
  readonly privateHosts: readonly string[];
  /** Where people reach the house: an origin, or null. */
  readonly publicUrl: string | null;
  readonly now: () => number;
  readonly log: (plugin: string, message: string, fields: object) => void;
  readonly notice: (plugin: string, text: LocalText) => Promise<void>;
  /** A plugin called what it may not. */
  readonly denied: (plugin: string, permission: Permission) => void;
}

const MAX_KEY = 128;
/** UTF-16 units of a value's JSON. */
const MAX_VALUE = 1 << 20;
const PAGE = 100;
const MOST_PIECES = 100;
/** UTF-16 units of a piece's JSON. */
const MAX_PAYLOAD = 1 << 18;

/** UTF-16 units of a message, and of its fields' JSON. */
const MAX_LOG = 2_000;

/** A log is for people: what is longer is said to be. */
function shortened(fields: object): object {
  const text = JSON.stringify(fields) as string | undefined;
  return text === undefined || text.length > MAX_LOG ? { tooLong: text?.slice(0, MAX_LOG).toWellFormed() } : fields;
}

/** For whom a ctx is made. */
export interface CtxOf {
  readonly plugin: string;
  readonly workers: ReadonlySet<string>;
  /** The channel that it brings. */
  readonly channel: ChannelOf | null;
  readonly granted: ReadonlySet<string>;
  readonly config: JsonObject;
  /** Its bots on this node. */
  readonly posts: (posts: readonly BotPost[]) => void;
  /** Aborted when the plugin is switched off: it can do nothing from then on. */
  readonly over: AbortSignal;
}

export function createCtx({ channel, config, granted, over, plugin, posts, workers }: CtxOf, { chats, contacts, conversations, data, denied, files, log, notice, now, outbound, privateHosts, publicUrl, queue }: CtxDeps): Ctx {
  const need = (permission: Permission): void => {
    if (over.aborted) throw new RefusalError('plugin.state', { plugin });
    if (granted.has(permission)) return;
    denied(plugin, permission);
    throw new RefusalError('plugin.not-granted', { plugin, permission });
  };
  const channelled = (): ChannelOf => {
    need('channels.run');
    if (channel === null) throw new RefusalError('channel.unknown');
    return channel;
  };
  /** The plugin's id, where it may. */
  const may = (permission: Permission): string => {
    need(permission);
    return plugin;
  };
  const keyed = (key: string): string => {
    need('data.keep');
    if (typeof key !== 'string' || key === '' || key.length > MAX_KEY) throw new RefusalError('input.invalid', { fields: { key: `1 to ${MAX_KEY} characters` } });
    return key;
  };
  const ctx = Object.freeze({
    config: frozen(config),
    routesUrl: granted.has('http.serve') && publicUrl !== null ? `${publicUrl}/plugins/${plugin}` : null,
    log: (message: string, fields: object = {}) => log(plugin, message.slice(0, MAX_LOG), shortened(fields)),
    data: Object.freeze({
      get: async (key: string) => {
        const value = await data.get(plugin, keyed(key));
        return value === undefined ? undefined : (JSON.parse(value) as unknown);
      },
      set: async (key: string, value: unknown) => data.set(plugin, keyed(key), textOf(value), now()),
      replace: async (key: string, from: unknown, value: unknown) => data.replace(plugin, keyed(key), from == null ? undefined : textOf(from), textOf(value), now()),
      delete: async (key: string) => data.delete(plugin, keyed(key)),
      keys: async (after = '') => {
        need('data.keep');
        return data.keys(plugin, after, PAGE);
      },
      entries: async (prefix: string, after = '') => {
        const rows = await data.entries(plugin, keyed(prefix), after, PAGE);
        return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown }));
      },
    }),
    queue: Object.freeze({
      add: async (worker: string, ...pieces: readonly NewPiece[]) => {
        need('work.background');
        if (!workers.has(worker)) throw new RefusalError('input.invalid', { fields: { worker: 'unknown' } });
        if (pieces.length > MOST_PIECES) throw new RefusalError('input.invalid', { fields: { pieces: `${MOST_PIECES} at most` } });
        if (pieces.length > 0) await queue.add({ plugin, worker }, pieces.map(pieceOf));
      },
    }),
    http: Object.freeze({
      request: async (request: OutboundRequest) => {
        need('http.request');
        return outbound.request(request, { hosts: hostsIn(granted), private: privateHosts }, over);
      },
      addresses: async (target: OutboundTarget) => {
        need('http.request');
        return outbound.addresses(target, { hosts: hostsIn(granted), private: privateHosts }, over);
      },
    }),
    chats: Object.freeze({
      accounts: async (accounts) => chats.accounts(channelled(), accounts),
      receive: async (message) => chats.receive(channelled(), message),
      note: async (note) => chats.note(channelled(), note),
      typing: async (who, on) => chats.typing(channelled(), who, on),
      undelivered: async (what) => chats.undelivered(channelled(), what),
    } satisfies PluginChats),
    files: Object.freeze({
      keep: async (file) => files.keep(channelled(), file),
      read: async (id) => files.read(channelled(), id),
      link: async (id) => files.link(channelled(), id),
    } satisfies PluginFiles),
    bots: Object.freeze({
      posts: async (given) => {
        need('bots.run');
        posts(given);
      },
    } satisfies PluginBotPosts),
    conversations: Object.freeze({
      post: async (order) => conversations.post(may('chats.command'), order),
      end: async (order) => conversations.end(may('chats.command'), order),
      transfer: async (order) => conversations.transfer(may('chats.command'), order),
    } satisfies PluginConversations),
    contacts: Object.freeze({
      page: async (segment, after) => contacts.page(may('contacts.read'), segment, after),
      find: async (contact) => contacts.find(may('contacts.read'), contact),
      places: async () => contacts.places(may('contacts.read')),
      reach: async (ways) => contacts.reach(may('contacts.read'), ways),
    } satisfies PluginContacts),
    outreach: Object.freeze({
      say: async (order) => contacts.say(may('contacts.write'), order),
      said: async (order) => contacts.said(may('contacts.write'), order),
      waiting: async (said) => contacts.waiting(may('contacts.write'), said),
      optOut: async (contact, out) => contacts.optOut(may('contacts.write'), contact, out),
    } satisfies PluginOutreach),
    notice: async (text: LocalText) => {
      if (over.aborted) throw new RefusalError('plugin.state', { plugin });
      await notice(plugin, noticeOf(text));
    },
  });
  ends.set(ctx, over);
  return ctx;
}

const ends = new WeakMap<object, AbortSignal>();

/** Aborted when this ctx ends; undefined for what is no ctx. */
export const endOf = (ctx: object): AbortSignal | undefined => ends.get(ctx);

const MAX_NOTICE = 500;

function noticeOf(text: unknown): LocalText {
  const { en, 'zh-CN': zh } = Object(text) as { readonly [L in keyof LocalText]?: unknown };
  if (typeof en !== 'string' || typeof zh !== 'string' || en === '' || zh === '') throw new RefusalError('input.invalid', { fields: { text: 'a text in each language' } });
  return { en: en.slice(0, MAX_NOTICE).toWellFormed(), 'zh-CN': zh.slice(0, MAX_NOTICE).toWellFormed() };
}

function textOf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || text.length > MAX_VALUE) throw new RefusalError('input.invalid', { fields: { value: `JSON of at most ${MAX_VALUE} characters` } });
  return text;
}

function pieceOf({ key, lane = key, payload }: NewPiece): NewWork {
  const named = [key, lane].every((text) => typeof text === 'string' && text !== '' && text.length <= MAX_KEY);
  if (!named) throw new RefusalError('input.invalid', { fields: { key: `1 to ${MAX_KEY} characters` } });
  const text = JSON.stringify(payload) as string | undefined;
  if (text === undefined || text.length > MAX_PAYLOAD) throw new RefusalError('input.invalid', { fields: { payload: `JSON of at most ${MAX_PAYLOAD} characters` } });
  return { key, lane, payload: text };
}

/** One call's change to its config must not be the next one's config. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
