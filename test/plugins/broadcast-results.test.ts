import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AssignReason, Fact } from '#domain/events.ts';
import type { ContactOutcome } from '#plugin/define.ts';
import type { Own } from '../../plugins/broadcast/config.ts';
import { remove, removeLeft } from '../../plugins/broadcast/removal.ts';
import type { Figures } from '../channels/broadcasting.ts';
import { crowd, open, person, type Seen } from './support/broadcasts.ts';

type Happens = Partial<Fact> & Pick<Fact, 'type'>;

const chat = ({ contact }: { readonly contact: string }): ContactOutcome => ({ account: 'shop', conversation: `chat-${contact}`, seq: 4 });

describe('what it brought', () => {
  it('counts each failure and each answer once, however often it hears of it; who says stop is left alone', async () => {
    const { look, rounds, start, tested } = await open(crowd(3), { config: { perMinute: 6_000, goodbye: 'Bye.' }, people: { say: ({ contact }): ContactOutcome => ({ account: 'shop', conversation: `chat-${contact}`, seq: 4 }) } });
    const id = await start();
    await rounds(3);
    for (const contact of ['p0', 'p1', 'p2']) await tested.happens({ type: 'message.posted', seq: 4, by: 'b_broadcast', body: { text: 'Hello' }, announcement: { plugin: 'broadcast', id, title: 'Sale' } }, `chat-${contact}`);
    await tested.happens({ type: 'conversation.started', by: 'system' }, 'leaving');
    for (let again = 0; again < 2; again++) {
      await tested.happens({ type: 'delivery.failed', seq: 5, by: 'system', publicSeq: null, message: 4, reason: 'window-closed', detail: 'closed' }, 'chat-p0');
      await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: 'v_p1', body: { text: 'How much?' } }, 'new');
      await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: 'v_p2', body: { text: 'Stop' } }, 'leaving');
      await tested.work();
    }
    await tested.happens({ type: 'message.posted', seq: 9, by: 'v_somebody', body: { text: 'stop' } }, 'other');
    await tested.work();
    expect(await look(id)).toMatchObject({ failed: 1, delivered: 2, answered: 1, left: 1 });
    expect([...tested.optedOut]).toEqual(['p2']);
    expect(tested.orders).toMatchObject([{ does: 'post', conversation: 'leaving', text: 'Bye.' }, { does: 'end', conversation: 'leaving', solved: true }, { does: 'post' }, { does: 'end' }]);
    expect(await tested.notes('answers', ['a', 'b', 'c'], { conversation: { id: 'new' } })).toMatchObject([{ seq: 3, blocks: [{ text: 'Answers the broadcast “Sale”: Hello {{ name }}!' }] }]);
    expect(await tested.notes('answers', ['a'], { conversation: { id: 'other' } })).toEqual([]);
  });
});

describe('while it goes out', () => {
  it('its figures add up, also where a channel gave up before the page of people was written down', async () => {
    const seen: Seen[] = [];
    let id = '';
    const { look, rounds, start, tested } = await open(crowd(12), {
      people: {
        say: async (order): Promise<ContactOutcome> => {
          if (order.contact === 'p9') {
            await tested.happens({ type: 'message.posted', seq: 4, by: 'b_broadcast', body: { text: 'Hello' }, announcement: { plugin: 'broadcast', id, title: 'Sale' } }, 'chat-p0');
            await tested.happens({ type: 'delivery.failed', seq: 5, by: 'system', publicSeq: null, message: 4, reason: 'refused', detail: '' }, 'chat-p0');
            await tested.work();
            seen.push(await look(id));
          }
          return order.contact === 'p1' ? { refused: 'message.refused', retryable: false } : chat(order);
        },
        waiting: (said) => said,
      },
    });
    id = await start();
    await rounds(2);
    seen.push(await look(id));
    expect(seen).toMatchObject([{ targeted: 12, pending: 12, sent: 0, failed: 0 }, { pending: 0, sent: 11, failed: 1, skipped: { refused: 1 } }]);
    for (const { delivered, failed, pending, sent, skipped, targeted, waiting } of seen as unknown as readonly Figures[]) {
      expect(pending + sent + Object.values(skipped).reduce((sum, some) => sum + some, 0)).toBe(targeted);
      expect(delivered + waiting + failed).toBe(sent);
    }
  });
});

