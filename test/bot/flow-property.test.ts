import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintFlow } from '../../plugins/bot/engine/flow/lint.ts';
import { replay } from '../../plugins/bot/engine/flow/replay.ts';
import type { Transcript } from '../../plugins/bot/engine/flow/replay.ts';
import { checkFlow } from '../../plugins/bot/engine/flow/schema.ts';
import type { Flow } from '../../plugins/bot/engine/flow/schema.ts';
import type { FlowEvent, FlowState } from '../../plugins/bot/engine/flow/state.ts';
import { begin, step } from '../../plugins/bot/engine/flow/step.ts';
import { Talk, heard, sourceOf, table } from './flow-support.ts';

const targets = (...ids: readonly string[]): fc.Arbitrary<string | null> => fc.option(fc.constantFrom(...ids), { freq: 8 });
const slot = fc.constantFrom('x', 'y', 'z');
const text = fc.constantFrom('', 'Hello {{x}}', '{{y}}{{y}}{{none}}');
const inner = fc.record({ id: fc.constantFrom('f', 'g', 'none'), version: fc.constant(1) });
const nodesTo = (target: fc.Arbitrary<string | null>): readonly fc.Arbitrary<object>[] => [
  fc.record({ is: fc.constant('message'), text, next: target }),
  fc.record({ is: fc.constant('question'), slot, type: fc.constantFrom('text', 'number', 'yes-no', 'email', '@TIME'), text, next: target, onFail: target, maxAsks: fc.integer({ min: 1, max: 3 }), fresh: fc.boolean() }),
  fc.record({ is: fc.constant('question'), slot, type: fc.constant('choice'), choices: fc.constant([{ value: 'one', label: 'One' }, { value: 'two', label: 'Two' }]), text, next: target }),
  fc.record({ is: fc.constant('condition'), cases: fc.array(fc.record({ when: fc.tuple(fc.record({ slot, is: fc.constantFrom('filled', 'empty') })), next: target }), { minLength: 1, maxLength: 2 }), otherwise: target }),
  fc.record({ is: fc.constant('api'), connection: fc.constant('c'), save: fc.constant([{ slot: 'z', path: 'a.b' }]), next: target, onError: target }),
  fc.record({ is: fc.constant('faq'), next: target, otherwise: target }),
  fc.record({ is: fc.constant('end'), text }),
  fc.record({ is: fc.constant('handoff'), summary: text, slots: fc.constant(['x', 'y']) }),
];
const five = (drawn: fc.Arbitrary<object>): fc.Arbitrary<object[]> => fc.tuple(drawn, drawn, drawn, drawn, drawn).map((all) => all.map((node, index) => ({ ...node, id: 'abcde'.charAt(index) })));
const intents = fc.constant([{ intent: 'i', node: 'c' }, { intent: 'j', node: 'd' }]);
/** Also what leads nowhere, and flows in each other. */
const anything = five(fc.oneof(...nodesTo(targets('a', 'b', 'c', 'd', 'e', 'lost')), fc.record({ is: fc.constant('flow'), flow: inner, next: targets('a', 'b', 'c') })));
const wired = five(fc.oneof(...nodesTo(targets('a', 'b', 'c', 'd', 'e'))));
const flowNamed = (name: string, nodes = anything): fc.Arbitrary<Flow> => fc.record({ id: fc.constant(name), version: fc.constant(1), language: fc.constantFrom('en', 'zh'), start: fc.constant('a'), nodes, intents, faq: fc.boolean() }).map((json) => {
  const { flow, errors } = checkFlow(json);
  if (flow === undefined) throw new Error(JSON.stringify(errors));
  return flow;
});

