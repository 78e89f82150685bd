import { expect, it } from 'vitest';
import { wakeWaiting } from '#desk/sweeper.ts';
import type { Store } from '#store/store.ts';
import { Colleagues } from './support/colleagues.ts';

it('wakes every department, of the archived ones those in which somebody waits, and the chats with work to do', async () => {
  const store = {
    departments: { list: async () => [{ id: 'open', archivedAt: null }, { id: 'former', archivedAt: 5 }, { id: 'former-waiting', archivedAt: 5 }] },
    conversations: {
      waitingCounts: async () => new Map([['former-waiting', 2]]),
      inTransfer: async () => ['offered'],
      undispatched: async () => [{ id: 7, publicId: 'undispatched' }],
    },
  } as unknown as Pick<Store, 'conversations' | 'departments'>;
  const colleagues = new Colleagues();
  await wakeWaiting(store, colleagues.cluster);
  expect(colleagues.to('refresh')).toEqual(['department/open', 'department/former-waiting']);
  expect(colleagues.to('wake')).toEqual(['conversation/offered', 'conversation/undispatched']);
});
