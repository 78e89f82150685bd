import type { Plugin } from '#plugin/define.ts';
import { grantsOf } from '#plugin/permissions.ts';
import type { House } from './house.ts';
import type { ServerNode } from './node.ts';

/** Installs, configures and activates a plugin, with all that it asks for. */
export async function switchOn(node: ServerNode, { admin }: Pick<House, 'admin'>, { definition }: Plugin, config: Readonly<Record<string, unknown>>): Promise<void> {
  const ask = (method: 'POST' | 'PUT', step: string, body?: unknown): Promise<unknown> => admin.call(node, method, `/plugins/${definition.id}/${step}`, body);
  await ask('POST', 'install', { grant: grantsOf(definition) });
  await ask('PUT', 'config', { config });
  await ask('POST', 'activate');
}
