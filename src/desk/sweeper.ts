import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf, departmentOf } from '#cluster/identity.ts';
import type { Store } from '#store/store.ts';

const PAGE = 200;

/**
 * Brings up what has work waiting and nobody to touch it: departments with their queues, chats that are
 * offered to somebody, and chats whose events observers have not had. Runs once when a node starts; what is up already says once more where it stands.
 */
export async function wakeWaiting(store: Pick<Store, 'conversations' | 'departments'>, cluster: Pick<Cluster, 'tell'>): Promise<void> {
  // An archived department takes nobody new, but serves those who wait.
  const waiting = await store.conversations.waitingCounts();
  for (const { id, archivedAt } of await store.departments.list()) if (archivedAt === null || waiting.has(id)) cluster.tell(departmentOf(id), 'refresh', {});
  for (const id of await store.conversations.inTransfer()) cluster.tell(conversationOf(id), 'wake', {});
  for (let after = 0; ;) {
    const rows = await store.conversations.undispatched(PAGE, after);
    for (const { publicId } of rows) cluster.tell(conversationOf(publicId), 'wake', {});
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}
