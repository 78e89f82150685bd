import type { Presence } from '@colyseus/core';
import type { Store } from '#store/store.ts';
import type { Plugin } from './define.ts';
import type { Hooks } from './hooks.ts';
import { PluginHost } from './host.ts';
import { Running, STREAK_MS } from './running.ts';
import { createSeal } from './sealing.ts';

/** Pub/sub may lose a word, and the store may have been away: nodes look for themselves as well, ms. */
const LOOK_EVERY_MS = 5_000;
const TOPIC = 'parlor:plugins';

export interface PluginsOptions {
  readonly plugins: readonly Plugin[];
  readonly store: Pick<Store, 'pluginData' | 'plugins'>;
  readonly hooks: Hooks;
  /** Between nodes; null for a node that is alone. */
  readonly presence: Presence | null;
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
  stop(): Promise<void>;
}

/** Switches on what is active in the cluster, and follows what becomes of it. */
export async function openPlugins({ plugins, store, hooks, presence, secret, now, log, onError, patience = STREAK_MS }: PluginsOptions): Promise<OpenPlugins> {
  const host: PluginHost = new PluginHost({
    plugins, store, now, onError,
    seal: createSeal(secret),
    announce: () => void Promise.resolve(presence?.publish(TOPIC, true)).catch(onError),
    running: new Running({
      hooks, onError, patience,
      ctx: {
        data: store.pluginData, now,
        log: (plugin, message, fields) => log.info({ plugin, fields }, message),
        denied: (plugin, permission) => log.warn({ plugin, permission }, 'a plugin called what it was not granted'),
      },
      exhausted: (id, reason) => {
        log.warn({ plugin: id, reason }, 'a plugin fails too often and is switched off');
        host.fail(id, reason).catch(onError);
      },
    }),
  });
  let stopped = false;
  const follow = (): void => void (stopped || host.follow());
  await presence?.subscribe(TOPIC, follow);
  await host.follow();
  const looking = setInterval(follow, LOOK_EVERY_MS);
  looking.unref();
  return {
    host,
    stop: async () => {
      stopped = true;
      clearInterval(looking);
      await host.stop();
    },
  };
}
