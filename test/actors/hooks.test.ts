import { beforeEach, describe, expect, it, vi } from 'vitest';
import { refuse } from '#domain/errors.ts';
import { Hooks, type PostingMessage } from '#plugin/hooks.ts';
import { until, useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

let errors: unknown[];
let hooks: Hooks;
beforeEach(() => {
  errors = [];
  hooks = new Hooks((error) => errors.push(error));
});

const message: PostingMessage = { conversation: 'c1', by: { id: 'v_1', kind: 'visitor', name: 'Wei' }, kind: 'text', body: { text: 'hi' }, audience: 'public' };
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
    await until(async () => {
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
    await until(async () => {
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
      await until(async () => {
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
      hooks.filter(() => new Promise((resolve) => void setTimeout(() => resolve(undefined), 60)), 0, { ok, failed, passedOver, heldUp: () => {} }, 5);
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
      hooks.filter(async () => ({ ...message, body: { text: '' } }), 0, { ok: () => {}, failed, passedOver: () => {}, heldUp: () => {} }, 50);
      for (let turn = 0; turn < 20; turn++) await hooks.posting(message);
      expect(failed).toHaveBeenCalledTimes(8);
      await until(async () => {
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
