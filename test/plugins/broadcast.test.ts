import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import type { ContactOutcome, KnownContact, Spoken } from '#plugin/define.ts';
import { isStop, wordsFor } from '../../plugins/broadcast/broadcast.ts';
import { Pace } from '../../plugins/broadcast/pace.ts';
import { crowd, EVERYBODY, open, person, type Seen } from './support/broadcasts.ts';

const NOON = Date.UTC(2026, 11, 1, 12);
const MINUTE = 60_000;

describe('before it is sent', () => {
  it('counts whom it would reach, each once, and why it would not reach the others', async () => {
    const busy = person('busy', { ways: [{ contact: 'busy', account: 'shop', channel: 'telegram', lastAt: 2, open: true }] });
    const two = person('two', { ways: [{ contact: 'two', account: 'wx', channel: 'wechat', lastAt: 9, open: false }, { contact: 'two-t', account: 'shop', channel: 'telegram', lastAt: 3, open: false }] });
    const far = person('far', { name: null, ways: [{ contact: 'far', account: 'wx', channel: 'wechat', lastAt: 9, open: false }] });
    const reason = { en: 'Not within 48 hours.', 'zh-CN': '超过 48 小时。' };
    const { act } = await open([person('one'), busy, two, far, person('no', { optedOut: true }), person('new', { name: null })], {
      people: { reach: async (_plugin, ways) => ways.map(({ account }) => (account === 'wx' ? { possible: false, reason } : { possible: true })) },
    });
    expect(await act('count', { whom: JSON.stringify(EVERYBODY) })).toEqual({
      people: 6, optedOut: 1, inChat: 1, nameless: 1, reachable: { shop: 3 }, unreachable: [{ reason, people: 1 }], names: ['Name of one', 'Name of two', null], after: null,
    });
    expect(await act('count', { whom: '{"no":"segment"}' })).toEqual({ refused: 'input' });
  });

  it.each([['{{name}}, look', 'Li', 'Li, look'], ['{{ NAME }} {{name}}', null, 'there there'], ['{{name}}', '{{name}} $& $1', '{{name}} $& $1'], ['{{other}}', 'Li', '{{other}}']])('%s for %s is %s', (text, name, words) => {
    expect(wordsFor({ text, fallback: 'there' }, name)).toBe(words);
  });

  it.each([['stop', true], [' “STOP”. ', true], ['退订。', true], ['ＴＤ', true], ['Please stop calling', false], ['', false], ['?!', false], ['!', false]])('%s opts out: %s', (said, out) => {
    expect(isStop(said, ['STOP', '退订', 'TD', ' ', '!'])).toBe(out);
  });
});

describe('what must not be sent', () => {
  const flawed = [[{ text: 'Hi {{nmae}}, {{name}}' }, 'placeholder'], [{ text: '{{name}}', fallback: '' }, 'empty'], [{ text: ' {{name}}\n{{name|}}', fallback: ' ' }, 'empty']] as const;

  it.each(flawed)('%j stays a draft', async (draft, refused) => {
    const { act, keep, look, rounds, tested } = await open(crowd(1));
    const { id } = await keep(draft);
    expect(await act('send', { id })).toEqual({ refused });
    expect(await act('send', { id, at: Date.now() + MINUTE })).toEqual({ refused });
    await rounds(2);
    expect([tested.said, (await look(id)).stage]).toEqual([[], 'draft']);
    // It may be written on.
    expect(await keep({ ...draft, title: 'Later' }, id)).toEqual({ id });
    expect(await keep({ text: 'Hi {{name}}' }, id)).toEqual({ id });
    expect(await act('send', { id })).toEqual({ id });
  });

  it.each(flawed)('nor is a scheduled one changed into %j', async (draft, refused) => {
    const { act, keep, look } = await open(crowd(1));
    const { id } = await keep({ text: 'Hi {{name}}' });
    await act('send', { id, at: Date.now() + MINUTE });
    expect(await keep(draft, id)).toEqual({ refused });
    expect(await look(id)).toMatchObject({ stage: 'scheduled', text: 'Hi {{name}}' });
  });

  it('what is in braces and no single word is sent as it stands', async () => {
    const { rounds, start, tested } = await open(crowd(1));
    await start({ text: 'Hi {{name}}, {{ your order }}' });
    await rounds(3);
    expect(tested.said.map(({ text }) => text)).toEqual(['Hi Name of p0, {{ your order }}']);
  });
});

