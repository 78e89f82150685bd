import { expect, it } from 'vitest';
import { definePlugin, z } from '#plugin/define.ts';
import { testPlugin } from '#plugin/testing.ts';
import maskNumbers from '../../plugins/mask-numbers/index.ts';
import webhooks from '../../plugins/webhooks/index.ts';
import { about, marker } from './support/plugins.ts';

it('shows what filters make of a message', async () => {
  const { post } = await testPlugin(maskNumbers, { config: { keep: 0 } });
  expect(await post('my card is 4111 1111 1111 1111')).toBe('my card is •••• •••• •••• ••••');
});

it('goes through the steps, and refuses values as the house would', async () => {
  const said: string[] = [];
  const tested = await testPlugin(marker(said), { config: { mark: '?' } });
  await tested.stop();
  expect(said).toEqual(['install', 'configure ?', 'activate ?', 'deactivate ?']);
  await expect(testPlugin(marker(), { config: { mark: 7 } })).rejects.toThrow('mark');
});

it('does work by its own clock, the pieces of a lane in order, and keeps what was asked of others', async () => {
  let status = 500;
  const tested = await testPlugin(webhooks, { config: { endpoints: [{ id: 'main', url: 'https://example.com/', secret: 'sixteen characters' }] }, answer: () => ({ status }) });
  for (const seq of [1, 2]) await tested.happens({ type: 'message.posted', seq, body: { text: 'hi' } });
  await tested.work();
  expect(tested.requests.map(({ headers }) => headers?.['x-parlor-delivery'])).toEqual(['c1-1']);
  expect(tested.waiting).toHaveLength(2);
  status = 200;
  await tested.work();
  expect(tested.requests).toHaveLength(1);
  tested.advance(5_000);
  await tested.work();
  expect(tested.requests.map(({ headers }) => headers?.['x-parlor-delivery'])).toEqual(['c1-1', 'c1-1', 'c1-2']);
  expect(tested.waiting).toEqual([]);
});

it('records what was given up, what was thrown, and what was not granted', async () => {
  const plugin = definePlugin({
    ...about, id: 'hopeless', version: '1.0.0', permissions: ['events.read', 'work.background', 'data.keep'], config: z.object({}),
    on: {
      'conversation.closed': async ({ data }) => data.set('a', 1),
      'message.posted': ({ queue }) => queue.add('work', { key: 'a', payload: null }),
    },
    workers: { work: { title: about.title, run: () => ({ dead: 'no use' }) } },
  });
  const tested = await testPlugin(plugin, { grant: ['events.read', 'work.background'] });
  // What was given up has its key still, as in the house: it is not added again.
  for (let again = 0; again < 2; again++) {
    await tested.happens({ type: 'message.posted' });
    await tested.work();
  }
  expect(tested.dead).toEqual([{ worker: 'work', key: 'a', error: 'no use' }]);
  await tested.happens({ type: 'conversation.closed' });
  expect([tested.denied, tested.errors.length]).toEqual([['data.keep'], 1]);
});
