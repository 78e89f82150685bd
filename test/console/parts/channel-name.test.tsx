import { expect, onTestFinished, test, vi } from 'vitest';
import type { ChannelName } from '#wire/api.ts';
import { useArchiveDepartment, useCreateDepartment, useUpdateDepartment } from '../../../clients/console/api/queries.ts';
import { useChannelName, type WayIn } from '../../../clients/console/app/use-channel-name.ts';
import { useChannelLabels } from '../../../clients/console/features/search/use-channel-labels.ts';
import { draw } from './draw.tsx';

function Ways({ ways }: { readonly ways: readonly (WayIn | undefined)[] }) {
  const channelName = useChannelName();
  return ways.map(channelName).join(', ');
}

const ways = [{ channel: 'Support', channelIcon: null }, { channel: 'Shop bot', channelIcon: 'plane' }, undefined];
const channel = (id: string, name: string, kind: string): ChannelName => ({ id, name, kind, department: 'd', closed: false });
const Labels = () => [...useChannelLabels().values()].join(', ');

test.each([['en', 'Website · Support, Shop bot', ', Website'], ['zh-CN', '网站 · 在线客服, Shop bot', ', 网站']] as const)('in %s one name stands for a way in, in lists, beside chats and in filters', (locale, names, unknown) => {
  expect(draw(<Ways ways={ways} />, [], locale).html).toContain(`${names}${unknown}`);
  expect(draw(<Labels />, [[['channel-names'], [channel('1', 'Support', 'web'), channel('2', 'Shop bot', 'telegram')]], [['departments'], []]], locale).html).toContain(names);
});

const changes = {
  made: () => { const { mutateAsync } = useCreateDepartment(); return () => mutateAsync({ name: 'Sales' }); },
  renamed: () => { const { mutateAsync } = useUpdateDepartment(); return () => mutateAsync({ id: 'd', input: { name: 'Sales' } }); },
  archived: () => { const { mutateAsync } = useArchiveDepartment(); return () => mutateAsync('d'); },
};

test.each(Object.entries(changes))('with a department that is %s the names of ways in are read anew', async (_, use) => {
  vi.stubGlobal('fetch', async () => Response.json({}));
  onTestFinished(() => void vi.unstubAllGlobals());
  const change = vi.fn<() => Promise<unknown>>();
  const Changing = () => { change.mockImplementation(use()); return null; };
  const { queries } = draw(<Changing />, [[['channel-names'], []]]);
  await change();
  expect(queries.getQueryState(['channel-names'])?.isInvalidated).toBe(true);
});