describe('by its time', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOON }));
  afterEach(() => void vi.useRealTimers());

  it('begins when it is due and not before; until then it may be changed, put off and removed, and no more after', async () => {
    const { act, keep, look, rounds, tested } = await open(crowd(1));
    const { id } = await keep();
    await rounds(1);
    expect(await act('send', { id, at: NOON + 10 * MINUTE })).toEqual({ id });
    vi.setSystemTime(NOON + 9 * MINUTE);
    await rounds(1);
    expect(tested.said).toEqual([]);
    await keep({ text: 'Changed' }, id);
    await act('send', { id, at: NOON + 20 * MINUTE });
    vi.setSystemTime(NOON + 11 * MINUTE);
    await rounds(1);
    expect(await look(id)).toMatchObject({ stage: 'scheduled', text: 'Changed' });
    await act('withdraw', { id });
    vi.setSystemTime(NOON + 21 * MINUTE);
    await rounds(1);
    expect([tested.said, (await look(id)).stage]).toEqual([[], 'draft']);
    await act('send', { id });
    await rounds(3);
    expect(tested.said.map(({ text }) => text)).toEqual(['Changed']);
    for (const deed of ['withdraw', 'stop', 'resume', 'send']) expect([deed, await act(deed, { id })]).toEqual([deed, { refused: 'late' }]);
    expect(await keep({}, id)).toEqual({ refused: 'late' });
    const { id: other } = await keep();
    expect(await act('send', { id: other, at: NOON + 400 * 24 * 60 * MINUTE })).toEqual({ refused: 'input' });
    expect(await act('remove', { id: other })).toEqual({ id: other });
    expect(await act('look', { id: other })).toEqual({ refused: 'late' });
    expect((await act<{ items: Seen[] }>('list')).items.map((each) => each.id)).toEqual([id]);
  });
});

