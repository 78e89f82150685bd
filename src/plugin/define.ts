import type { z } from 'zod';
import type { EventOf, EventType } from '#domain/events.ts';
import type { JsonObject } from '#store/json.ts';
import type { LocalText, PluginField } from '#wire/api.ts';
import { slotIcons } from '#wire/slots.ts';
import type { SlotIcon } from '#wire/slots.ts';
import { flawOf } from './background/schedule.ts';
import type { PluginJob, PluginLoop, PluginWorker } from './background/work.ts';
import type { PluginChannel } from './channel/channel.ts';
import { flawOfChannel } from './channel/sender.ts';
import type { PluginBots } from './bots/bot.ts';
import type { Ctx, Needs } from './ctx.ts';
import { formOf } from './fields.ts';
import type { PostingFilter, PostingMessage } from './hooks.ts';
import type { Held } from './isolated/holder.ts';
import type { Permission } from './permissions.ts';
import { flawOfPath, MAX_ROUTE_BODY } from './routes.ts';
import type { PluginRoute } from './routes.ts';
import { flawOfSlot, permissionsFor } from './slots/contract.ts';
import type { PluginSlots } from './slots/contract.ts';

export { z } from 'zod';
export { setting } from './fields.ts';
export { accountSettings } from './channel/account.ts';
export { partsOf } from './channel/parts.ts';
export { codeOf, isForGood } from './channel/refusals.ts';
export { isSameSecret } from './same-secret.ts';
export type { NewPiece, PluginJob, PluginLoop, PluginWorker, Schedule, WorkOutcome, WorkPiece } from './background/work.ts';
export type { ChannelAccount, IncomingMessage, IncomingNote, OutgoingMessage, OutgoingTyping, PluginChannel, Reach, Received, SendOutcome, Sending } from './channel/channel.ts';
export type { IncomingFile, PluginFiles, ReadFile } from './channel/files.ts';
export type { BotAnswer, BotCue, BotPost, BotRole, BotSays, BotTurn, PluginBots } from './bots/bot.ts';
export type { PluginRoute, RouteAnswer, RouteRequest } from './routes.ts';
export { fillIn, strangersIn } from '#domain/placeholders.ts';
export type { FileRef } from '#domain/file.ts';
export type { LocalText } from '#wire/api.ts';
export type { Actor, EndOrder, OrderOutcome, PostOrder, TransferOrder } from './orders/order.ts';
export type { ChannelPlace, ContactOrder, ContactOutcome, ContactPage, ContactPlaces, ContactWay, KnownContact, Segment, Spoken } from './contacts/contact.ts';
export type { ConversationEvent } from '#domain/events.ts';
export type { Ctx } from './ctx.ts';
export type { OutboundAnswer, OutboundRequest, OutboundTarget } from './outbound.ts';
export type { PostingMessage } from './hooks.ts';
export type { PluginBlock, SlotActRequest, SlotAnswer, SlotChoicesRequest, SlotConversation, SlotMessage, SlotNotesRequest, SlotRequest, SlotText, SlotViewer } from './slots/contract.ts';

type MaybePromise<T> = T | Promise<T>;
type Step<X> = (ctx: X) => MaybePromise<void>;
/** Settings that it returns, as the form of this code has them, take the place of those that are stored; others stay as they are. */
type Migration<X> = (ctx: X) => MaybePromise<Readonly<Record<string, unknown>> | void>;

/** Before a message is decided. Answers as a {@link PostingFilter} does. */
export interface PluginFilter<X> {
  /** Lower runs first. Default 0. */
  readonly order?: number;
  readonly run: (ctx: X, message: PostingMessage) => ReturnType<PostingFilter>;
}

/**
 * What a plugin is: one object literal. Everything that it hangs on to is named here and only lives while the plugin is
 * active, so nothing has to be taken back by hand. `ctx` comes with every call and grants what `permissions` names.
 */
