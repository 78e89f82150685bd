import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/ports.ts';
import { uniqueName } from '../../support/services.ts';
import { House } from './house.ts';
import { query } from './log.ts';
import { freshCluster, startNode, type Place, type ServerNode } from './node.ts';
import type { Nodes } from './people.ts';

export interface Several {
  readonly place: Place;
  readonly env: Readonly<Record<string, string>>;
  readonly nodes: readonly ServerNode[];
  /** Where they listen, for whoever routes sockets. */
  readonly byName: Nodes;
  readonly house: House;
}

/** So many nodes on one store and one Redis; names are unique because Redis channels are shared. */
export async function several(count: number, env: Readonly<Record<string, string>> = {}): Promise<Several> {
  const place = await freshCluster();
  const start = async (): Promise<ServerNode> => startNode(place, { name: uniqueName('n'), port: await freePort(), env });
  const first = await start();
  const nodes = [first, ...(await Promise.all(Array.from({ length: count - 1 }, start)))];
  return { place, env, nodes, byName: Object.fromEntries(nodes.map((node) => [node.name, node])), house: await House.open(first) };
}

/** The name of the node that has an actor, by the kind and the id; null where nobody has it. */
export async function ownerOf(place: Place, key: string): Promise<string | null> {
  const [row] = await query<{ owner_node: string | null }>(place, 'select owner_node from actors where `key` = ?', key);
  return row?.owner_node?.split(':')[0] ?? null;
}

/** `kill -9`, and then nothing but the database is asked until it says so. Answers how long that took, ms. */
export async function recovery(node: ServerNode, holds: () => Promise<boolean>, withinMs = 15_000): Promise<number> {
  const began = performance.now();
  await node.kill();
  while (!(await holds())) {
    if (performance.now() - began > withinMs) throw new Error(`not recovered within ${withinMs} ms`);
    await sleep(25);
  }
  return Math.round(performance.now() - began);
}
