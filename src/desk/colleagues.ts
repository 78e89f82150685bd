import type { Cluster } from '#cluster/cluster.ts';
import { deskOf } from '#cluster/identity.ts';
import type { Store } from '#store/store.ts';
import type { Colleague } from '#wire/api.ts';

/** Every agent with what is known of their desk; one whose desk is not up is offline. */
export async function colleagues(store: Pick<Store, 'agents' | 'departments'>, cluster: Pick<Cluster, 'askIfActive'>): Promise<readonly Colleague[]> {
  const agents = (await store.agents.list()).filter(({ disabledAt }) => disabledAt === null);
  return Promise.all(agents.map(async ({ id, name, capacity }): Promise<Colleague> => {
    const [departments, desk] = await Promise.all([store.departments.of(id), cluster.askIfActive(deskOf(id), 'availability', {})]);
    return desk === null || 'code' in desk
      ? { id, name, status: 'offline', seats: 0, capacity, departments }
      : { id, name, status: desk.status, seats: Math.round(desk.load * desk.capacity), capacity: desk.capacity, departments };
  }));
}
