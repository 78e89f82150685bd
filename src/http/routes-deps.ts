import type { Registry } from 'prom-client';
import type { Identity } from '#cluster/identity.ts';
import type { Accounts } from '#desk/accounts.ts';
import type { Beginnings } from '#desk/beginnings.ts';
import type { ChatSearch } from '#desk/search/chat-search.ts';
import type { Contacts } from '#desk/contacts.ts';
import type { Departments } from '#desk/departments.ts';
import type { Files } from '#desk/files/files.ts';
import type { Intake } from '#desk/intake.ts';
import type { VisitorPages } from '#desk/visitor-pages.ts';
import type { Sessions } from '#desk/sessions.ts';
import type { TicketOffice } from '#desk/tickets.ts';
import type { VisitorTokens } from '#desk/visitors.ts';
import type { Backlog } from '#plugin/background/backlog.ts';
import type { PluginHost } from '#plugin/host.ts';
import type { Doors } from '#plugin/doors.ts';
import type { Slots } from '#plugin/slots/slots.ts';
import type { Store } from '#store/store.ts';
import type { Colleague } from '#wire/api.ts';
import type { Log } from '../transport/http.ts';
import type { Allowance } from './throttle.ts';

export interface RoutesConfig {
  /** Where people reach us, or null when that is not fixed. */
  readonly publicUrl: string | null;
  /** Opens /metrics to whoever sends it as Bearer; null leaves it to this machine itself. */
  readonly metricsToken: string | null;
  /** Folder of each client's build. */
  readonly clients: { readonly widget: string; readonly console: string; readonly demo: string };
  /** Default: {@link defaultLimits}. */
  readonly limits?: Limits;
}

export interface Limits {
  readonly signInPerLogin: Allowance;
  readonly signInPerNetwork: Allowance;
  /** This machine itself is not limited: it is a test, or a proxy that nobody told us to trust. */
  readonly widgetSessionsPerNetwork: Allowance;
  readonly widgetTicketsPerNetwork: Allowance;
  readonly widgetSlotsPerNetwork: Allowance;
  readonly widgetSlotsPerVisitor: Allowance;
  /** A plugin's page may act by itself, in a loop. */
  readonly slotActsPerAgent: Allowance;
  /** Every pause of a hand that types is one, for each plugin that has something to choose from. */
  readonly slotChoicesPerAgent: Allowance;
  /** Each takes up to a third of a second of a node. */
  readonly searchesPerAgent: Allowance;
  readonly uploadsPerNetwork: Allowance;
  /** Of visitors and agents. */
  readonly uploadsPerSender: Allowance;
  readonly downloadsPerNetwork: Allowance;
  /** Of each plugin. A provider's servers call for all of its people. */
  readonly pluginRequestsPerNetwork: Allowance;
}

/** A whole office may sit behind one address; a password is guessed 120 times an hour at most. */
export const defaultLimits: Limits = {
  signInPerLogin: { burst: 10, perSecond: 1 / 30 },
  signInPerNetwork: { burst: 30, perSecond: 1 / 2 },
  widgetSessionsPerNetwork: { burst: 120, perSecond: 4 },
  widgetTicketsPerNetwork: { burst: 120, perSecond: 4 },
  widgetSlotsPerNetwork: { burst: 240, perSecond: 8 },
  widgetSlotsPerVisitor: { burst: 30, perSecond: 1 },
  slotActsPerAgent: { burst: 60, perSecond: 5 },
  slotChoicesPerAgent: { burst: 120, perSecond: 10 },
  searchesPerAgent: { burst: 30, perSecond: 4 },
  uploadsPerNetwork: { burst: 60, perSecond: 1 / 2 },
  uploadsPerSender: { burst: 30, perSecond: 1 / 2 },
  downloadsPerNetwork: { burst: 1_000, perSecond: 50 },
  pluginRequestsPerNetwork: { burst: 500, perSecond: 100 },
};

export interface Presence {
  /** Every agent who has a desk open, with what is known of it. */
  colleagues(): Promise<readonly Colleague[]>;
}

export interface Placement {
  /** NODE_NAME of the node that holds the actor or should. */
  nodeFor(identity: Identity): Promise<string>;
}

export interface Health {
  /** True from SIGTERM on: balancers should send nobody new. */
  draining(): boolean;
  /** What the node cannot work without, by name; a check rejects when it is not there. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
}

export interface RoutesDeps {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly beginnings: Beginnings;
  readonly chatSearch: ChatSearch;
  readonly contacts: Contacts;
  readonly departments: Departments;
  readonly files: Files;
  readonly intake: Intake;
  readonly pages: VisitorPages;
  readonly sessions: Sessions;
  readonly tickets: TicketOffice;
  readonly visitors: VisitorTokens;
  readonly plugins: PluginHost;
  readonly backlog: Backlog;
  readonly slots: Slots;
  readonly doors: Doors;
  readonly presence: Presence;
  readonly placement: Placement;
  readonly health: Health;
  readonly metrics: Registry;
  readonly config: RoutesConfig;
  readonly now: () => number;
  readonly log: Log;
}
