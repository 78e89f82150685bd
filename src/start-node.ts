import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import type { Logger } from 'pino';
import { banner } from './banner.ts';
import { Cluster } from '#cluster/cluster.ts';
import { colyseusHost, linkNode, startColyseus } from '#cluster/node.ts';
import { Neighbours } from '#cluster/neighbours.ts';
import { NodeBus } from '#cluster/node-bus.ts';
import { ownAddress } from '#cluster/own-address.ts';
import { TRUST_MS } from '#cluster/owner-cache.ts';
import { redisOptions } from '#cluster/redis-options.ts';
import { Sweeper } from '#cluster/sweeper.ts';
import { SharedRoster, aloneRoster } from '#cluster/sweeper-roster.ts';
import { TimerWheel, systemClock } from '#cluster/timer-wheel.ts';
import { dataPlace } from './config.ts';
import type { Config } from './config.ts';
import { createAccounts } from '#desk/accounts.ts';
import { Assignment } from '#desk/assignment.ts';
import { createChannelChats } from '#desk/channel-chats.ts';
import { createChanges } from '#desk/changes.ts';
import { colleagues } from '#desk/colleagues.ts';
import { createBeginnings } from '#desk/beginnings.ts';
import { createContacts } from '#desk/contacts.ts';
import { createDepartments } from '#desk/departments.ts';
import { Directory } from '#desk/directory.ts';
import { Doorman } from '#desk/doorman.ts';
import type { Claimed } from '#desk/doorman.ts';
import { createChannelFiles } from '#desk/files/channel-files.ts';
import { Files } from '#desk/files/files.ts';
import { createIntake } from '#desk/intake.ts';
import { newId } from '#desk/new-id.ts';
import { createPluginContacts } from '#desk/plugin-contacts.ts';
import { createPluginOrders } from '#desk/plugin-orders.ts';
import { createPasswords } from '#desk/passwords.ts';
import { loadSecrets } from '#desk/secrets.ts';
import { createChatSearch } from '#desk/search/chat-search.ts';
import { Chronicle } from '#desk/search/chronicle.ts';
import { createSessions } from '#desk/sessions.ts';
import { setUp } from '#desk/setup.ts';
import { createTicketOffice } from '#desk/tickets.ts';
import { reportUndelivered } from '#desk/undelivered.ts';
import { createVisitorTokens } from '#desk/visitors.ts';
import { createVisitorPages } from '#desk/visitor-pages.ts';
import { createCors } from '#http/cors-policy.ts';
import { createRoutes } from '#http/create-routes.ts';
import { createMatchmakeRoutes } from '#http/matchmake.ts';
import { createMetrics, measureHouse } from '#http/metrics.ts';
import { serveRoutes } from '#http/server.ts';
import { engineGivesWay } from './engine-threads.ts';
import { Load } from './load.ts';
import { WorkQueue } from '#plugin/background/work-queue.ts';
import type { Undelivered } from '#plugin/channel/channel.ts';
import { ChannelReach } from '#plugin/channel/reach.ts';
import { ChannelOutbox } from '#plugin/channel/outbox.ts';
import { ChannelTyping } from '#plugin/channel/typing.ts';
import { Bots } from '#plugin/bots/bots.ts';
import { Hooks } from '#plugin/hooks.ts';
import { aloneLeases, Lease } from '#plugin/background/lease.ts';
import { leasesIn, openPlugins } from '#plugin/open.ts';
import { readPackages, readShelf } from '#plugin/shelf.ts';
import { reachRedis } from './reach-redis.ts';
import { defineRooms } from '#rooms/index.ts';
import { Outgoing } from '#rooms/outgoing.ts';
import { createUpgrade } from '#rooms/upgrade.ts';
import { holdData, openConfigured } from '#store/configured.ts';
import { createTransport } from './transport.ts';
import { CloseCode } from '#wire/close-codes.ts';

/** For so long others may still believe that actors are here, and be on their way: what they send is passed on, ms. */
const FORWARD_MS = TRUST_MS + 500;

const root = resolve(import.meta.dirname, '..');

export interface Running {
  readonly port: number;
  readonly hooks: Hooks;
  /** Resolves with the reason when this node can go on no longer: it accepts nothing any more, stop it and start anew. */
  readonly failed: Promise<Error>;
  /** Hands over and stops; resolves when nothing is left to do. */
  stop(): Promise<void>;
}