describe('who has heard it', () => {
  it('is nobody to whom it could not be said for good: what they say answers the broadcast before, or none', async () => {
    const refused = { refused: 'message.refused', retryable: false } as const;
    const { look, rounds, start, tested } = await open(crowd(2), { people: { say: (order) => (order.id === second || order.contact === 'p1' ? refused : chat(order)) } });
    let second = '';
    const first = await start();
    await rounds(3);
    second = await start();
    await rounds(3);
    expect(await look(second)).toMatchObject({ stage: 'done', sent: 0, skipped: { refused: 2 } });
    for (const contact of ['p0', 'p1']) await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: `v_${contact}`, body: { text: 'How much?' } }, `new-${contact}`);
    await tested.work();
    expect(await look(first)).toMatchObject({ answered: 1 });
    expect(await look(second)).toMatchObject({ answered: 0 });
  });
});

describe('who has heard it in the end', () => {
  const way = { account: 'shop', channel: 'telegram', lastAt: 9, open: false };

  it('is nobody whom the house had no time for at first, and who was in a chat when it was their turn again', async () => {
    const people = [person('p0')];
    const { look, rounds, start, tested } = await open(people, { people: { say: (order) => (order.id === second ? { refused: 'busy', retryable: true } : chat(order)) } });
    let second = '';
    const first = await start();
    await rounds(3);
    second = await start();
    await rounds(2);
    people[0] = person('p0', { ways: [{ ...way, contact: 'p0', open: true }] });
    await rounds(3);
    expect(await look(second)).toMatchObject({ stage: 'done', sent: 0, skipped: { 'in-chat': 1 } });
    await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: 'v_p0', body: { text: 'How much?' } }, 'new');
    await tested.work();
    expect([await look(first), await look(second)]).toMatchObject([{ answered: 1 }, { answered: 0 }]);
  });

  it('is who has the channel by which it was said, where a node that died had begun with another one', async () => {
    const anna = person('anna', { ways: [{ ...way, contact: 'anna-t' }, { ...way, contact: 'anna-w', account: 'wx', lastAt: 1 }] });
    const { look, rounds, start, tested } = await open([anna], { people: { say: ({ contact }): ContactOutcome => ({ account: 'wx', conversation: `chat-${contact}`, seq: 4 }) } });
    const id = await start();
    await rounds(3);
    await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: 'v_anna-w', body: { text: 'How much?' } }, 'new');
    await tested.work();
    expect(await look(id)).toMatchObject({ answered: 1 });
  });
});

describe('on a node whose clock is behind', () => {
  it('loses nobody who wants no more, and knows an answer by its place in the log', async () => {
    const { look, rounds, start, tested } = await open(crowd(3), { people: { say: chat } });
    const id = await start();
    await rounds(3);
    const behind = Date.now() - 5_000;
    await tested.happens({ type: 'message.posted', seq: 3, at: behind, by: 'v_p2', body: { text: 'Are you there?' } }, 'chat-p2');
    for (const contact of ['p0', 'p1', 'p2']) await tested.happens({ type: 'message.posted', seq: 4, at: behind, by: 'b_broadcast', body: { text: 'Hello' }, announcement: { plugin: 'broadcast', id, title: 'Sale' } }, `chat-${contact}`);
    await tested.happens({ type: 'message.posted', seq: 3, at: behind, by: 'v_p0', body: { text: 'stop' } }, 'new');
    await tested.happens({ type: 'message.posted', seq: 5, at: behind, by: 'v_p1', body: { text: 'How much?' } }, 'chat-p1');
    await tested.work();
    expect([...tested.optedOut]).toEqual(['p0']);
    expect(await look(id)).toMatchObject({ answered: 1, left: 1 });
  });
});

describe('of somebody with several channels', () => {
  it('the word counts by whichever of them, and once', async () => {
    const way = { account: 'shop', channel: 'telegram', lastAt: 9, open: false };
    const { look, rounds, start, tested } = await open([person('anna', { ways: [{ ...way, contact: 'anna-t' }, { ...way, contact: 'anna-w', account: 'wx', lastAt: 1 }] }), person('bert')], { people: { say: chat } });
    const id = await start();
    await rounds(3);
    const says = async (contact: string, text: string): Promise<void> => {
      await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: `v_${contact}`, body: { text } }, `new-${contact}`);
      await tested.work();
    };
    await says('anna-w', 'Are you there?');
    expect([...tested.optedOut]).toEqual([]);
    for (const contact of ['anna-w', 'anna', 'anna-t']) {
      await says(contact, '退订');
      expect([...tested.optedOut]).toEqual(['anna-t']);
    }
    expect(await look(id)).toMatchObject({ answered: 0, left: 1 });
  });
});

