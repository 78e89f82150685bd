import type { FlowEffect, FlowEvent, FlowSource, FlowState, Step, Trace } from '../engine/flow/state.ts';
import { step } from '../engine/flow/step.ts';

/** What a dialogue asks of others while the visitor waits. */
export interface Answers {
  /** Null: nothing is known of that. */
  readonly faq: (query: string) => string | null;
  readonly api: (effect: FlowEffect & { readonly is: 'api' }) => Promise<{ readonly ok: boolean; readonly data: unknown; readonly why?: string | undefined }>;
}

/** A turn to its end: the visitor is asked, or it is over. */
export interface Played {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
  readonly trace: readonly Trace[];
  /** What happened in it, for a transcript. The first is the caller's own. */
  readonly steps: readonly { readonly event: FlowEvent; readonly effects: readonly FlowEffect[] }[];
  /** It asked others without an end. */
  readonly endless: boolean;
}

/** Questions to others in one turn: a way round and round over nodes that ask others is no loop to the reducer. */
const MOST_CALLS = 20;

/** Answers what a step asks of others until nothing is open. Pure but for `answers`. */
export async function play(flows: FlowSource, first: Step, now: number, { api, faq }: Answers): Promise<Played> {
  const steps: Played['steps'][number][] = [];
  const effects = [...first.effects];
  const trace = [...first.trace];
  let { state } = first;
  for (let count = 0; ; count++) {
    const event = await eventFor(effects.findLast((effect) => effect.is === 'faq' || effect.is === 'api'), state);
    if (event === null || count === MOST_CALLS) return { state, effects, trace, steps, endless: event !== null };
    const next = step(flows, state, event, now);
    steps.push({ event, effects: next.effects });
    effects.push(...next.effects);
    trace.push(...next.trace);
    ({ state } = next);
  }

  /** Null where it does not wait for others. */
  async function eventFor(asked: FlowEffect | undefined, { turn, waiting }: FlowState): Promise<FlowEvent | null> {
    if (asked === undefined || waiting === null || waiting.for === 'answer' || !('call' in asked) || asked.call !== waiting.call) return null;
    if (asked.is === 'faq') return { is: 'faq.answered', turn: turn + 1, call: asked.call, answer: faq(asked.query) };
    const { data, ok, why } = await api(asked);
    return { is: 'api.answered', turn: turn + 1, call: asked.call, ok, data, why };
  }
}