/** Puts the node together: the only place that knows every part. */
export async function start(config: Config, log: Logger): Promise<Running> {
  const now = Date.now;
  const onError = (error: unknown): void => log.error({ err: error }, 'something failed and was contained');
  engineGivesWay();

  if (config.REDIS_URL !== undefined) await reachRedis(redisOptions(config.REDIS_URL));
  const letGo = await holdData(config);
  const store = await openConfigured(config, log);
  const passwords = createPasswords();
  const publicUrl = config.PUBLIC_URL ?? null;
  const { adminLogin, oneTimePassword } = await setUp({ store, passwords, adminPassword: config.ADMIN_PASSWORD ?? null, publicUrl, now });
  const secrets = await loadSecrets(store);
  /** Without a name of its own, this machine is where people are until somebody says otherwise. */
  const url = (): string => publicUrl ?? `http://localhost:${transport.port || config.PORT}`;
  const tickets = createTicketOffice({ secret: secrets.ticket, now });

  const links = await linkNode(config.REDIS_URL, config.NODE_NAME, randomBytes(6).toString('base64url'), log);
  const cluster = new Cluster({ membership: links.membership, actors: store.actors, ids: store.ids, host: colyseusHost, onError });
  const doorman = new Doorman(tickets, cluster, new Neighbours(links.membership), now);
  const hooks = new Hooks(onError);
  const bots = new Bots();
  const timers = new TimerWheel(systemClock, onError);
  const outgoing = new Outgoing();
  const load = new Load({
    waitMs: () => store.journal.waitMs,
    began: () => log.warn('more to do than this node can: it refuses people\'s words'),
    ended: (refused) => log.warn({ refused }, 'this node keeps up again'),
  });
  const directory = new Directory(store, now);
  const intake = createIntake({ store, now });
  const changes = createChanges({ channelAccounts: store.channelAccounts, cluster, conversations: store.conversations, directory, onError });
  const contacts = createContacts({ changes, store, now });
  const files = new Files({ store, maxBytes: config.MAX_FILE_MB * 1_000_000, maxUnsentBytes: config.MAX_UNSENT_MB * 1_000_000, now, onError });
  const queue = new WorkQueue(store.pluginWork, now);
  store.journal.afterBatch = () => outgoing.flush();

  const undelivered = (what: Undelivered): Promise<void> => reportUndelivered(cluster, what);
  const typing = new ChannelTyping();
  const reach = new ChannelReach();
  const outbox = new ChannelOutbox({ queue, typing, contacts: store.contacts, plugins: store.plugins, undelivered, onError });
  const rooms = defineRooms({
    store, cluster, hooks, bots, timers, outgoing, directory, files, load, outbox, now, onError, newId: () => newId(now()),
    settings: {
      grace: config.QUEUE_GRACE, heartbeat: config.HEARTBEAT, transferTimeout: config.TRANSFER_TIMEOUT,
      trimAfter: config.TRIM_AFTER, passivateAfter: config.PASSIVATE_AFTER,
    },
    rates: {
      conversation: { perSecond: config.VISITOR_RATE, burst: config.VISITOR_RATE * 4 },
      // A console carries many chats, and asks for all of them anew after a reconnect.
      desk: { perSecond: config.VISITOR_RATE * 20, burst: config.VISITOR_RATE * 80 },
      department: { perSecond: 1, burst: 1 },
    },
    authenticate: (options) => {
      const { ticket, ...claimed } = Object(options) as { readonly ticket?: unknown } & Claimed;
      const seat = doorman.seat(typeof ticket === 'string' ? ticket : '', claimed, false);
      return 'code' in seat ? false : seat;
    },
    isOwnSocket: (seat) => Object(seat).own === true,
  });

  await startColyseus(links, rooms);
  const bus = links.between === null ? null : new NodeBus(links.between, links.membership.self, (...frame) => cluster.receive(...frame), onError, () => cluster.holdsLease);
  if (bus !== null) {
    await bus.start();
    cluster.connect(bus);
    bus.missed = () => cluster.missed();
    bus.unheard = (key) => cluster.unheard(key);
    links.onMissed(() => cluster.missed());
  }

  const plugins = await openPlugins({
    plugins: await readShelf(`${root}/plugins`, onError), store, hooks, bots, typing, reach, presence: links.between, node: config.NODE_NAME, self: links.membership.self, privateHosts: config.PRIVATE_HOSTS, publicUrl,
    installed: await readPackages(root, config.PLUGIN_PACKAGES, onError), unlimited: config.PLUGIN_LIMITS === 'none', limits: { filter: config.PLUGIN_FILTER_WAIT, priority: config.PLUGIN_PRIORITY },
    secret: secrets.plugin, now, log, onError, queue, undelivered,
    conversations: createPluginOrders({ store, cluster, directory, assignment: new Assignment({ cluster, directory, newId: () => newId(now()), transferTimeout: config.TRANSFER_TIMEOUT }) }),
    contacts: createPluginContacts({ store, cluster, reach, now }),
    files: createChannelFiles({ store, files, origin: () => url() }),
    chats: createChannelChats({ store, intake, files, cluster, changes, now, changed: () => directory.forget(), onError }),
  });

  const metrics = createMetrics(config.NODE_NAME);
  measureHouse(metrics, { hooks, cluster, store });
  let draining = false;
  const transport = await createTransport({ log, trustedProxies: config.TRUSTED_PROXIES, ...(config.TRANSPORT === undefined ? {} : { kind: config.TRANSPORT }) });
  const routes = createRoutes({
    store, tickets, now, log,
    accounts: createAccounts({ store, passwords, changes, now }),
    chatSearch: createChatSearch({ store }),
    contacts,
    beginnings: createBeginnings({ store, contacts, intake, cluster, reach, now, onError, newId: () => newId(now()) }),
    departments: createDepartments({ store, changes, now }),
    intake, files, pages: createVisitorPages({ store, now }),
    plugins: plugins.host,
    doors: plugins.doors,
    backlog: plugins.backlog,
    slots: plugins.slots,
    sessions: createSessions({ secret: secrets.session, now, store }),
    visitors: createVisitorTokens({ secret: secrets.visitor, now }),
    presence: { colleagues: () => colleagues(store, cluster) },
    placement: { nodeFor: (identity) => cluster.nodeFor(identity) },
    health: { draining: () => draining, checks: { store: () => store.settings.get('setup.done'), cluster: links.check } },
    metrics,
    config: {
      publicUrl, metricsToken: config.METRICS_TOKEN ?? null,
      clients: { widget: `${root}/clients/widget/dist`, console: `${root}/clients/console/dist`, demo: `${root}/clients/demo/dist` },
    },
  });
  serveRoutes(transport.http, { routes: [...routes, ...createMatchmakeRoutes((key, ticket) => doorman.roomOf(key, ticket))], cors: createCors({ publicUrl, corsOrigins: config.CORS_ORIGINS }), log });
  transport.sockets.onUpgrade(createUpgrade(doorman));

  const port = await transport.listen(config.PORT, config.HOST);
  await links.membership.announce(config.NODE_URL ?? `ws://${ownAddress(config.HOST)}:${port}`);
  const { between, membership } = links;
  const roster = between === null ? aloneRoster(membership.self) : new SharedRoster(between, membership, matchMaker.processId);
  const sweeper = new Sweeper({ cluster, membership, roster, store, now, onError, log });
  const chronicling = new Lease(between === null ? aloneLeases : leasesIn(between, membership.self), 'words of chats', { taken: () => {}, lost: () => {} });
  const chronicle = new Chronicle({ store, mine: () => chronicling.held, onError });
  sweeper.start();
  load.start();
  files.start();
  chronicle.start();
  membership.regained = () => sweeper.again();
  const failed = store.failed.then((error) => {
    log.fatal({ err: error }, 'the store failed for good: this node stops');
    draining = true;
    transport.stopListening();
    // Nothing can be written any more, so nobody waits for it.
    cluster.discardAll(CloseCode.draining);
    return error;
  });
  const place = dataPlace(config);
  if (process.stdout.isTTY || oneTimePassword !== null) process.stdout.write(banner({ url: url(), place, engine: store.engine, login: adminLogin, oneTimePassword }));
  // A terminal has just seen the addresses.
  const addresses = process.stdout.isTTY ? {} : { url: url(), console: `${url()}/console`, demo: `${url()}/demo`, data: place };
  log.info({ port, ...addresses, transport: transport.kind, store: store.engine, cluster: config.REDIS_URL !== undefined }, 'listening');

  return {
    port, hooks, failed,
    stop: async () => {
      draining = true;
      if (bus === null) transport.stopListening();
      else await sleep(config.DRAIN_NOTICE);
      await sweeper.stop();
      await chronicle.stop();
      await chronicling.leave();
      const { living } = await roster.look().catch(() => ({ living: [] }));
      await cluster.drain(CloseCode.draining, living);
      if (bus !== null) await sleep(FORWARD_MS);
      // What sockets say as they close is for nobody any more.
      cluster.close();
      transport.stopListening();
      await transport.close();
      timers.stop();
      load.stop();
      files.stop();
      await plugins.stop();
      await bus?.stop();
      await links.membership.stop();
      await store.close();
      letGo();
      await matchMaker.driver.shutdown();
      matchMaker.presence.shutdown();
    },
  };
}
