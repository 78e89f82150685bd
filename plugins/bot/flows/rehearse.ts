import type { Flow } from '../engine/flow/schema.ts';
import type { Transcript } from '../engine/flow/replay.ts';
import type { FlowEffect, FlowEvent, FlowSource, FlowState, Trace } from '../engine/flow/state.ts';
import { begin, step, type Beginning } from '../engine/flow/step.ts';
import type { Hearing } from './hear.ts';
import { play, type Answers, type Played } from './play.ts';
import type { Line, Scene } from './store.ts';

/** One turn of a rehearsal. */
export interface Rehearsed {
  readonly says: readonly { readonly text: string; readonly choices: readonly string[] }[];
  readonly trace: readonly Trace[];
  /** Whatever else it did: handed over, called, ended. */
  readonly did: readonly Exclude<FlowEffect, { is: 'say' }>[];
}

export interface Rehearsal {
  readonly turns: readonly Rehearsed[];
  readonly state: FlowState;
  readonly transcript: Transcript;
  /** What other systems answered just now: lines for the scene, which then goes the same way without them. */
  readonly fresh: readonly Line[];
}

/** Between two lines, ms. */
const APART_MS = 1_000;

/** Plays a scene: what is said in it always goes the same way, so nothing has to be remembered between two tries. Only what no line answers is asked of other systems. */
export async function rehearse(flows: FlowSource, { id, version }: Flow, { at, lines, slots, startedAt }: Scene, answers: Answers, hearing: Hearing): Promise<Rehearsal> {
  const beginning: Beginning = { ...(at === null ? {} : { at }), slots: Object.fromEntries(slots.map(({ name, value }) => [name, value])) };
  const given = lines.flatMap((line) => ('api' in line ? [line.api] : []));
  const fresh: Line[] = [];
  const ask: Answers['api'] = async (effect) => {
    const { data, ok, why } = await answers.api(effect);
    fresh.push({ api: { ok, data, ...(why === undefined ? {} : { why }) } });
    return { data, ok, why };
  };
  const asked: Answers = { ...answers, api: async (effect) => given.shift() ?? ask(effect) };
  const first = begin(flows, { id, version }, startedAt, beginning);
  const opened = await play(flows, first, startedAt, asked);
  const turns: Rehearsed[] = [rehearsed(opened)];
  const events: { event: FlowEvent; at: number; effects: readonly FlowEffect[] }[] = opened.steps.map((each) => ({ ...each, at: startedAt }));
  let { state } = opened;
  for (const [index, text] of lines.flatMap(saidIn).entries()) {
    const now = startedAt + (index + 1) * APART_MS;
    const event: FlowEvent = { is: 'said', turn: state.turn + 1, ...hearing.said(text, now) };
    const heard = step(flows, state, event, now);
    if (heard.refused !== null) break;
    const played = await play(flows, heard, now, asked);
    events.push({ event, at: now, effects: heard.effects }, ...played.steps.map((each) => ({ ...each, at: now })));
    turns.push(rehearsed(played));
    ({ state } = played);
  }
  return { turns, state, fresh, transcript: { beginning, startedAt, opened: first.effects, turns: events } };
}

const saidIn = (line: Line): readonly string[] => ('say' in line ? [line.say] : []);

function rehearsed({ effects, trace }: Played): Rehearsed {
  return {
    says: effects.flatMap((effect) => (effect.is === 'say' ? [{ text: effect.text, choices: effect.choices.map(({ label }) => label) }] : [])),
    did: effects.filter((effect) => effect.is !== 'say'),
    trace,
  };
}