describe('a chat in which somebody wants no more', () => {
  const assigned = (id: string, reason: AssignReason, seq: number): Happens => ({ type: 'conversation.assigned', seq, by: 'system', assignee: { kind: id.startsWith('b_') ? 'bot' : 'agent', id, name: id }, reason });
  const posted = (by: string, text: string, seq: number): Happens => ({ type: 'message.posted', seq, at: Date.now() + 1_000, by, body: { text } });
  it.each<[string, string | null, readonly Happens[], boolean]>([
    ['nothing else', 'system', [], true],
    ['nothing else, beside a bot', 'system', [assigned('b_help', 'routed', 3)], true],
    ['nothing else, whosever turn it is', 'system', [assigned('a_1', 'routed', 3)], true],
    ['nothing, and an agent has taken it', 'system', [assigned('a_1', 'accepted', 3)], false],
    ['what they said before', 'system', [posted('v_p0', 'hello', 3)], false],
    ['nothing yet, and an agent has begun it', 'a_1', [assigned('a_1', 'accepted', 2)], false],
    ['what the agent has said who began it', 'a_1', [assigned('a_1', 'accepted', 2), posted('a_1', 'Hello, I am calling about …', 3)], false],
    ['what this node knows nothing of', null, [], false],
  ])('says %s', async (_what, beginner, before, ends) => {
    const { rounds, start, tested } = await open(crowd(1), { people: { say: chat } });
    await start();
    await rounds(3);
    if (beginner !== null) await tested.happens({ type: 'conversation.started', by: beginner }, 'leaving');
    for (const event of before) await tested.happens(event, 'leaving');
    await tested.happens(posted('v_p0', 'STOP', 4), 'leaving');
    await tested.work();
    expect([...tested.optedOut]).toEqual(['p0']);
    expect(tested.orders.map(({ does }) => does)).toEqual(ends ? ['post', 'end'] : ['post']);
  });
});

describe('a goodbye for which the chat has no time', () => {
  it('comes later, opts nobody out a second time, and holds up no results', async () => {
    let busy = true;
    const { look, rounds, start, tested } = await open(crowd(2), {
      config: { perMinute: 6_000, goodbye: 'Bye.' }, order: () => (busy ? { refused: 'busy', retryable: true } : { seq: 9 }), people: { say: chat },
    });
    const id = await start();
    await rounds(3);
    await tested.happens({ type: 'conversation.started', by: 'system' }, 'leaving');
    await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: 'v_p0', body: { text: 'Stop' } }, 'leaving');
    await tested.work();
    expect([...tested.optedOut]).toEqual(['p0']);
    // A supervisor, at their wish.
    (tested.optedOut as Set<string>).clear();
    await tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: 'v_p1', body: { text: 'How much?' } }, 'new');
    await tested.work();
    expect(await look(id)).toMatchObject({ answered: 1, left: 1 });
    busy = false;
    tested.advance(60_000);
    await tested.work();
    expect(tested.orders.at(-1)).toMatchObject({ does: 'end', conversation: 'leaving' });
    expect([tested.waiting, [...tested.optedOut]]).toEqual([[], []]);
  });
});

