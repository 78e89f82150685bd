import { expect, it, onTestFinished, vi } from 'vitest';
import { keepAccounts } from '#desk/channel-accounts.ts';
import { createChannelChats } from '#desk/channel-chats.ts';
import type { ChannelChatsOptions } from '#desk/channel-chats.ts';
import type { DeskChanges } from '#desk/changes.ts';
import type { Store } from '#store/store.ts';
import { freshPlace, openAt } from '../store/support/engines.ts';
import { refusalOf } from './support/nodes.ts';

const CHANNEL = { plugin: 'shop', icon: 'plug', kinds: { in: ['text'], out: ['text'] } } as const;
const account = (id: string, department: string) => ({ id, name: id, department });

async function storeWith(...departments: readonly string[]): Promise<Store> {
  const place = await freshPlace('sqlite');
  const store = await openAt(place);
  onTestFinished(async () => {
    await store.close();
    await place.remove();
  });
  for (const [position, id] of departments.entries()) await store.departments.create({ id, name: id, assignment: 'manual', settings: {}, position, createdAt: 0, archivedAt: null });
  return store;
}

it('keeps off what leads to a department that was archived since, while the others go on', async () => {
  const store = await storeWith('sales', 'support');
  const both = [account('one', 'sales'), account('two', 'support')];
  expect(await keepAccounts(store, CHANNEL, both, 1)).toEqual({ changed: true, renamed: [] });
  expect(await keepAccounts(store, CHANNEL, both, 2)).toEqual({ changed: false, renamed: [] });
  const { id } = (await store.channelAccounts.byToken('shop:one'))!;
  await store.departments.update('sales', { archivedAt: 3 });
  await store.channelAccounts.update(id, { disabledAt: 3 });
  expect(await keepAccounts(store, CHANNEL, both, 4)).toEqual({ changed: false, renamed: [] });
  expect((await store.channelAccounts.list()).filter(({ kind }) => kind === 'shop').map(({ disabledAt, token }) => `${token} ${disabledAt}`).sort()).toEqual(['shop:one 3', 'shop:two null']);
  expect(await refusalOf(keepAccounts(store, CHANNEL, [...both, account('new', 'sales')], 5))).toMatchObject({ code: 'department.unknown' });
});

it('switches off what is left out, and on again what comes back', async () => {
  const store = await storeWith('sales');
  const offAt = async (): Promise<unknown> => (await store.channelAccounts.byToken('shop:one'))?.disabledAt;
  await keepAccounts(store, CHANNEL, [account('one', 'sales')], 1);
  await keepAccounts(store, CHANNEL, [], 2);
  expect(await offAt()).toBe(2);
  await keepAccounts(store, CHANNEL, [account('one', 'sales')], 3);
  expect(await offAt()).toBe(null);
});

it('tells who has open chats of it that an account is called something else, and of nothing but that', async () => {
  const store = await storeWith('sales', 'support');
  const [channels, changed] = [vi.fn<DeskChanges['channels']>(), vi.fn<() => void>()];
  const unused = {} as ChannelChatsOptions['intake'] & ChannelChatsOptions['files'] & ChannelChatsOptions['cluster']; // accounts have nothing to do with them
  const { accounts } = createChannelChats({ store, intake: unused, files: unused, cluster: unused, changes: { channels, contacts: () => {} }, now: () => 1, changed, onError: () => {} });
  const [one, two] = [account('one', 'sales'), account('two', 'support')];
  await accounts(CHANNEL, [one, two]);
  await accounts(CHANNEL, [one, { ...two, department: 'sales' }]);
  await accounts(CHANNEL, [one]);
  expect([changed.mock.calls.length, channels.mock.calls]).toEqual([3, []]);
  await accounts(CHANNEL, [{ ...one, name: 'The shop' }, two]);
  await accounts(CHANNEL, [{ ...one, name: 'The shop' }, two]);
  expect([changed.mock.calls.length, channels.mock.calls]).toEqual([4, [[[(await store.channelAccounts.byToken('shop:one'))?.id]]]]);
});
