import { describe, expect, test } from 'vitest';
import { engines, useStore } from './support/engines.ts';

const row = (messageId: string, more = {}) => ({ channelAccountId: '01ARZ3NDEKTSV4RRFFQ69G5FAA', messageId, digest: 'd', conversation: 'one', posted: 0, receivedAt: 5, ...more });

describe.each(engines)('messages of channels on %s', (engine) => {
  const place = useStore(engine);
  const messages = () => place.store.channelMessages;

  test('are brought in once, whoever else does so at the same time', async () => {
    const brought = await Promise.all(Array.from({ length: 8 }, () => messages().add(row('a'))));
    expect(brought.filter(Boolean)).toHaveLength(1);
    expect(await messages().add(row('a', { channelAccountId: '01ARZ3NDEKTSV4RRFFQ69G5FAB' }))).toBe(true);
    // As it was written, to the letter.
    expect(await messages().add(row('A'))).toBe(true);
  });

  test('many at once are each answered for themselves', async () => {
    await messages().add(row('m3', { conversation: 'before' }));
    const brought = await Promise.all(Array.from({ length: 250 }, (_, i) => messages().add(row(`m${i}`))));
    expect(brought.flatMap((mine, i) => (mine ? [] : [i]))).toEqual([3]);
    const posted = await Promise.all(Array.from({ length: 250 }, (_, i) => messages().posted(row(`m${i}`))));
    expect(posted.flatMap((here, i) => (here ? [] : [i])), 'it is in another chat').toEqual([3]);
    const found = await Promise.all(['m2', 'm3', 'm4'].map((id) => messages().find(row(id))));
    expect(found.map((message) => [message?.conversation, message?.posted])).toEqual([['one', 1], ['before', 0], ['one', 1]]);
  });

  test('move to another chat while they are in none, and where nobody was faster', async () => {
    const moved = row('moved');
    await messages().add(moved);
    await messages().move(moved, 'two');
    await messages().move(moved, 'three');
    expect((await messages().find(moved))?.conversation).toBe('two');
    expect(await messages().posted(moved), 'in the chat that it has left').toBe(false);
    expect(await messages().posted({ ...moved, conversation: 'two' })).toBe(true);
    await messages().move({ ...moved, conversation: 'two' }, 'three');
    expect(await messages().find(moved)).toMatchObject({ conversation: 'two', posted: 1 });
  });

  test('are forgotten in time', async () => {
    await messages().add(row('old', { receivedAt: 1 }));
    expect(await messages().prune(2)).toBe(true);
    expect([await messages().find(row('old')), (await messages().find(row('a')))?.messageId]).toEqual([undefined, 'a']);
  });
});