export interface PluginDefinition<C extends z.ZodObject, P extends Permission, X = Ctx<z.output<C>, P>> {
  /** Lower case, digits and dashes; for ever. */
  readonly id: string;
  /** Three numbers, `1.0.0`. */
  readonly version: string;
  readonly title: LocalText;
  readonly description: LocalText;
  /** In the list of plugins. Default `plug`. */
  readonly icon?: SlotIcon;
  readonly permissions: readonly P[];
  /** Servers that it may call: names in lower case, or `*` for any public one. Nothing else is reached, and nothing private. */
  readonly hosts?: Needs<P, 'http.request', readonly string[]>;
  /** What an administrator may set: each entry a {@link setting}. With a default for every one the plugin is ready at once. */
  readonly config: C;
  readonly filters?: Needs<P, 'messages.filter', { readonly 'message.posting'?: PluginFilter<X> }>;
  /** After the commit, from the log: at least once, in order per conversation. */
  readonly on?: Needs<P, 'events.read', { readonly [T in EventType]?: (ctx: X, event: EventOf<T>, conversation: string) => MaybePromise<void> }>;
  /**
   * Whether a visitor's words are for this plugin, and for no bot: an order to be taken off a list, say. Asked before each bot that would hear
   * them, perhaps again after a crash; within 2 s. A throw, or no answer in time, leaves them to the bots.
   */
  readonly takes?: Needs<P, 'events.read', (ctx: X, event: EventOf<'message.posted'>, conversation: string) => MaybePromise<boolean>>;
  /** By name. Each on one node of the cluster at a time. */
  readonly jobs?: Needs<P, 'work.background', Readonly<Record<string, PluginJob<X>>>>;
  /** By name. Each goes on and on, on one node of the cluster at a time. */
  readonly loops?: Needs<P, 'work.background', Readonly<Record<string, PluginLoop<X>>>>;
  /** By name: who does what `ctx.queue` is given. */
  readonly workers?: Needs<P, 'work.background', Readonly<Record<string, PluginWorker<X>>>>;
  /** By name: what it shows in the console and in the widget. Asked on whichever node the browser's request arrives. */
  readonly slots?: PluginSlots<P, X>;
  /** By name: what it answers under `/plugins/<id>`. */
  readonly routes?: Needs<P, 'http.serve', Readonly<Record<string, PluginRoute<X>>>>;
  readonly channel?: Needs<P, 'channels.run', PluginChannel<X>>;
  readonly bots?: Needs<P, 'bots.run', PluginBots<X>>;
  /**
   * By the version to which each leads: once in the cluster, in order, when what an older version kept meets this code. For the
   * time of a roll older code runs beside it, so what it reads must still be there. Throwing leaves the plugin as it was, off.
   * `ctx.config` has the older version's values where the form of this one does not take them.
   */
  readonly migrations?: Readonly<Record<string, Migration<X>>>;
  /** Once, before it can be used; also again, where it was cut off. Throwing leaves it uninstalled. */
  readonly install?: Step<X>;
  /** Once for every new set of values, which `ctx.config` already has. Throwing leaves the old ones in place. */
  readonly configure?: Step<X>;
  /** On every node, before its first filter or observer runs. Throwing leaves it failed. */
  readonly activate?: Step<X>;
  /** On every node, after its last. It is off whatever this does. */
  readonly deactivate?: Step<X>;
  /** Once, at the end; what it kept is deleted afterwards, whatever this does. */
  readonly uninstall?: Step<X>;
}

/** A plugin as the host holds it: of no particular config or permissions. */
export interface Plugin {
  readonly definition: Omit<PluginDefinition<z.ZodObject, Permission, Ctx>, 'config'>;
  readonly fields: readonly PluginField[];
  /** The values that need nobody to set them. */
  readonly defaults: JsonObject;
  readonly check: (values: JsonObject) => MaybePromise<Checked>;
  /** Where it runs in a process of its own. */
  readonly isolate?: Held;
}

/** Values as the plugin uses them, or why not: a code by the name of each value that is wrong. */
export type Checked = { readonly values: JsonObject } | { readonly flaws: Readonly<Record<string, string>> };

/** What a part of a definition needs: without it the part would silently do nothing. The types say so too, where there are any. */
const NEEDED = [
  ['filters', 'messages.filter'], ['on', 'events.read'], ['takes', 'events.read'], ['jobs', 'work.background'], ['loops', 'work.background'], ['workers', 'work.background'], ['hosts', 'http.request'], ['routes', 'http.serve'], ['channel', 'channels.run'], ['bots', 'bots.run'],
] as const satisfies readonly (readonly [keyof Plugin['definition'], Permission])[];

