import { expect, it } from 'vitest';
import { Audience } from '#rooms/conversation/audience.ts';
import { Colleagues } from './support/colleagues.ts';

it('sends its watchers to the next activation when it is over', () => {
  const desks = new Colleagues();
  const audience = new Audience(desks.cluster, 'chat', () => {});
  for (const agent of ['lin', 'wei', 'ann']) audience.watch(agent);
  audience.unwatch('wei');
  expect(['lin', 'wei'].map((agent) => audience.watchedBy(agent))).toEqual([true, false]);
  audience.dismiss();
  expect(desks.said).toEqual(['lin', 'ann'].map((agent) => [`desk/${agent} resync`, { conversation: 'chat' }]));
  expect(audience.watched).toBe(false);
});