/** Events by what they do; which call they answer is chosen once the state is known. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('said' as const), fc.constantFrom('5', 'yes', 'no', 'one', 'two', '[friday]', 'a@b.example', 'hm?', 'no, [monday]', '', '不对，3'), fc.constantFrom(null, 'i', 'j')) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('answered' as const), fc.constantFrom('', 'yes'), fc.constant(null)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('tick', 'human.joined', 'human.left', 'resume', 'back', 'cancel', 'stale'), fc.constant(''), fc.constant(null)) },
);
const happenings = fc.array(fc.tuple(happening, fc.constantFrom(0, 1_000, 200_000, 700_000)), { maxLength: 30 });

function eventFor({ turn, waiting }: FlowState, [[kind, words, intent]]: readonly [readonly [string, string, string | null], number]): FlowEvent {
  const next = turn + 1;
  if (kind === 'answered' && waiting?.for === 'api') return { is: 'api.answered', turn: next, call: waiting.call, ok: words !== '', data: { a: { b: 'kept' } } };
  if (kind === 'answered' && waiting?.for === 'faq') return { is: 'faq.answered', turn: next, call: waiting.call, answer: words === '' ? null : words };
  if (kind === 'tick' || kind === 'human.joined' || kind === 'human.left' || kind === 'resume') return { is: kind, turn: next };
  if (kind === 'stale') return { is: 'tick', turn };
  return { is: 'said', turn: next, ...heard(kind === 'said' ? words : kind, intent) };
}

const isOver = ({ status }: FlowState): boolean => status === 'ended' || status === 'handed-off' || status === 'failed';

describe('any dialogue with any flow', () => {
  it('neither throws nor hangs, keeps a state of JSON, waits for somebody or is over, and goes the same way again', () => {
    fc.assert(fc.property(flowNamed('f'), flowNamed('g'), happenings, (f, g, all) => {
      const flows = sourceOf(f, g);
      const first = begin(flows, { id: 'f', version: 1 }, 0);
      let { state } = first;
      const turns: { event: FlowEvent; at: number; effects: typeof first.effects }[] = [];
      let at = 0;
      for (const each of all) {
        at += each[1];
        const event = eventFor(state, each);
        const { effects, refused, state: next, trace } = step(flows, state, event, at);
        if (refused !== null) expect(next).toBe(state);
        else turns.push({ event, at, effects });
        expect(JSON.parse(JSON.stringify(next))).toEqual(next);
        expect(JSON.stringify(next).length).toBeLessThan(20_000);
        expect(trace.length).toBeLessThan(500);
        expect(isOver(next)).toBe(next.waiting === null);
        expect(step(flows, next, event, at).refused).toBe(refused ?? 'turn.stale');
        state = next;
      }
      const transcript: Transcript = { beginning: {}, startedAt: 0, opened: first.effects, turns };
      expect(replay(flows, { id: 'f', version: 1 }, JSON.parse(JSON.stringify(transcript)) as Transcript)).toBeNull();
    }), { numRuns: 1_500 });
  });

  it('never loops where the lint finds no loop', () => {
    fc.assert(fc.property(flowNamed('f', wired), happenings, (f, all) => {
      fc.pre(!lintFlow(f, sourceOf(f)).some(({ code }) => code === 'node.loop'));
      const flows = sourceOf(f);
      let { effects, state } = begin(flows, { id: 'f', version: 1 }, 0);
      for (const each of all) {
        expect(effects.filter(({ is }) => is === 'error')).toEqual([]);
        ({ effects, state } = step(flows, state, eventFor(state, each), 0));
      }
    }), { numRuns: 300 });
  });
});

describe('a saved dialogue', () => {
  const flow = table();
  const talk = new Talk(sourceOf(flow), flow);
  const opened = talk.last.effects;
  const event = { is: 'said', turn: 1, ...heard('[friday]') } as const;
  talk.event(event);
  const transcript: Transcript = { beginning: {}, startedAt: 1_000_000, opened, turns: [{ event, at: talk.now, effects: talk.last.effects }] };

  it('tells where another version goes another way', () => {
    const changed = { ...flow, version: 2, nodes: flow.nodes.map((node) => (node.id === 'people' && node.is === 'question' ? { ...node, text: 'For how many?' } : node)) };
    expect(replay(sourceOf(flow), flow, transcript)).toBeNull();
    expect(replay(sourceOf(changed), changed, transcript)).toMatchObject({ turn: 1, expected: [{ text: 'How many on friday?' }], actual: [{ text: 'For how many?' }] });
  });

  it('is read with what the bot knows now, where that is wished', () => {
    expect(replay(sourceOf(flow), flow, transcript, (text) => ({ ...heard(text), entities: [] }))?.turn).toBe(1);
  });
});
