import type { Owners } from '#store/owners.ts';
import type { Store } from '#store/store.ts';
import { conversationOf, departmentOf, deskOf, keyOf, parseKey } from './identity.ts';
import type { Identity } from './identity.ts';

/** What the search reads. */
export type WorkStore = { readonly [K in 'actors' | 'conversations' | 'timers']: Store[K] };

const PAGE = 200;

/**
 * Actors of these owners that have work waiting, the most urgent first: departments with a queue, chats that wait or
 * are offered to somebody, chats whose events observers have not had, timers that are due, and then desks and the other
 * departments, which others listen to. An actor may come twice: it is up the second time. Chats in which nothing waits
 * are not among them.
 */
export async function* waitingWork(store: WorkStore, owners: Owners, now: number): AsyncGenerator<Identity> {
  yield* queues(store, owners);
  for (const id of await store.conversations.pendingUnder(owners)) yield conversationOf(id);
  yield* unobserved(store, owners);
  yield* due(store, owners, now);
  for (const boot of owners.boots) yield* listened(store, boot);
}

/** A queue whose department has never been up is nobody's. */
async function* queues({ actors, conversations }: WorkStore, { boots, nobody }: Owners): AsyncGenerator<Identity> {
  const departments = [...(await conversations.waitingCounts()).keys()].map(departmentOf);
  const known = await actors.ownersOf(departments.map(keyOf));
  for (const department of departments) {
    const owner = known.get(keyOf(department)) ?? null;
    if (owner === null ? nobody : boots.includes(owner)) yield department;
  }
}

async function* unobserved({ conversations }: WorkStore, owners: Owners): AsyncGenerator<Identity> {
  for await (const { publicId } of paged((after) => conversations.undispatchedUnder(owners, PAGE, after), 0, ({ id }) => id)) yield conversationOf(publicId);
}

async function* due({ timers }: WorkStore, owners: Owners, now: number): AsyncGenerator<Identity> {
  for await (const key of paged((after) => timers.dueUnder(owners, now, PAGE, after), '', (last) => last)) {
    const identity = parseKey(key);
    if (identity !== null) yield identity;
  }
}

/** Keys are in order: those of chats come before. */
async function* listened({ actors }: WorkStore, boot: string): AsyncGenerator<Identity> {
  for await (const { key } of paged((after) => actors.ownedBy(boot, PAGE, after), keyOf(deskOf('')), (last) => last.key)) {
    const identity = parseKey(key);
    if (identity !== null) yield identity;
  }
}

/** Everything that `read` finds, a page at a time; it goes on behind the last of the page before. */
async function* paged<T, C>(read: (after: C) => Promise<readonly T[]>, first: C, placeOf: (row: T) => C): AsyncGenerator<T> {
  for (let after = first; ;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = placeOf(last);
  }
}
