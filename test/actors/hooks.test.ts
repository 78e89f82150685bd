import { beforeEach, describe, expect, it, vi } from 'vitest';
import { refuse } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { Dispatch } from '#plugin/dispatch.ts';
import { Hooks, type PostingMessage } from '#plugin/hooks.ts';

let errors: unknown[];
let hooks: Hooks;
beforeEach(() => {
  errors = [];
  hooks = new Hooks((error) => errors.push(error));
});

const message: PostingMessage = { conversation: 'c1', by: { id: 'v_1', kind: 'visitor', name: 'Wei' }, kind: 'text', body: { text: 'hi' }, audience: 'public' };
const event = (seq: number, type = 'message.posted') => ({ type, seq, publicSeq: seq, at: seq, by: 'v_1', kind: 'text', body: { text: `${seq}` } }) as ConversationEvent;
const append = (text: string) => (current: PostingMessage) => ({ ...current, body: { text: `${current.body.text}${text}` } });

describe('filters', () => {
  it('run by order, each on what the one before made', async () => {
    hooks.filter(append(' third'), 5);
    hooks.filter(append(' first'), -5);
    hooks.filter(async (current) => append(' second')(current));
    expect(await hooks.posting(message)).toMatchObject({ body: { text: 'hi first second third' } });
  });

  it('may refuse, and then nobody else is asked', async () => {
    const after = vi.fn<() => void>();
    hooks.filter(() => refuse('message.refused'));
    hooks.filter(after, 1);
    expect(await hooks.posting(message)).toEqual({ code: 'message.refused' });
    expect(after).not.toHaveBeenCalled();
  });

  it('cost no message when one throws or rejects', async () => {
    hooks.filter(() => {
      throw new Error('thrown');
    });
    hooks.filter(() => Promise.reject(new Error('rejected')), 1);
    hooks.filter(append('!'), 2);
    expect(await hooks.posting(message)).toMatchObject({ body: { text: 'hi!' } });
    expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
  });

  it('share one budget: those that hang are passed over, together', async () => {
    for (let i = 0; i < 5; i++) hooks.filter(() => new Promise<undefined>(() => {}));
    hooks.filter(append('!'), 1);
    const started = performance.now();
    expect(await hooks.posting(message)).toMatchObject({ body: { text: 'hi!' } });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(errors).toHaveLength(5);
  });

  it('have their share each: one that takes its time has none behind it passed over', async () => {
    hooks = new Hooks((error) => errors.push(error), { filters: 300 });
    hooks.filter(() => new Promise(() => {}), -1);
    hooks.filter((current) => new Promise((resolve) => void setTimeout(() => resolve(append(' masked')(current)), 60)));
    expect(await hooks.posting(message)).toMatchObject({ body: { text: 'hi masked' } });
    expect(errors).toHaveLength(1);
  });

  it('cost only those messages their time that come before it is known that they never answer', async () => {
    const asked = vi.fn<() => Promise<undefined>>(() => new Promise(() => {}));
    hooks.filter(asked);
    const many = (): Promise<readonly unknown[]> => Promise.all(Array.from({ length: 100 }, () => hooks.posting(message)));
    expect(await many()).toEqual(Array.from({ length: 100 }, () => message));
    expect(asked).toHaveBeenCalledTimes(100);
    expect(errors, 'each counts').toHaveLength(100);
    await many();
    expect(asked, 'it is left alone for a while').toHaveBeenCalledTimes(100);
    await vi.waitFor(async () => {
      await hooks.posting(message);
      expect(asked, 'then one message tries it').toHaveBeenCalledTimes(101);
    }, { timeout: 10_000 });
    await many();
    expect(asked).toHaveBeenCalledTimes(101);
  });

  it('are asked again as before once they answer', async () => {
    let answers = false;
    const asked = vi.fn<() => Promise<undefined>>(() => (answers ? Promise.resolve(undefined) : new Promise(() => {})));
    hooks = new Hooks((error) => errors.push(error), { filters: 100 });
    hooks.filter(asked);
    await Promise.all(Array.from({ length: 100 }, () => hooks.posting(message)));
    answers = true;
    await vi.waitFor(async () => {
      const before = asked.mock.calls.length;
      await Promise.all(Array.from({ length: 10 }, () => hooks.posting(message)));
      expect(asked.mock.calls.length - before).toBe(10);
    }, { timeout: 10_000 });
  });

  it('have a whole burst wait for them while they answer', async () => {
    let waiting: (() => void)[] = [];
    hooks.filter(() => new Promise<undefined>((resolve) => void waiting.push(() => resolve(undefined))));
    const counts: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const posted = Array.from({ length: 100 }, () => hooks.posting(message));
      counts.push(waiting.length);
      for (const answer of waiting) answer();
      waiting = [];
      await Promise.all(posted);
    }
    expect(counts).toEqual([100, 100, 100]);
  });

  describe('of code from outside', () => {
    const outside = (run: Parameters<Hooks['filter']>[0], slowMs: number) => {
      const asked = vi.fn<typeof run>(run);
      hooks.filter(asked, 0, undefined, slowMs);
      return asked;
    };
    const many = (count: number): Promise<readonly unknown[]> => Promise.all(Array.from({ length: count }, () => hooks.posting(message)));

    it('are waited for by few at first, and by all once they answer', async () => {
      const asked = outside(async () => {}, 1_000);
      await many(100);
      expect(asked).toHaveBeenCalledTimes(1);
      for (let turn = 0; turn < 7; turn++) await many(1);
      await many(100);
      expect(asked).toHaveBeenCalledTimes(1 + 7 + 100);
    });

    it('are joined by nobody while they are stuck with one', async () => {
      let stuck = false;
      const asked = outside(() => (stuck ? new Promise(() => {}) : Promise.resolve(undefined)), 5);
      for (let turn = 0; turn < 7; turn++) await many(1);
      stuck = true;
      void many(3);
      await new Promise((resolve) => void setTimeout(resolve, 40));
      expect(await many(100)).toHaveLength(100);
      expect(asked).toHaveBeenCalledTimes(7 + 3);
    });

    it('are waited for less, and seldom, after that, until they have done well for a while', async () => {
      const asked = outside(() => new Promise(() => {}), 10);
      await many(1);
      const begun = performance.now();
      await vi.waitFor(async () => {
        await many(1);
        expect(asked).toHaveBeenCalledTimes(3);
      }, { timeout: 10_000, interval: 5 });
      expect(performance.now() - begun, 'after one second, and after two more').toBeGreaterThan(2_900);
    });

    it('are left alone when every second answer does not come', async () => {
      hooks = new Hooks((error) => errors.push(error), { filters: 60 });
      let turn = 0;
      const asked = outside(() => (turn++ % 2 === 0 ? Promise.resolve(undefined) : new Promise(() => {})), 8);
      for (let message_ = 0; message_ < 20; message_++) await many(1);
      expect(asked.mock.calls.length).toBeLessThan(12);
    });

    it('that are slow and right do not fail by it, and are told to be passed over', async () => {
      const [ok, failed, passedOver] = [vi.fn<() => void>(), vi.fn<(error: unknown) => void>(), vi.fn<() => void>()];
      hooks.filter(() => new Promise((resolve) => void setTimeout(() => resolve(undefined), 60)), 0, { ok, failed, passedOver }, 5);
      const begun = performance.now();
      while (performance.now() - begun < 2_500) {
        await hooks.posting(message);
        await new Promise((resolve) => void setTimeout(resolve, 5));
      }
      await new Promise((resolve) => void setTimeout(resolve, 100));
      expect(failed).not.toHaveBeenCalled();
      expect(ok.mock.calls.length, 'also for answers that nobody waited for').toBeGreaterThan(2);
      expect(passedOver).toHaveBeenCalled();
    });

    it('that answer with nonsense on trial fail as before', async () => {
      const failed = vi.fn<(error: unknown) => void>();
      hooks.filter(async () => ({ ...message, body: { text: '' } }), 0, { ok: () => {}, failed, passedOver: () => {} }, 50);
      for (let turn = 0; turn < 20; turn++) await hooks.posting(message);
      expect(failed).toHaveBeenCalledTimes(8);
      await vi.waitFor(async () => {
        await hooks.posting(message);
        expect(failed).toHaveBeenCalledTimes(9);
      }, { timeout: 5_000 });
    });

    it('are left alone when they only throw', async () => {
      const asked = outside(() => Promise.reject(new Error('no')), 1_000);
      for (let turn = 0; turn < 20; turn++) await hooks.posting(message);
      expect(asked).toHaveBeenCalledTimes(8);
      expect(errors).toHaveLength(8);
    });

    it('are left alone when their answers take too long, on average', async () => {
      const asked = outside(() => new Promise((resolve) => void setTimeout(() => resolve(undefined), 40)), 10);
      for (let turn = 0; turn < 10; turn++) await hooks.posting(message);
      expect(asked.mock.calls.length).toBeLessThan(5);
    });
  });

  it('that answer at once may be asked any number of times', async () => {
    hooks.filter(append('!'));
    const posted = await Promise.all(Array.from({ length: 100 }, () => hooks.posting(message)));
    expect(posted.every((each) => 'body' in each && each.body.text === 'hi!')).toBe(true);
  });

  it('are asked no more once taken off', async () => {
    const remove = hooks.filter(append('!'));
    expect(hooks.hasFilters).toBe(true);
    remove();
    expect([hooks.hasFilters, await hooks.posting(message)]).toEqual([false, message]);
  });
});

