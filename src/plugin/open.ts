import type { ClusterPresence } from '#cluster/presence.ts';
import type { Store } from '#store/store.ts';
import { Background } from './background/background.ts';
import type { Bots } from './bots/bots.ts';
import { Backlog } from './background/backlog.ts';
import { LEASE_MS, aloneLeases, type Leases } from './background/lease.ts';
import { WorkQueue } from './background/work-queue.ts';
import type { Undelivered } from './channel/channel.ts';
import type { Chats } from './channel/chats.ts';
import type { ChannelFiles } from './channel/files.ts';
import type { ContactsForPlugins } from './contacts/contact.ts';
import type { Conversations } from './orders/order.ts';
import { leave } from './channel/leaving.ts';
import { channelOf } from './channel/sender.ts';
import { ChannelReach } from './channel/reach.ts';
import type { ChannelTyping } from './channel/typing.ts';
import { Catalogue, type Shelved } from './catalogue.ts';
import type { Plugin } from './define.ts';
import { Denials } from './denials.ts';
import type { Hooks } from './hooks.ts';
import { PluginHost } from './host.ts';
import type { Limits } from './isolated/limits.ts';
import { isolatedPlugin } from './isolated/open.ts';
import { Notices } from './notices.ts';
import { createOutbound } from './outbound.ts';
import { Doors } from './doors.ts';
import type { PluginPackage } from './packages/package.ts';
import { Running } from './running.ts';
import { STREAK_MS } from './tally.ts';
import { createSeal } from './sealing.ts';
import { Slots } from './slots/slots.ts';

/** Pub/sub may lose a word, and the store may have been away: nodes look for themselves as well, ms. */
const LOOK_EVERY_MS = 5_000;
const TOPIC = 'parlor:plugins';

export interface PluginsOptions {
  /** Of the house. */
  readonly plugins: readonly Plugin[];
  /** What npm has put beside it; each in a process of its own. */
  readonly installed?: readonly PluginPackage[];
  /** Whether plugins from outside may run where the system cannot hold them to their limits. Default: no. */
  readonly unlimited?: boolean;
  /** What their processes may take, where that is not the usual. */
  readonly limits?: Partial<Limits>;
  readonly store: Pick<Store, 'audit' | 'pluginData' | 'pluginJobs' | 'pluginPackages' | 'plugins' | 'pluginWork' | 'pluginWorkAside'>;
  readonly hooks: Hooks;
  readonly bots: Bots;
  readonly typing: ChannelTyping;
  readonly reach?: ChannelReach;
  /** Where work comes in, also from elsewhere in the house. */
  readonly queue: WorkQueue;
  readonly chats: Chats;
  readonly files: ChannelFiles;
  readonly conversations: Conversations;
  readonly contacts: ContactsForPlugins;
  /** Tells agents what a channel will not say any more. */
  readonly undelivered: (what: Undelivered) => Promise<void>;
  /** Between nodes; null for a node that is alone. */
  readonly presence: Pick<ClusterPresence, 'deleteIf' | 'hold' | 'publish' | 'subscribe'> | null;
  /** NODE_NAME, and this boot of it. */
  readonly node: string;
  readonly self: string;
  /** `host` or `host:port` that plugins may call although it is private. */
  readonly privateHosts: readonly string[];
  /** PUBLIC_URL, or null. */
  readonly publicUrl: string | null;
  /** What secrets in settings are sealed with. */
  readonly secret: string;
  readonly now: () => number;
  readonly log: Record<'info' | 'warn', (fields: object, message: string) => void>;
  readonly onError: (error: unknown) => void;
  /** How long a plugin may fail without a success before it is switched off, ms. Default 10 s. */
  readonly patience?: number;
}

export interface OpenPlugins {
  readonly host: PluginHost;
  readonly backlog: Backlog;
  readonly doors: Doors;
  readonly slots: Slots;
  stop(): Promise<void>;
}

