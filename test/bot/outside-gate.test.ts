import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OutsideError } from '../../plugins/bot/outside/failure.ts';
import { Gate, type Target } from '../../plugins/bot/outside/gate.ts';
import { switchOff, switchOn } from '../../plugins/bot/outside/kill-switch.ts';
import { spentOn } from '../../plugins/bot/outside/ledger.ts';
import type { Own } from '../../plugins/bot/own.ts';
import type { OpenAi } from '../simulators/openai.ts';
import { OutsideHouse, QUESTION, startModel } from './support/outside-house.ts';

/** What all nodes see, with a way there and back that takes a moment. */
function store(): Own {
  const kept = new Map<string, string>();
  const read = (key: string): unknown => JSON.parse(kept.get(key) ?? 'null') ?? undefined;
  const moment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    log: () => {},
    data: {
      get: async (key: string) => (await moment(), read(key)),
      set: async (key: string, value: unknown) => (await moment(), void kept.set(key, JSON.stringify(value))),
      delete: async (key: string) => (await moment(), void kept.delete(key)),
      entries: async (prefix: string, after = '') => (await moment(), [...kept.keys()].sort().filter((key) => key.startsWith(prefix) && key > after).map((key) => ({ key, value: read(key) }))),
    },
  } as unknown as Own; // what gates read of it
}

const target = (most: Partial<Target['most']> = {}): Target => ({ id: 'model', ms: 5_000, most: { answers: 1_000, tokens: 1_000_000, ...most } });
const CALL = { left: 10_000, mayCost: 100 } as const;
const fine = async () => ({ got: 'fine', tokens: 40 });

describe('what may be spent a day', () => {
  it('is never exceeded, however many nodes ask at once', async () => {
    const ctx = store();
    const nodes = Array.from({ length: 4 }, () => new Gate());
    let calls = 0;
    const call = async () => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 2));
      return { got: 'fine', tokens: 40 };
    };
    const all = await Promise.all(Array.from({ length: 40 }, (_, index) => nodes[index % 4]!.pass(ctx, target({ answers: 10 }), CALL, call)));
    expect(calls).toBeLessThanOrEqual(10);
    expect(all.filter((each) => 'got' in each)).toHaveLength(calls);
    expect(await spentOn(ctx, 'model', Date.now())).toEqual({ answers: calls, tokens: calls * 40 });
    // Those that were too many have taken nothing: what is left can be had.
    for (let more = calls; more < 10; more++) expect(await nodes[0]!.pass(ctx, target({ answers: 10 }), CALL, fine)).toMatchObject({ got: 'fine' });
    expect(await nodes[0]!.pass(ctx, target({ answers: 10 }), CALL, fine)).toMatchObject({ failure: 'spent' });
  });

  it('holds for tokens, by what a call may take, and is put right by what it took', async () => {
    const ctx = store();
    const gate = new Gate();
    expect(await gate.pass(ctx, target({ tokens: 150 }), CALL, fine)).toMatchObject({ got: 'fine' });
    expect(await gate.pass(ctx, target({ tokens: 150 }), CALL, fine)).toMatchObject({ got: 'fine' });
    expect(await gate.pass(ctx, target({ tokens: 150 }), CALL, fine)).toMatchObject({ failure: 'spent' });
  });

  it('begins anew with the day, and what others had is cleared', async () => {
    const ctx = store();
    await new Gate().pass(ctx, target({ answers: 1 }), CALL, fine);
    vi.useFakeTimers({ now: Date.now() + 86_400_000, toFake: ['Date'] });
    try {
      expect(await new Gate().pass(ctx, target({ answers: 1 }), CALL, fine)).toMatchObject({ got: 'fine' });
      expect(await ctx.data.entries('outside-used:')).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is for all: one person has no more than a share of it', async () => {
    const ctx = store();
    const gate = new Gate();
    for (let call = 0; call < 50; call++) expect(await gate.pass(ctx, target(), { ...CALL, by: 'v_1' }, fine)).toMatchObject({ got: 'fine' });
    expect(await gate.pass(ctx, target(), { ...CALL, by: 'v_1' }, fine)).toMatchObject({ failure: 'enough' });
    expect(await gate.pass(ctx, target(), { ...CALL, by: 'v_2' }, fine)).toMatchObject({ got: 'fine' });
    expect(await gate.pass(ctx, target(), CALL, fine)).toMatchObject({ got: 'fine' });
  });

  it('is not spent by what failed, but by what was waited for in vain', async () => {
    const ctx = store();
    const gate = new Gate();
    const failing = (failure: 'down' | 'time') => gate.pass(ctx, target(), CALL, async () => Promise.reject(new OutsideError(failure)));
    await failing('down');
    expect(await spentOn(ctx, 'model', Date.now())).toEqual({ answers: 0, tokens: 0 });
    await failing('time');
    expect(await spentOn(ctx, 'model', Date.now())).toEqual({ answers: 1, tokens: 100 });
  });
});

