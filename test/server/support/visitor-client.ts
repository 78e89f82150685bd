import { createVisitorClient } from '#sdk/index.ts';
import type { VisitorClient } from '#sdk/index.ts';
import { Person, type Place } from './house.ts';
import type { ServerNode } from './node.ts';
import { routed, type Nodes } from './people.ts';

/** Somebody new with the real client, who comes back by whichever node `at` names; not yet online. */
export async function arriveAs(key: string, department: Place, at: () => ServerNode, nodes?: () => Nodes): Promise<VisitorClient> {
  const person = await Person.arrive(at(), department);
  const client = createVisitorClient({
    storageKey: key, storage: null, locks: null,
    ticket: async () => {
      const { url, conversation } = await person.ticket(at());
      return { url: routed(url, nodes?.()), conversation };
    },
  });
  client.start();
  return client;
}
