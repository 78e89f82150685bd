import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { createChanges } from '#desk/changes.ts';
import type { ChangesDeps } from '#desk/changes.ts';
import { FRESH_MS } from '#desk/directory.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const chats = Array.from({ length: 100 }, (_, chat) => `c${chat}`);

function house(ask: () => Promise<void>) {
  const open = [...chats];
  const channel = { name: 'Sales' };
  const [forget, onError, asked] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn(ask)];
  const cluster = { ask: asked, askIfActive: async () => null, tell: () => {} } as unknown as ChangesDeps['cluster']; // the answer is of no use to it
  const changes = createChanges({
    cluster, directory: { forget }, onError,
    channelAccounts: { find: async () => channel as ChannelAccount }, // nothing else of it is looked at
    conversations: { openOfChannels: async () => [...open], openOfContacts: async () => [] },
  });
  return { asked, changes, channel, forget, onError, open };
}

const called = (chat: string, channel: string) => [{ kind: 'conversation', id: chat }, 'renamed', { channel }];

it('every open chat is told what its way in is called now, also one that is not up, and a few at a time', async () => {
  let [now, most] = [0, 0];
  const { asked, changes, forget, onError } = house(async () => {
    most = Math.max(most, ++now);
    await sleep(1);
    now--;
  });
  changes.channels(['web']);
  expect(forget, 'those that come up now ask the store').toHaveBeenCalledOnce();
  await sleep(1_000);
  expect(asked.mock.calls).toEqual(chats.map((chat) => called(chat, 'Sales')));
  expect([most, onError.mock.calls]).toEqual([32, []]);
});

it('one that began where the old name was still believed is told later, and nobody is told the same twice', async () => {
  const { asked, changes, open } = house(async () => {});
  changes.channels(['web']);
  await sleep(1_000);
  asked.mockClear();
  open.push('young');
  await sleep(FRESH_MS);
  expect(asked.mock.calls).toEqual([called('young', 'Sales')]);
});

it('where somebody has called it something else meanwhile, that is what all are told at last: which came later nobody can tell', async () => {
  const { asked, changes, channel } = house(async () => {});
  changes.channels(['web']);
  await sleep(1_000);
  asked.mockClear();
  channel.name = 'Orders';
  await sleep(FRESH_MS);
  expect(asked.mock.calls).toEqual(chats.map((chat) => called(chat, 'Orders')));
});

it('one that cannot be told keeps nobody else from hearing of it, and is told later', async () => {
  let away = true;
  const { asked, changes, onError } = house(async () => {
    if (!away) return;
    away = false;
    throw new Error('its node is gone');
  });
  changes.channels(['web']);
  await sleep(1_000 + FRESH_MS);
  expect(asked.mock.calls).toEqual([...chats, 'c0'].map((chat) => called(chat, 'Sales')));
  expect(onError).toHaveBeenCalledOnce();
});