describe('under way', () => {
  it('is stopped in the middle, says nothing then, and goes on with who has not heard it', async () => {
    let heard = 0;
    const { act, look, rounds, start, tested } = await open(crowd(40), { people: { pageSize: 15, say: ({ contact }): ContactOutcome => ({ account: 'shop', conversation: contact, seq: ++heard }) } });
    const id = await start();
    await rounds(2);
    const some = tested.said.length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(40);
    await act('stop', { id });
    await rounds(3);
    expect(tested.said).toHaveLength(some);
    expect(await look(id)).toMatchObject({ stage: 'stopped', sent: some, targeted: 40 });
    await act('resume', { id });
    await vi.waitFor(async () => {
      await rounds(1);
      expect(await look(id)).toMatchObject({ stage: 'done', sent: 40, delivered: 40 });
    }, { timeout: 15_000, interval: 200 });
    expect(new Set(tested.said.map(({ contact }) => contact)).size).toBe(40);
    expect(tested.said).toHaveLength(40);
  });
  it('says the same again under the same id where its node died before it had noted it, and counts it once', async () => {
    let dies = true;
    const { look, rounds, start, tested } = await open(crowd(5), {
      people: { say: ({ contact }): ContactOutcome => {
        if (contact === 'p3' && dies) throw new RefusalError('unavailable');
        return { account: 'shop', conversation: contact, seq: 4 };
      } },
    });
    const id = await start();
    await rounds(1);
    await expect(tested.round('send')).rejects.toThrow();
    dies = false;
    await rounds(3);
    expect(await look(id)).toMatchObject({ stage: 'done', sent: 5, delivered: 5 });
    expect(new Set(tested.said.map((order) => order.id))).toEqual(new Set([id]));
  });

  it('counts who has had it when its node died as sent, also who has answered in a chat or opted out since', async () => {
    let dies = true;
    let answered = false;
    const since = (id: string): Partial<KnownContact> => (!answered ? {} : id === 'p0' ? { ways: person(id).ways.map((way) => ({ ...way, open: true })) } : id === 'p1' ? { optedOut: true } : {});
    const { look, rounds, start, tested } = await open([], {
      people: {
        known: () => crowd(3).map((each) => ({ ...each, ...since(each.id) })),
        say: ({ contact }): ContactOutcome => {
          if (contact === 'p2' && dies) throw new RefusalError('unavailable');
          return { account: 'shop', conversation: contact, seq: 4 };
        },
      },
    });
    const id = await start();
    await rounds(1);
    await expect(tested.round('send')).rejects.toThrow();
    [dies, answered] = [false, true];
    await rounds(3);
    expect(await look(id)).toMatchObject({ stage: 'done', sent: 3, skipped: { 'opted-out': 0, 'in-chat': 0 } });
    expect(tested.said.map(({ contact }) => contact)).toEqual(['p0', 'p1', 'p2', 'p2']);
  });

  it('is not stopped before it knows of all that may have left, also where nobody noted that it did', async () => {
    let dies = true;
    let taken = false;
    const { act, look, rounds, start, tested } = await open(crowd(20), {
      people: {
        say: ({ contact }): ContactOutcome => {
          if (contact === 'p3' && dies) throw new RefusalError('unavailable');
          return { account: 'shop', conversation: contact, seq: 4 };
        },
        waiting: (said) => (taken ? [] : said),
      },
    });
    const id = await start();
    await rounds(1);
    await expect(tested.round('send')).rejects.toThrow();
    await act('stop', { id });
    await expect(tested.round('send')).rejects.toThrow();
    expect(await look(id)).toMatchObject({ stage: 'stopping' });
    dies = false;
    await rounds(2);
    expect(await look(id)).toMatchObject({ stage: 'stopping', sent: 8, waiting: 8 });
    taken = true;
    await rounds(1);
    expect(await look(id)).toMatchObject({ stage: 'stopped', sent: 8, waiting: 0, targeted: 20 });
    expect(new Set(tested.said.map(({ contact }) => contact)).size).toBe(8);
  });

  it('begins however many others rest beside it', async () => {
    const { act, keep, look, rounds } = await open(crowd(1));
    const { id: oldest } = await keep();
    for (let other = 0; other < 101; other++) {
      const { id } = await keep();
      await act('send', { id, at: Date.now() + MINUTE });
    }
    await act('send', { id: oldest });
    await rounds(3);
    expect(await look(oldest)).toMatchObject({ stage: 'done', sent: 1 });
  });

  it('waits while a channel takes nothing, so that the words of agents have few before them', async () => {
    let taken = false;
    const { look, rounds, start, tested } = await open(crowd(60), { config: { perMinute: 300 }, people: { waiting: (said: readonly Spoken[]) => (taken ? [] : said) } });
    const id = await start();
    await rounds(2);
    await vi.waitFor(async () => {
      await rounds(1);
      expect(tested.said).toHaveLength(10);
    }, { timeout: 5_000, interval: 300 });
    await rounds(2);
    expect(tested.said).toHaveLength(10);
    expect(await look(id)).toMatchObject({ stage: 'running', sent: 10, waiting: 10, delivered: 0 });
    taken = true;
    // The pace allows one each 200 ms.
    await vi.waitFor(async () => {
      await rounds(1);
      expect(tested.said.length).toBeGreaterThan(10);
    }, { timeout: 5_000, interval: 100 });
  });

  it('leaves out who opted out, is in a chat, or was refused, with the reason', async () => {
    const reason = { en: 'Closed.', 'zh-CN': '已关闭。' };
    const outcomes: Record<string, ContactOutcome> = { p1: { refused: 'contact.unreachable', retryable: false, reason }, p2: { refused: 'message.refused', retryable: false }, p3: { refused: 'contact.opted-out', retryable: false } };
    const busy = person('busy', { ways: [{ contact: 'busy', account: 'shop', channel: 'telegram', lastAt: 2, open: true }] });
    const { act, look, rounds, start } = await open([...crowd(4), person('no', { optedOut: true }), busy], { people: { say: ({ contact }) => outcomes[contact] ?? { account: 'shop', conversation: contact, seq: 4 } } });
    const id = await start();
    await rounds(4);
    expect(await look(id)).toMatchObject({ stage: 'done', targeted: 6, sent: 1, skipped: { 'opted-out': 2, unreachable: 1, refused: 1, 'in-chat': 1 } });
    const { people } = await act<{ people: { id: string; became: string; code: unknown; why: unknown }[] }>('people', { id, page: 0 });
    expect(people.map((each) => [each.id, each.became, each.code, each.why])).toEqual([
      ['p0', 'delivered', null, null], ['p1', 'unreachable', null, reason], ['p2', 'refused', 'message.refused', null], ['p3', 'opted-out', null, null], ['no', 'opted-out', null, null], ['busy', 'in-chat', null, null],
    ]);
  });

  it('goes past one to whom it can never be said, and past a broadcast that cannot go on', async () => {
    const { look, start, tested } = await open(crowd(3), {
      people: { say: ({ contact, id }): ContactOutcome => {
        if (id === halted) throw new RefusalError('unavailable');
        if (contact === 'p1') throw new RefusalError('input.invalid');
        return { account: 'shop', conversation: contact, seq: 4 };
      } },
    });
    const halted = await start();
    const id = await start();
    await expect.poll(async () => {
      await tested.round('send').catch(() => {});
      return look(id);
    }).toMatchObject({ stage: 'done', sent: 2, skipped: { refused: 1 } });
    expect(await look(halted)).toMatchObject({ stage: 'running', sent: 0 });
  });

  it('keeps the pace of each account, a second at once', () => {
    const pace = new Pace();
    const passed = (at: number): number => Array.from({ length: 100 }, () => pace.take('a', 600, at)).filter(Boolean).length;
    expect([passed(0), passed(100), passed(500), passed(60_000)]).toEqual([10, 1, 4, 10]);
    expect([pace.take('b', 6, 0), pace.take('b', 6, 9_999), pace.take('b', 6, 10_000)]).toEqual([true, false, true]);
  });
});