const MOST_PARALLEL = 256;
const HOST = /^(?:\*|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)$/;
const ID = /^[a-z][a-z0-9-]{1,62}$/;
const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;

/** Checks a plugin and makes it ready for the host. Throws a TypeError that says what is wrong with it. */
export function definePlugin<C extends z.ZodObject, const P extends Permission>({ config, ...given }: PluginDefinition<C, P>): Plugin {
  // Only the host calls it, and only with the ctx that it makes for this very plugin.
  const definition = given as unknown as Plugin['definition'];
  checkDefinition(definition);
  return { definition, ...formOf(definition.id, config) };
}

/** Throws a TypeError for what its types do not say. */
export function checkDefinition(definition: Plugin['definition']): void {
  const { channel, icon, id, version, permissions, hosts = [], jobs = {}, loops = {}, migrations = {}, routes = {}, slots = {}, workers = {} } = definition;
  if (!ID.test(id)) throw new TypeError(`plugin id ${JSON.stringify(id)}: lower case letters, digits and dashes, 2 to 63`);
  if (!VERSION.test(version)) throw new TypeError(`plugin ${id}: version ${JSON.stringify(version)} is not three numbers`);
  if (icon !== undefined && !slotIcons.includes(icon)) throw new TypeError(`plugin ${id}: there is no icon ${JSON.stringify(icon)}`);
  if (new Set(permissions).size !== permissions.length) throw new TypeError(`plugin ${id}: a permission is named twice`);
  for (const [part, permission] of NEEDED) if (definition[part] !== undefined && !permissions.includes(permission)) throw new TypeError(`plugin ${id}: it has ${part}, but not the permission ${permission}`);
  for (const host of hosts) if (!HOST.test(host)) throw new TypeError(`plugin ${id}: host ${JSON.stringify(host)} is no name in lower case, nor *`);
  for (const name of [jobs, loops, routes, slots, workers].flatMap((named) => Object.keys(named))) if (!ID.test(name)) throw new TypeError(`plugin ${id}: ${JSON.stringify(name)}: lower case letters, digits and dashes, 2 to 63`);
  for (const [name, { firstRetryMs = 1, giveUpAfterMs = 1, parallel = 1 }] of Object.entries(workers)) {
    if (![firstRetryMs, giveUpAfterMs, parallel].every((value) => Number.isInteger(value) && value > 0) || parallel > MOST_PARALLEL) throw new TypeError(`plugin ${id}: the numbers of ${name} are whole and above 0, parallel at most ${MOST_PARALLEL}`);
  }
  for (const [name, slot] of Object.entries(slots)) {
    const flaw = flawOfSlot(slot) ?? permissionsFor(slot.place).filter((permission) => !permissions.includes(permission)).map((permission) => `it needs the permission ${permission}`)[0] ?? null;
    if (flaw !== null) throw new TypeError(`plugin ${id}: the slot ${name}: ${flaw}`);
  }
  for (const [name, { schedule }] of Object.entries(jobs)) {
    const flaw = flawOf(schedule);
    if (flaw !== null) throw new TypeError(`plugin ${id}: the schedule of ${name}: ${flaw}`);
  }
  for (const to of Object.keys(migrations)) if (!VERSION.test(to) || isNewer(to, version)) throw new TypeError(`plugin ${id}: a migration to ${JSON.stringify(to)}, but the version is ${version}`);
  for (const [name, { maxBody = 1, path }] of Object.entries(routes)) {
    const flaw = flawOfPath(path) ?? (maxBody > MAX_ROUTE_BODY ? `takes bodies of at most ${MAX_ROUTE_BODY} bytes` : null);
    if (flaw !== null) throw new TypeError(`plugin ${id}: the path of ${name} ${flaw}`);
  }
  const flaw = channel === undefined ? null : flawOfChannel(id, channel);
  if (flaw !== null) throw new TypeError(`plugin ${id}: its channel: ${flaw}`);
}

/** Of two versions of three numbers. */
export function isNewer(version: string, than: string): boolean {
  const [mine, other] = [version, than].map((text) => text.split('.').map((part) => part.padStart(6, '0')).join('.'));
  return (mine ?? '') > (other ?? '');
}
