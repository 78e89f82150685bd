import type { Plugin } from '#plugin/define.ts';
import { grantsOf } from '#plugin/permissions.ts';
import type { PluginBackground, PluginWorker } from '#wire/api.ts';
import type { House, Method } from './house.ts';
import type { ServerNode } from './node.ts';

/** A plugin at work. */
export interface SwitchedOn {
  /** At its own address of the API. */
  ask<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** What its first worker says of itself. */
  worker(): Promise<PluginWorker>;
}

/** Installs, configures and activates a plugin, with all that it asks for. */
export async function switchOn(node: ServerNode, { admin }: Pick<House, 'admin'>, { definition }: Plugin, config: Readonly<Record<string, unknown>>): Promise<SwitchedOn> {
  const ask = <T>(method: Method, path: string, body?: unknown): Promise<T> => admin.call<T>(node, method, `/plugins/${definition.id}${path}`, body);
  await ask('POST', '/install', { grant: grantsOf(definition) });
  await ask('PUT', '/config', { config });
  await ask('POST', '/activate');
  return { ask, worker: async () => (await ask<PluginBackground>('GET', '/background')).workers[0]! };
}
