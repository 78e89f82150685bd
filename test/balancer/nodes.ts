import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import { freshCluster, startNode, type Place, type ServerNode } from '../server/support/node.ts';
import { Stream, say, type Console } from '../server/support/people.ts';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import type { Balancer } from './balancer.ts';

/** A node whose pipes from other nodes are counted: they find it behind a door of its own. */
export interface CountedNode extends ServerNode {
  readonly pipes: () => number;
}

export interface Fleet {
  readonly place: Place;
  readonly a: CountedNode;
  readonly b: CountedNode;
  /** Sockets that one node had to carry to the other, so far. */
  readonly pipes: () => number;
}

/** Two nodes on one store and one Redis. */
export async function fleet(): Promise<Fleet> {
  const place = await freshCluster();
  const a = await startCounted(place, 'a');
  const b = await startCounted(place, 'b');
  return { place, a, b, pipes: () => a.pipes() + b.pipes() };
}

async function startCounted(place: Place, prefix: string): Promise<CountedNode> {
  const port = await freePort();
  const door = await countingDoor(port);
  const env = { TRUSTED_PROXIES: '1', QUEUE_GRACE: '600', NODE_URL: `ws://127.0.0.1:${door.port}` };
  const node = await startNode(place, { name: uniqueName(prefix), port, env });
  return Object.assign(node, { pipes: door.count });
}

async function countingDoor(target: number): Promise<{ port: number; count: () => number }> {
  let count = 0;
  const server = createServer((near) => {
    count += 1;
    const far = createConnection(target, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const [one, other] of [[near, far], [far, near]] as const) one.on('error', () => {}).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, count: () => count };
}

/** A balancer stands where a test's tools expect a node: they only ask it over HTTP and follow the addresses it gives. */
export const asNode = (balancer: Balancer, node: ServerNode): ServerNode => ({ ...node, origin: balancer.origin });

/** Says something in a chat on a stream of its own: numbers run in each chat. */
export const answer = (desk: Console, c: string, text: string): void =>
  desk.line.send(Frame.command, { c, ...new Stream().next(), cmd: say(text) });
