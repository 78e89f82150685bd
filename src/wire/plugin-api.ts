/** What of the HTTP API is about plugins. */

import type { SlotIcon } from './slots.ts';

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
  /** Of a text: `:value` in the path of an address here stands for it, which others are to call. */
  readonly leadsTo?: { readonly title: LocalText; readonly path: string } | undefined;
  /** Of a secret: one that is made up here, by chance, and not brought from elsewhere. */
  readonly random?: true | undefined;
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
  readonly icon: SlotIcon;
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
