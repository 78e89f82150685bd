import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginDataRepository } from '#store/plugin-data.repository.ts';
import type { Permission } from './permissions.ts';

/** `T` for who has the permission, nothing for who has not. */
export type Needs<P extends Permission, N extends Permission, T> = N extends P ? T : never;

/** Values are JSON. Keys: 1 to 128 characters. What one plugin keeps no other sees; all nodes see the same. */
export interface PluginData {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** 100 at most, in order, behind `after`. */
  keys(after?: string): Promise<readonly string[]>;
}

/** Fields are JSON. Lands in the node's log under the plugin's name. */
export type PluginLog = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/**
 * All that a plugin can reach. Every call is asynchronous and speaks JSON, so that the same plugin can run in a process
 * of its own. A call without its permission rejects with `plugin.not-granted`.
 */
export interface Ctx<C extends object = object, P extends Permission = Permission> {
  readonly config: Readonly<C>;
  readonly log: PluginLog;
  readonly data: Needs<P, 'data.keep', PluginData>;
}

/** What a ctx is made of. */
export interface CtxDeps {
  readonly data: PluginDataRepository;
  readonly now: () => number;
  readonly log: (plugin: string, message: string, fields: object) => void;
  /** A plugin called what it may not. */
  readonly denied: (plugin: string, permission: Permission) => void;
}

const MAX_KEY = 128;
/** UTF-16 units of a value's JSON. */
const MAX_VALUE = 1 << 20;
const PAGE = 100;

export function createCtx(plugin: string, granted: ReadonlySet<string>, config: JsonObject, { data, now, log, denied }: CtxDeps): Ctx {
  const need = (permission: Permission): void => {
    if (granted.has(permission)) return;
    denied(plugin, permission);
    throw new RefusalError('plugin.not-granted', { plugin, permission });
  };
  const keyed = (key: string): string => {
    need('data.keep');
    if (typeof key !== 'string' || key === '' || key.length > MAX_KEY) throw new RefusalError('input.invalid', { fields: { key: `1 to ${MAX_KEY} characters` } });
    return key;
  };
  return Object.freeze({
    config: frozen(config),
    log: (message: string, fields: object = {}) => log(plugin, message, fields),
    data: Object.freeze({
      get: async (key: string) => {
        const value = await data.get(plugin, keyed(key));
        return value === undefined ? undefined : (JSON.parse(value) as unknown);
      },
      set: async (key: string, value: unknown) => {
        const text = JSON.stringify(value) as string | undefined;
        if (text === undefined || text.length > MAX_VALUE) throw new RefusalError('input.invalid', { fields: { value: `JSON of at most ${MAX_VALUE} characters` } });
        await data.set(plugin, keyed(key), text, now());
      },
      delete: async (key: string) => data.delete(plugin, keyed(key)),
      keys: async (after = '') => {
        need('data.keep');
        return data.keys(plugin, after, PAGE);
      },
    }),
  });
}

/** One call's change to its config must not be the next one's config. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