describe('observers', () => {
  const seen: string[] = [];
  beforeEach(() => void seen.splice(0));

  it('hear only of what they asked for, until taken off', () => {
    const remove = hooks.observe(['message.posted'], ({ seq }, conversation) => void seen.push(`${conversation}/${seq}`));
    void hooks.observed(event(1), 'c1');
    void hooks.observed(event(2, 'conversation.closed'), 'c1');
    remove();
    void hooks.observed(event(3), 'c1');
    expect([seen, hooks.hasObservers]).toEqual([['c1/1'], false]);
  });

  it('do not disturb one another', async () => {
    hooks.observe(['message.posted'], () => {
      throw new Error('thrown');
    });
    hooks.observe(['message.posted'], () => Promise.reject(new Error('rejected')));
    hooks.observe(['message.posted'], ({ seq }) => void seen.push(`${seq}`));
    await hooks.observed(event(1), 'c1');
    expect([seen, errors]).toEqual([['1'], [new Error('thrown'), new Error('rejected')]]);
  });
});

describe('dispatch', () => {
  it('hands events over in order, one at a time, and knows how far it got', async () => {
    const log: string[] = [];
    const gates = new Map<number, PromiseWithResolvers<void>>();
    hooks.observe(['message.posted'], ({ seq }) => {
      log.push(`begin ${seq}`);
      const gate = Promise.withResolvers<void>();
      gates.set(seq, gate);
      return gate.promise.then(() => void log.push(`end ${seq}`));
    });
    const dispatch = new Dispatch(hooks, 'c1', 4);
    for (const seq of [5, 6, 7]) dispatch.offer(event(seq));
    expect([dispatch.busy, dispatch.dispatchedSeq, log]).toEqual([true, 4, ['begin 5']]);
    gates.get(5)!.resolve();
    await expect.poll(() => dispatch.dispatchedSeq).toBe(5);
    gates.get(6)!.resolve();
    await expect.poll(() => gates.has(7)).toBe(true);
    gates.get(7)!.resolve();
    await expect.poll(() => dispatch.busy).toBe(false);
    expect(log).toEqual(['begin 5', 'end 5', 'begin 6', 'end 6', 'begin 7', 'end 7']);
    expect(dispatch.dispatchedSeq).toBe(7);
  });

  it('does not wait where nobody does, and counts an event that failed as handed over', async () => {
    hooks.observe(['message.posted'], () => Promise.reject(new Error('rejected')));
    const dispatch = new Dispatch(hooks, 'c1', 0);
    dispatch.offer(event(1, 'conversation.closed'));
    expect([dispatch.dispatchedSeq, dispatch.busy]).toEqual([1, false]);
    dispatch.offer(event(2));
    await expect.poll(() => dispatch.dispatchedSeq).toBe(2);
    expect(errors).toEqual([new Error('rejected')]);
  });
});

