import { onTestFinished } from 'vitest';
import { createAccounts } from '#desk/accounts.ts';
import type { DeskChanges } from '#desk/changes.ts';
import { createContacts } from '#desk/contacts.ts';
import { createDepartments } from '#desk/departments.ts';
import { Files } from '#desk/files/files.ts';
import { createIntake } from '#desk/intake.ts';
import { createPasswords } from '#desk/passwords.ts';
import { loadSecrets } from '#desk/secrets.ts';
import { createChatSearch } from '#desk/search/chat-search.ts';
import { createSessions } from '#desk/sessions.ts';
import { demoToken, setUp } from '#desk/setup.ts';
import { createTicketOffice } from '#desk/tickets.ts';
import { createVisitorTokens } from '#desk/visitors.ts';
import { createVisitorPages } from '#desk/visitor-pages.ts';
import { createCors } from '#http/cors-policy.ts';
import { createRoutes } from '#http/create-routes.ts';
import type { Health, RoutesConfig } from '#http/routes-deps.ts';
import { serveRoutes } from '#http/server.ts';
import { createMetrics } from '#http/metrics.ts';
import type { Plugin } from '#plugin/define.ts';
import { WorkQueue } from '#plugin/background/work-queue.ts';
import { testedChats, testedFiles } from '#plugin/channel/testing.ts';
import { testedContacts } from '#plugin/contacts/testing.ts';
import { testedOrders } from '#plugin/orders/testing.ts';
import { Bots } from '#plugin/bots/bots.ts';
import { ChannelTyping } from '#plugin/channel/typing.ts';
import { Hooks } from '#plugin/hooks.ts';
import { openPlugins } from '#plugin/open.ts';
import { openStore } from '#store/open.ts';
import type { Store, StoreLogger } from '#store/store.ts';
import type { Colleague } from '#wire/api.ts';
import { migratedSqliteUrl } from '../../support/migrated.ts';
import { tempDir } from '../../support/temp.ts';
import { caller, type Call } from './caller.ts';

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A store of the calling test's own: a SQLite file with nothing in it but what migrations leave, or the database of the URL. Closed when the test ends. */
export async function ownStore(url = 'sqlite:', error: StoreLogger['error'] = quiet.error): Promise<Store> {
  const dataDir = await tempDir();
  if (url === 'sqlite:') await migratedSqliteUrl(dataDir);
  const store = await openStore({ url, dataDir, logger: { ...quiet, error }, durability: 'relaxed' });
  onTestFinished(() => store.close());
  return store;
}

export interface HouseOptions {
  readonly url?: string;
  readonly publicUrl?: string | null;
  readonly corsOrigins?: readonly string[];
  readonly config?: Partial<RoutesConfig>;
  readonly health?: Health;
  readonly plugins?: readonly Plugin[];
  /** Of the first administrator; null for a one-time password. */
  readonly adminPassword?: string | null;
  /** Hash passwords as in production, 40 ms each. Default no. */
  readonly slowPasswords?: boolean;
}

export const ADMIN_PASSWORD = 'correct horse battery';

/** Everything behind the HTTP door, with a clock that tests move and without sockets. */
export async function openHouse({ url, publicUrl = null, corsOrigins = [], config = {}, health, plugins = [], adminPassword = ADMIN_PASSWORD, slowPasswords = false }: HouseOptions = {}) {
  const errors: unknown[] = [];
  const store = await ownStore(url, (details) => void errors.push(details));
  const clock = { at: Date.now() };
  const now = () => clock.at;
  const heard: string[] = [];
  const changes: DeskChanges = {
    agent: (id) => void heard.push(`agent ${id}`),
    signedOut: (id) => void heard.push(`signed out ${id}`),
    department: (id) => void heard.push(`department ${id}`),
    contacts: (ids) => void heard.push(`contacts ${ids.join(' ')}`),
    channels: (ids) => void heard.push(`channels ${ids.join(' ')}`),
  };
  const colleagues: Colleague[] = [];
  const passwords = slowPasswords ? createPasswords() : createPasswords({ memoryCost: 8, timeCost: 1 });
  const secrets = await loadSecrets(store);
  const setup = await setUp({ store, passwords, adminPassword, publicUrl, now });
  const tickets = createTicketOffice({ secret: secrets.ticket, now });
  const visitors = createVisitorTokens({ secret: secrets.visitor, now });
  const sessions = createSessions({ secret: secrets.session, now, store });
  const accounts = createAccounts({ store, passwords, changes, now });
  const departments = createDepartments({ store, changes, now });
  const intake = createIntake({ store, now });
  const onError = (error: unknown): void => void errors.push(error);
  const files = new Files({ store, maxBytes: 1_000_000, maxUnsentBytes: 100_000_000, now, onError });
  const log = { ...quiet, error: (details: unknown) => void errors.push(details) };
  const { host, backlog, doors, slots } = await openPlugins({
    plugins, store, bots: new Bots(), typing: new ChannelTyping(), hooks: new Hooks(onError), queue: new WorkQueue(store.pluginWork, now), chats: testedChats().chats, conversations: testedOrders().conversations, contacts: testedContacts().contacts, files: testedFiles().files, undelivered: async () => {},
    presence: null, node: 'node-1', self: 'node-1:boot', privateHosts: [], publicUrl: null, secret: secrets.plugin, now, log, onError,
  });
  const routes = createRoutes({
    plugins: host, backlog, doors, slots,
    store, accounts, chatSearch: createChatSearch({ store }), contacts: createContacts({ changes, store, now }), beginnings: { reach: async () => [], begin: async () => ({ conversation: '' }) }, departments, intake, files, pages: createVisitorPages({ store, now }), sessions, tickets, visitors, now, log,
    presence: { colleagues: async () => [...colleagues] },
    placement: { nodeFor: async () => 'node-1' },
    health: health ?? { draining: () => false, checks: {} },
    metrics: createMetrics('node-1'),
    config: { publicUrl, metricsToken: null, clients: { widget: '/nowhere', console: '/nowhere', demo: '/nowhere' }, ...config },
  });
  const call: Call = caller((host) => serveRoutes(host, { routes, cors: createCors({ publicUrl, corsOrigins }), log }));
  const token = (await demoToken(store)) ?? '';

  /** A signed-in browser on our own pages. */
  const signIn = async (login = 'admin', password = ADMIN_PASSWORD): Promise<Call> => {
    const answer = await call('POST', '/api/v1/session', { body: { login, password } });
    if (answer.status !== 200) throw new Error(`not signed in: ${answer.text}`);
    const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
    return (method, path, options = {}) =>
      call(method, path, { ...options, headers: { cookie, 'sec-fetch-site': 'same-origin', ...options.headers } });
  };

  /** An agent with a password of their own, signed in. */
  const hire = async (login: string, more: { role?: 'agent' | 'supervisor' | 'admin'; departments?: readonly string[] } = {}) => {
    const password = `password of ${login}`;
    const agent = await accounts.create({ login, name: login, password, ...more });
    await store.agents.setPassword(agent.id, await passwords.hash(password), false);
    return { id: agent.id, password, call: await signIn(login, password) };
  };

  return { store, clock, heard, colleagues, setup, tickets, visitors, sessions, accounts, departments, intake, files, errors, call, token, signIn, hire };
}

export type House = Awaited<ReturnType<typeof openHouse>>;
