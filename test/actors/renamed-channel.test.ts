import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { createChanges } from '#desk/changes.ts';
import type { ChangesDeps } from '#desk/changes.ts';

it('every open chat is told what its way in is called now, also one that is not up, and a few at a time', async () => {
  const chats = Array.from({ length: 100 }, (_, chat) => `c${chat}`);
  let [now, most] = [0, 0];
  const ask = vi.fn(async () => {
    most = Math.max(most, ++now);
    await sleep(1);
    now--;
  });
  const [forget, onError] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const cluster = { ask, askIfActive: async () => null, tell: () => {} } as unknown as ChangesDeps['cluster']; // the answer is of no use to it
  const changes = createChanges({ cluster, conversations: { openOfChannels: async () => chats, openOfContacts: async () => [] }, directory: { forget }, onError });
  changes.channels(['web'], 'Sales');
  expect(forget, 'those that come up now ask the store').toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(ask.mock.calls).toEqual(chats.map((id) => [{ kind: 'conversation', id }, 'renamed', { channel: 'Sales' }])));
  expect([most, onError.mock.calls]).toEqual([32, []]);
});