describe('the kill switch', () => {
  it('holds on another node at once, and until somebody switches on again', async () => {
    const ctx = store();
    const call = vi.fn(fine);
    await switchOff(ctx, { at: 1, by: 'Lin' });
    expect(await new Gate().pass(ctx, target(), CALL, call)).toMatchObject({ failure: 'off' });
    expect(call).not.toHaveBeenCalled();
    await switchOn(ctx);
    expect(await new Gate().pass(ctx, target(), CALL, call)).toMatchObject({ got: 'fine' });
  });

  it('ends the wait for an answer that is under way, whose cost is counted all the same', async () => {
    const ctx = store();
    const answer = Promise.withResolvers<{ got: string; tokens: number }>();
    const passing = new Gate().pass(ctx, target(), CALL, () => answer.promise);
    await switchOff(ctx, { at: 1, by: 'Lin' });
    expect(await passing).toMatchObject({ failure: 'off' });
    answer.resolve({ got: 'too late', tokens: 70 });
    await vi.waitFor(async () => expect(await spentOn(ctx, 'model', Date.now())).toEqual({ answers: 1, tokens: 70 }));
  });

  it('is looked at once for all that wait, and a look that fails ends no turn', async () => {
    const ctx = store();
    const gate = new Gate();
    const answer = Promise.withResolvers<{ got: string; tokens: number }>();
    const called = vi.fn(() => answer.promise);
    const all = Array.from({ length: 20 }, () => gate.pass(ctx, target(), CALL, called));
    await vi.waitFor(() => expect(called).toHaveBeenCalledTimes(20));
    const reads = vi.spyOn(ctx.data, 'get').mockRejectedValue(new Error('the store is away'));
    await vi.waitFor(() => expect(reads).toHaveBeenCalled());
    expect(reads.mock.calls.length).toBeLessThan(3);
    reads.mockRestore();
    answer.resolve({ got: 'fine', tokens: 1 });
    for (const passed of await Promise.all(all)) expect(passed).toMatchObject({ got: 'fine' });
  });

  it('holds for an answer that came in the very moment', async () => {
    const ctx = store();
    const passed = await new Gate().pass(ctx, target(), CALL, async () => {
      await switchOff(ctx, { at: 1, by: 'Lin' });
      return { got: 'fine', tokens: 1 };
    });
    expect(passed).toMatchObject({ failure: 'off' });
  });
});

describe('a breaker', () => {
  it('is shared: who failed on one node is left alone by all, for a minute, and then one failure more is enough', async () => {
    const ctx = store();
    const [one, other] = [new Gate(), new Gate()];
    const down = vi.fn(async () => Promise.reject(new OutsideError('down')));
    for (let call = 0; call < 3; call++) await one.pass(ctx, target(), CALL, down);
    expect(await other.pass(ctx, target(), CALL, fine)).toEqual({ failure: 'paused', detail: 'down' });
    expect(await other.pass(ctx, { ...target(), id: 'engine.shop' }, CALL, fine)).toMatchObject({ got: 'fine' });
    vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ['Date'] });
    try {
      expect(await one.pass(ctx, target(), CALL, down)).toMatchObject({ failure: 'down' });
      expect(await other.pass(ctx, target(), CALL, fine)).toMatchObject({ failure: 'paused' });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([['rejected', 'off'], ['key', 'open'], ['missing', 'open'], ['busy', 'open']] as const)('is for what holds for all questions, not for the words of one: %s', async (failure, is) => {
    const ctx = store();
    const gate = new Gate();
    for (let call = 0; call < 5; call++) await gate.pass(ctx, target(), CALL, async () => Promise.reject(new OutsideError(failure)));
    expect(await new Gate().pass(ctx, target(), CALL, fine)).toMatchObject(is === 'open' ? { failure: 'paused' } : { got: 'fine' });
  });

  it('is for failures in a row', async () => {
    const ctx = store();
    const gate = new Gate();
    for (let round = 0; round < 3; round++) {
      for (let call = 0; call < 2; call++) await gate.pass(ctx, target(), CALL, async () => Promise.reject(new OutsideError('down')));
      expect(await gate.pass(ctx, target(), CALL, fine)).toMatchObject({ got: 'fine' });
    }
  });
});

it('asks nobody at the end of a turn', async () => {
  expect(await new Gate().pass(store(), target(), { left: 200, mayCost: 1 }, fine)).toMatchObject({ failure: 'late' });
});

describe('on the page', () => {
  let model: OpenAi;
  beforeAll(async () => {
    model = await startModel();
  });
  afterAll(() => model.end());

  it('a supervisor switches off, and the chat gets its fallback while the model is still at work', async () => {
    const house = await OutsideHouse.open(model);
    await model.script({ content: 'Yes [1].', delayMs: 4_000 });
    const began = performance.now();
    const saying = house.say(QUESTION);
    await vi.waitFor(async () => expect(await model.asked()).toHaveLength(1));
    await house.do('outside.switch', { on: false });
    expect((await saying).texts[0]).toContain('I am afraid');
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await house.do('outside.look')).toMatchObject({ off: { by: 'Lin' }, model: { name: 'small', spent: { answers: 1 } } });
    expect(house.tested.notices.map(({ en }) => en)).toEqual(['Lin switched answers from outside off']);
    await model.script({ content: 'Yes [1].' });
    await house.do('outside.switch', { on: true });
    expect((await house.say(QUESTION)).texts[0]).toContain('Yes');
  });

  it('what is set up is shown without secrets, with what was spent, and tried without a chat', async () => {
    await model.script({ content: 'Yes, for 30 days [1].', tokens: 123 });
    const house = await OutsideHouse.open(model, { outside: { model: false }, config: { modelDailyAnswers: 1 } });
    expect(await house.do('outside.try', { text: QUESTION, strict: true })).toMatchObject({ answer: { by: 'model', text: expect.stringContaining('30 days') }, traces: [{ tokens: 123, not: null }] });
    const looked = await house.do('outside.look');
    expect(looked).toMatchObject({ off: null, model: { name: 'small', host: `127.0.0.1:${model.port}`, spent: { answers: 1, tokens: 123 }, most: { answers: 1 }, pause: null }, engines: [] });
    expect(JSON.stringify(looked)).not.toContain('sk-');
    expect(await house.do('outside.try', { text: QUESTION, strict: true })).toMatchObject({ answer: null, traces: [{ not: 'spent' }] });
  });
});