/** Switches on what is active in the cluster, and follows what becomes of it. */
export async function openPlugins({ plugins, installed = [], unlimited = false, limits = {}, store, hooks, bots, typing, reach = new ChannelReach(), queue, chats, contacts, conversations, files, undelivered, presence, node, self, privateHosts, publicUrl, secret, now, log, onError, patience = STREAK_MS }: PluginsOptions): Promise<OpenPlugins> {
  const outbound = createOutbound();
  const leases = presence === null ? aloneLeases : leasesIn(presence, self);
  const aside = { work: store.pluginWorkAside, queue: new WorkQueue(store.pluginWorkAside, now) };
  const background = new Background({ work: store.pluginWork, jobs: store.pluginJobs, queue, aside, leases, node, now, onError });
  const denials = new Denials(store.audit, now, onError);
  const notices = new Notices(store.audit, now);
  const doors: Doors = new Doors((id) => catalogue.find(id)?.plugin.definition.routes !== undefined);
  const running: Running = new Running({
    hooks, bots, typing, reach, background, doors, onError, patience,
    ctx: {
      data: store.pluginData, queue, queueAside: aside.queue, outbound, chats, contacts, conversations, files, privateHosts, publicUrl, now,
      log: (plugin, message, fields) => log.info({ plugin, fields }, message),
      notice: (plugin, text) => notices.add(plugin, text),
      denied: (plugin, permission) => {
        log.warn({ plugin, permission }, 'a plugin called what it was not granted');
        denials.add(plugin, permission);
      },
    },
    exhausted: (id, reason) => {
      log.warn({ plugin: id, reason }, 'a plugin fails too often and is switched off');
      host.fail(id, reason).catch(onError);
    },
  });
  const console = (plugin: string, text: string): void => log.info({ plugin, text }, 'said by a plugin');
  const catalogue: Catalogue = new Catalogue({
    fixed: [...plugins.map((plugin) => ({ plugin, origin: { from: 'house' } as const })), ...(await openInstalled(installed, { unlimited, limits, console, onError }))],
    packages: store.pluginPackages, unlimited, limits, log: console, onError,
  });
  const host = new PluginHost({
    catalogue, store, now, onError,
    seal: createSeal(secret),
    announce: () => void Promise.resolve(presence?.publish(TOPIC, true)).catch(onError),
    running,
    leaves: async ({ definition }) => {
      const channel = channelOf(definition);
      if (channel !== null) await leave(channel, { work: store.pluginWork, chats, undelivered, onError }).catch(onError);
    },
  });
  let stopped = false;
  const follow = (): void => void (stopped || host.follow());
  await presence?.subscribe(TOPIC, follow);
  await host.follow();
  const looking = setInterval(follow, LOOK_EVERY_MS);
  looking.unref();
  return {
    host,
    doors,
    backlog: new Backlog((id) => host.plugin(id), store, now),
    slots: new Slots(() => running.extending()),
    stop: async () => {
      stopped = true;
      clearInterval(looking);
      await host.stop();
      catalogue.close();
      outbound.close();
    },
  };
}

/** One that cannot be used is reported and left out. */
async function openInstalled(packages: readonly PluginPackage[], { unlimited, limits, console, onError }: Required<Pick<PluginsOptions, 'limits' | 'onError' | 'unlimited'>> & { readonly console: (plugin: string, text: string) => void }): Promise<readonly Shelved[]> {
  const opened = await Promise.all(packages.map(async ({ code, name }) => {
    try {
      const { plugin } = await isolatedPlugin(code, { unlimited, limits, log: (text) => console(name, text) });
      return [{ plugin, origin: { from: 'npm', name } as const }];
    } catch (error) {
      onError(new Error(`the package ${name} cannot be used`, { cause: error }));
      return [];
    }
  }));
  return opened.flat();
}

/** In Redis. */
export const leasesIn = (presence: Pick<ClusterPresence, 'deleteIf' | 'hold'>, self: string): Leases => ({
  hold: async (name) => {
    const holder = await presence.hold(`parlor:plugin:${name}`, self, LEASE_MS);
    return holder === null || holder === self;
  },
  leave: (name) => presence.deleteIf(`parlor:plugin:${name}`, self),
});
