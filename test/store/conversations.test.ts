import { describe, expect, test } from 'vitest';
import type { ListScope } from '#store/conversations.repository.ts';
import type { Order } from '#store/page.ts';
import type { Store } from '#store/store.ts';
import { newUlid, start } from './support/entries.ts';
import { engines, useStore } from './support/engines.ts';

/** Every id of a list, read in pages of two. */
async function readAll(store: Store, scope: ListScope, order?: Order): Promise<number[]> {
  const ids: number[] = [];
  for (let after: string | undefined; ; ) {
    const page = await store.conversations.list(scope, { limit: 2, after }, order);
    expect(page.items.length).toBeLessThanOrEqual(2);
    ids.push(...page.items.map((item) => item.id));
    if (page.next === null) return ids;
    after = page.next;
  }
}

describe.each(engines)('lists of conversations on %s', (engine) => {
  const at = useStore(engine);

  test('waiting: by ticket, over departments, with transfers to them', async () => {
    const { store } = at;
    const [one, two, other] = [newUlid(), newUlid(), newUlid()];
    const chats = [];
    for (const departmentId of [one, two, one, other, one]) chats.push(await start(store, { departmentId }, true));
    const moved = await start(store, { departmentId: other, status: 'transferring', assigneeId: 'a', transferDepartmentId: one }, true);
    await start(store, { departmentId: one, status: 'active', assigneeId: 'a' }, true);
    const ids = chats.map((chat) => chat.id);
    expect(await readAll(store, { kind: 'waiting', departments: [one, two] })).toEqual([ids[0], ids[1], ids[2], ids[4], moved.id]);
    expect(await readAll(store, { kind: 'waiting', departments: [one] }, 'newest')).toEqual([moved.id, ids[4], ids[2], ids[0]]);
    expect(await readAll(store, { kind: 'waiting', departments: [] })).toEqual([]);
    expect((await store.conversations.queueOf(one)).map((place) => place.id)).toEqual([ids[0], ids[2], ids[4], moved.id]);
  });

  test('of an agent: what is open, last change first; equal times lose nobody', async () => {
    const { store } = at;
    const assigneeId = newUlid();
    const open = [];
    for (const updatedAt of [10, 30, 30, 30, 20]) open.push(await start(store, { status: 'active', assigneeId, updatedAt }));
    await start(store, { status: 'completed', assigneeId, endedAt: 5 });
    const ids = open.map((chat) => chat.id);
    expect(await readAll(store, { kind: 'assignee', agent: assigneeId })).toEqual([ids[3], ids[2], ids[1], ids[4], ids[0]]);
    expect([...(await store.conversations.openOf(assigneeId))].sort()).toEqual(open.map((chat) => chat.publicId).sort());
  });

  test('ended: by end, newest first, of all or of some departments', async () => {
    const { store } = at;
    const departmentId = newUlid();
    const ended = [];
    for (const endedAt of [10, 30, 20]) ended.push(await start(store, { status: 'closed', departmentId, endedAt }));
    const ids = ended.map((chat) => chat.id);
    expect(await readAll(store, { kind: 'ended', departments: [departmentId] })).toEqual([ids[1], ids[2], ids[0]]);
    expect(await readAll(store, { kind: 'ended' })).toEqual(expect.arrayContaining(ids));
  });

  test('finds one by its public id, its open key, its contact and a transfer offer', async () => {
    const { store } = at;
    const [openKey, agent] = [newUlid(), newUlid()];
    const { id, publicId } = await start(store, { openKey, status: 'transferring', transferAgentId: agent });
    expect(await store.conversations.byPublicId(publicId)).toMatchObject({ id, openKey });
    expect(await store.conversations.byOpenKey(openKey)).toMatchObject({ id });
    expect(await store.conversations.byPublicId(newUlid())).toBeUndefined();
    expect(await store.conversations.offeredTo(agent)).toEqual([publicId]);
    const page = await store.conversations.ofContacts(['C'.repeat(26)], { limit: 200 });
    expect(page.items.map((chat) => chat.id)).toContain(id);
  });

  test.each(['', 'x', '1', '1.', '1.x', '-1.2', '1e9.3', '9'.repeat(40), "1.2' or 1=1"])('refuses the cursor %j', async (after) => {
    const page = at.store.conversations.list({ kind: 'ended' }, { limit: 10, after });
    await expect(page).rejects.toMatchObject({ code: 'store.cursor' });
  });
});
