import { expect, test } from 'vitest';
import type { ChannelName } from '#wire/api.ts';
import { channelLabels } from '../../clients/console/features/search/channel-labels.ts';

const channel = (id: string, name: string, more: Partial<ChannelName> = {}): ChannelName => ({ id, name, kind: 'web', department: 'sales', closed: false, ...more });
const labels = (...channels: readonly ChannelName[]) => [...channelLabels(channels, [({ department }) => department, ({ kind }) => kind, ({ closed }) => (closed ? 'closed' : '')]).values()];

test('a way in is called by its name, and those of one name by what differs among them', () => {
  expect(labels(channel('1', 'Shop'), channel('2', 'Help', { closed: true }))).toEqual(['Shop', 'Help']);
  expect(labels(channel('1', 'Shop'), channel('2', 'Shop', { department: 'support' }), channel('3', 'Help'))).toEqual(['Shop · sales', 'Shop · support', 'Help']);
  expect(labels(channel('1', 'Shop', { kind: 'telegram' }), channel('2', 'Shop', { kind: 'telegram', closed: true }))).toEqual(['Shop', 'Shop · closed']);
  expect(labels(channel('1', 'Shop'), channel('2', 'Shop', { kind: 'telegram' }))).toEqual(['Shop · web', 'Shop · telegram']);
});