describe('removed', () => {
  it('is nothing of it left, but what was answered, and who has heard it: their word opts out still', async () => {
    const { act, look, rounds, start, tested } = await open(crowd(3), { people: { say: chat } });
    const id = await start();
    await rounds(3);
    const says = (contact: string, text: string) => tested.happens({ type: 'message.posted', seq: 3, at: Date.now() + 1_000, by: `v_${contact}`, body: { text } }, `new-${contact}`);
    const isSaid = async (): Promise<void> => {
      for (const contact of ['p0', 'p1', 'p2']) await tested.happens({ type: 'message.posted', seq: 4, by: 'b_broadcast', body: { text: 'Hello' }, announcement: { plugin: 'broadcast', id, title: 'Sale' } }, `chat-${contact}`);
    };
    const fails = () => tested.happens({ type: 'delivery.failed', seq: 5, by: 'system', publicSeq: null, message: 4, reason: 'refused', detail: '' }, 'chat-p1');
    await isSaid();
    await says('p0', 'How much?');
    await fails();
    await tested.work();
    await says('p1', 'How long?');
    expect(await act('remove', { id })).toEqual({ id });
    expect([await look(id), (await act<{ items: unknown[] }>('list')).items]).toEqual([{ refused: 'late' }, []]);
    await tested.work();
    const left = ['answer:new-p0', 'heard:p0', 'heard:p1', 'heard:p2', `words:${id}`];
    expect([...tested.data.keys()].sort()).toEqual(left);
    expect(await tested.notes('answers', ['a', 'b', 'c'], { conversation: { id: 'new-p0' } })).toMatchObject([{ seq: 3, blocks: [{ text: 'Answers the broadcast “Sale”: Hello {{ name }}!' }] }]);
    // What the log tells late, or again.
    await isSaid();
    await says('p1', 'And now?');
    await says('p2', 'Stop');
    await fails();
    await tested.work();
    expect([...tested.optedOut]).toEqual(['p2']);
    expect([...tested.data.keys()].sort()).toEqual(left);
  });

  it('is none while it is sent, and any once it is stopped', async () => {
    const { act, look, rounds, start, tested } = await open(crowd(20), { people: { say: chat } });
    const id = await start();
    await rounds(2);
    expect(await act('remove', { id })).toEqual({ refused: 'running' });
    await act('stop', { id });
    expect(await act('remove', { id })).toEqual({ refused: 'running' });
    await rounds(2);
    expect(await look(id)).toMatchObject({ stage: 'stopped' });
    expect(await act('remove', { id })).toEqual({ id });
    expect(await act('resume', { id })).toEqual({ refused: 'late' });
    await rounds(1);
    await tested.work();
    expect([...tested.data.keys()].filter((key) => !key.startsWith('heard:'))).toEqual([]);
  });

  it('takes the word of who heard a broadcast lately from the bots, and no other', async () => {
    const { rounds, start, tested } = await open(crowd(2), { people: { say: chat } });
    await start();
    await rounds(3);
    const at = Date.now() + 1_000;
    const takes = (text: string, by: string, later = 0) => tested.takes(text, { by, at: at + later });
    expect(await takes(' stop! ', 'v_p0')).toBe(true);
    expect([await takes('How do I stop?', 'v_p0'), await takes('STOP', 'v_somebody'), await takes('STOP', 'v_p0', 31 * 86_400_000)]).toEqual([false, false, false]);
  });

  it('goes in the night also where its node died before it had put that down as work', async () => {
    const kept = new Map<string, unknown>([['broadcast:a', { id: 'a', stage: 'done' }], ['broadcast:b', { id: 'b', stage: 'done' }]]);
    const asked: unknown[] = [];
    let dies = true;
    const ctx = {
      data: {
        get: async (key: string) => kept.get(key),
        replace: async (key: string, _from: unknown, value: unknown) => kept.set(key, value),
        entries: async (_prefix: string, after = '') => [...kept].map(([key, value]) => ({ key, value })).filter(({ key }) => key > after),
      },
      queue: { add: async (_worker: string, { payload }: { readonly payload: unknown }) => {
        if (dies) throw new Error('died');
        asked.push(payload);
      } },
    } as unknown as Own; // what is asked of it
    await expect(remove(ctx, 'a')).rejects.toThrow('died');
    dies = false;
    await removeLeft(ctx);
    expect(asked).toMatchObject([{ is: 'removed', broadcast: 'a', part: 0 }]);
  });

  it('goes in the night also where a worker gave up over its data, of which a piece has its key still', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { act, rounds, start, tested } = await open(crowd(1), { people: { say: chat } });
    const id = await start();
    await rounds(3);
    await act('remove', { id });
    const [givenUp] = tested.waiting;
    vi.advanceTimersByTime(86_400_000);
    await tested.run('tidy');
    expect(tested.waiting.map(({ key, payload }) => [key === givenUp?.key, (payload as { is: string }).is])).toEqual([[true, 'removed'], [false, 'removed']]);
    await tested.work();
    expect([...tested.data.keys()].filter((key) => !key.startsWith('heard:'))).toEqual([]);
  });

  it('hides none of the others', async () => {
    const { act, keep } = await open([]);
    const kept: string[] = [];
    for (let each = 0; each < 130; each++) {
      const { id } = await keep({ title: `Number ${each}` });
      if (each % 5 === 0) kept.push(id);
      else await act('remove', { id });
    }
    const { items, next } = await act<{ items: Seen[]; next: string | null }>('list');
    const rest = await act<{ items: Seen[]; next: string | null }>('list', { after: next });
    expect([...items, ...rest.items].map(({ id }) => id).sort()).toEqual(kept.sort());
    expect(rest.next).toBeNull();
  });
});