it('lets neither the observers nor the way out wait for the other', async () => {
  const [observing, posting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const [seen, posted]: [number[], number[]] = [[], []];
  hooks.observe(['message.posted'], ({ seq }) => (seen.push(seq), seq === 2 ? observing.promise : undefined));
  const dispatch = new Dispatch(hooks, 'c1', 0, ({ seq }) => (posted.push(seq), seq === 1 ? posting.promise : undefined));
  for (const seq of [1, 2, 3]) dispatch.offer(event(seq));
  expect([seen, posted, dispatch.dispatchedSeq, dispatch.busy]).toEqual([[1, 2], [1], 0, true]);
  posting.resolve();
  await vi.waitFor(() => expect([posted, dispatch.dispatchedSeq]).toEqual([[1, 2, 3], 1]));
  observing.resolve();
  await vi.waitFor(() => expect([seen, dispatch.dispatchedSeq, dispatch.busy]).toEqual([[1, 2, 3], 3, false]));
});

it('passes over an observer that hangs, and says so: the chat goes on', async () => {
  const impatient = new Hooks((error) => errors.push(error), { observer: 20 });
  const seen: number[] = [];
  impatient.observe(['message.posted'], ({ seq }) => (seq === 1 ? new Promise(() => {}) : undefined));
  impatient.observe(['message.posted'], ({ seq }) => void seen.push(seq));
  const dispatch = new Dispatch(impatient, 'c1', 0);
  for (const seq of [1, 2, 3]) dispatch.offer(event(seq));
  await vi.waitFor(() => expect([dispatch.dispatchedSeq, dispatch.busy]).toEqual([3, false]));
  expect([seen, errors]).toEqual([[1, 2, 3], [new Error('took longer than 20 ms')]]);
});

describe('an observer that could not because the store is away', () => {
  const away = Object.assign(new Error('away'), { code: 'store.unavailable' });

  it('gets its event again, and holds up what comes after it', async () => {
    const seen: string[] = [];
    let tries = 0;
    hooks.observe(['message.posted'], async ({ seq }) => {
      if (seq === 1 && ++tries < 2) throw away;
      seen.push(`${seq}`);
    });
    const dispatch = new Dispatch(hooks, 'c1', 0);
    for (const seq of [1, 2]) dispatch.offer(event(seq));
    await expect.poll(() => seen, { timeout: 4_000 }).toEqual(['1', '2']);
    await expect.poll(() => dispatch.dispatchedSeq).toBe(2);
    expect(errors).toEqual([]);
  });

  it('or the one that has taken its place meanwhile gets it', async () => {
    const seen: string[] = [];
    const watch = { ok: () => {}, failed: (error: unknown) => void errors.push(error), passedOver: () => {} };
    const off = hooks.observe(['message.posted'], () => Promise.reject(away), watch, 'plugin');
    const done = hooks.observed(event(1), 'c1');
    off();
    hooks.observe(['message.posted'], async ({ seq }) => void seen.push(`${seq}`), watch, 'plugin');
    await done;
    expect([seen, errors]).toEqual([['1'], []]);
  });

  it('has had it when it is gone itself', async () => {
    const off = hooks.observe(['message.posted'], () => Promise.reject(away));
    const done = hooks.observed(event(1), 'c1');
    off();
    await done;
    expect(errors).toEqual([away]);
  });
});

it('leaves a file what it is, whatever a filter makes of its message', async () => {
  const file = { id: 'a'.repeat(32), name: 'cat.png', type: 'image/png', size: 9 };
  const other = { ...file, id: 'b'.repeat(32) };
  hooks.filter((current) => ({ ...current, body: { text: `${current.body.text}!` } }));
  hooks.filter((current) => ({ ...current, body: { ...current.body, file: other } }), 1);
  expect(await hooks.posting({ ...message, kind: 'image', body: { text: 'look', file } })).toMatchObject({ kind: 'image', body: { text: 'look!', file } });
  // Out of words no filter makes a file.
  hooks.filter((current) => ({ ...current, kind: 'file', body: { ...current.body, file: other } }), 2);
  expect(await hooks.posting(message)).toMatchObject({ kind: 'text', body: { text: 'hi!' } });
  expect(errors).toHaveLength(1);
});
