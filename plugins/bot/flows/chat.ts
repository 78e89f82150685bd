import type { BotAnswer, BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import type { Flow, FlowRef } from '../engine/flow/schema.ts';
import type { FlowEffect, FlowEvent, FlowState, Step, Trace } from '../engine/flow/state.ts';
import { begin, step } from '../engine/flow/step.ts';
import { nextTick } from '../engine/flow/time-outs.ts';
import { spoken } from '../faq.ts';
import { filled, wordsOf, type Words } from '../words.ts';
import type { Call } from './call.ts';
import { play, type Answers, type Played } from './play.ts';

/** What a dialogue does to a chat in one turn. */
export interface FlowTurn {
  readonly says: readonly BotSays[];
  /** Null: it is over. */
  readonly state: FlowState | null;
  readonly next: NonNullable<BotAnswer['next']>;
  /** Of a hand-over, where the step names one. */
  readonly department: string | null;
  /** The choices of the last thing that it said. */
  readonly offered: readonly string[];
  readonly trace: FlowTrace;
  /** When it wants to hear that nothing was said, ms from now; null: never. */
  readonly wakeMs: number | null;
}

export interface FlowTrace extends FlowRef {
  readonly steps: readonly Trace[];
}

/** Bubbles in a turn; what a flow says beyond that stands in one. A note for agents comes on top. */
const MOST_BUBBLES = 8;
const MAX_BUBBLE = 8_000;
/** What the host takes. */
const LEAST_WAKE_MS = 1_000;
const MOST_WAKE_MS = 86_400_000;
const MOST_CHOICES = 10;
const MAX_CHOICE = 80;

/** The flow that a dialogue is in; null where there is none, or its version is no longer kept. */
export function flowOf({ flows }: Brain, state: FlowState | null): Flow | null {
  const frame = state?.frames.at(-1);
  return (frame && flows.of(frame.flow)) ?? null;
}

/** Nothing was said for so long that it is over, though nobody has told it. */
export function isLapsed(brain: Brain, state: FlowState, now: number): boolean {
  const endMs = flowOf(brain, state)?.timeouts.endMs ?? null;
  return endMs !== null && now - state.lastAt >= endMs;
}

/** Begins a flow with what was said, or with nothing. */
export const beginFlow = (brain: Brain, ref: FlowRef, { call, now }: At, said?: string): Promise<FlowTurn> =>
  turnOf(brain, ref, begin(brain.flows.of, ref, now, said === undefined ? {} : { said: brain.hearing.said(said, now) }), { call, now });

/** When a turn is, and how it asks other systems. */
export interface At {
  readonly now: number;
  readonly call: Call;
}

/** The dialogue hears something. Null where there is none that does. */
export async function continueFlow(brain: Brain, state: FlowState, happened: { readonly said: string } | 'human.joined' | 'human.left' | 'tick', { call, now }: At): Promise<FlowTurn | null> {
  const ref = state.frames[0]?.flow;
  const turn = state.turn + 1;
  const event: FlowEvent = typeof happened === 'string' ? { is: happened, turn } : { is: 'said', turn, ...brain.hearing.said(happened.said, now) };
  const first = step(brain.flows.of, state, event, now);
  return ref === undefined || first.refused !== null ? null : turnOf(brain, ref, first, { call, now });
}

/** What a visitor told so far, a line each. */
export const knownLines = (slots: readonly { readonly name: string; readonly value: unknown }[]): string => slots.map(({ name, value }) => `\n${name}: ${String(value)}`).join('');

async function turnOf(brain: Brain, ref: FlowRef, first: Step, { call, now }: At): Promise<FlowTurn> {
  const words = wordsOf(brain.profile);
  const played = await play(brain.flows.of, first, now, { faq: faqOf(brain), api: call });
  const ended = played.effects.find((effect) => effect.is === 'end');
  const handed: FlowEffect & { readonly is: 'handoff' } | undefined = played.effects.find((effect) => effect.is === 'handoff') ?? (played.endless ? { is: 'handoff', reason: 'failed', summary: '', slots: [], transcript: true, department: null } : undefined);
  const bubbles = bubblesOf(played, words, brain);
  const last = bubbles.at(-1);
  const notes: readonly BotSays[] = handed === undefined ? [] : [...(handed.reason === 'failed' ? [{ kind: 'text', text: words.handover } as const] : []), { kind: 'note', text: noteOf(handed, brain, ref) }];
  const isOver = handed !== undefined || ended !== undefined;
  return {
    says: [...bubbles, ...notes],
    state: isOver ? null : played.state,
    next: handed !== undefined ? 'hand-over' : ended?.solved === true ? 'complete' : 'stay',
    department: handed?.department ?? null,
    offered: last?.kind === 'quick-replies' && !isOver ? last.choices : [],
    trace: { ...ref, steps: played.trace },
    wakeMs: isOver ? null : wakeOf(brain, played.state, now),
  };
}

function wakeOf(brain: Brain, state: FlowState, now: number): number | null {
  const flow = flowOf(brain, state);
  const due = flow === null ? null : nextTick(flow, state);
  return due === null ? null : Math.min(MOST_WAKE_MS, Math.max(LEAST_WAKE_MS, due - now));
}

/** What the bot knows answers. */
export const faqOf = ({ entries, profile: { best }, search }: Brain): Answers['faq'] => (query) => {
  const [first] = search.search(query, 1);
  const entry = first === undefined || first.score < best ? undefined : entries.get(first.id);
  return entry === undefined ? null : spoken(entry).join('\n') || null;
};

function bubblesOf({ effects, state }: Played, words: Words, brain: Brain): readonly BotSays[] {
  const said = effects.flatMap((effect) => (effect.is === 'say' ? [effect] : []));
  const bubbles: BotSays[] = said.map(({ choices, text }) => bubble(text, choices.map(({ label }) => label)));
  const last = bubbles.at(-1);
  if (last?.kind === 'text' && asksYesOrNo(state, brain)) bubbles.splice(-1, 1, bubble(last.text, [words.yes, words.no]));
  // The first ones are put together: what is asked stands at the end, with its choices.
  const early = bubbles.splice(0, Math.max(0, bubbles.length - MOST_BUBBLES + 1));
  return early.length === 0 ? bubbles : [bubble(early.map(({ text }) => text).join('\n'), []), ...bubbles];
}

function bubble(text: string, choices: readonly string[]): BotSays {
  // Choices that a button has no room for are still answers, once they are read.
  const fits = choices.length <= MOST_CHOICES && choices.every((choice) => choice.trim() !== '' && choice.length <= MAX_CHOICE);
  const shown = (fits || choices.length === 0 ? text : [text, ...choices.map((choice, index) => `${index + 1}. ${choice}`)].join('\n')).slice(0, MAX_BUBBLE);
  return fits && choices.length > 0 && shown.trim() !== '' ? { kind: 'quick-replies', text: shown, choices } : { kind: 'text', text: shown.trim() === '' ? '…' : shown };
}

function asksYesOrNo(state: FlowState, brain: Brain): boolean {
  if (state.waiting?.for !== 'answer') return false;
  const node = flowOf(brain, state)?.nodes.find(({ id }) => id === state.frames.at(-1)?.node);
  return state.waiting.goOn || (node?.is === 'question' && node.type === 'yes-no');
}

function noteOf({ reason, slots, summary }: FlowEffect & { readonly is: 'handoff' }, { flows, notes, profile: { name } }: Brain, { id }: FlowRef): string {
  const words = wordsOf({ language: notes });
  const why = filled(words.reasons[reason], { flow: flows.nameOf(id) });
  return (summary.trim() === '' ? filled(words.reasonSummary, { name, reason: why }) : summary) + knownLines(slots);
}
