import type { FlowRef } from './schema.ts';
import type { FlowEffect, FlowEvent, FlowSource, FlowState, Said } from './state.ts';
import { begin, step } from './step.ts';
import type { Beginning } from './step.ts';

/** A dialogue as it went: what happened, and what was said and done then. Plain JSON. */
export interface Transcript {
  readonly beginning: Beginning;
  readonly startedAt: number;
  /** The effects of the beginning. */
  readonly opened: readonly FlowEffect[];
  readonly turns: readonly { readonly event: FlowEvent; readonly at: number; readonly effects: readonly FlowEffect[] }[];
}

/** The first turn that went differently; 0 is the beginning. */
export interface Difference {
  readonly turn: number;
  readonly expected: readonly FlowEffect[];
  readonly actual: readonly FlowEffect[];
}

/**
 * Plays a transcript with another version of a flow: null where everything goes as it did. `hear` reads texts anew, with
 * what the bot knows now; without it they are taken as they were read then.
 */
export function replay(flows: FlowSource, flow: FlowRef, { beginning, opened, startedAt, turns }: Transcript, hear?: (text: string, at: number) => Said): Difference | null {
  const first = begin(flows, flow, startedAt, reheard(beginning, startedAt, hear));
  if (!isSame(first.effects, opened)) return { turn: 0, expected: opened, actual: first.effects };
  let { state }: { state: FlowState } = first;
  for (const { at, effects, event } of turns) {
    const next = step(flows, state, event.is === 'said' && hear !== undefined ? { ...event, ...hear(event.text, at) } : event, at);
    if (!isSame(next.effects, effects)) return { turn: event.turn, expected: effects, actual: next.effects };
    ({ state } = next);
  }
  return null;
}

function reheard(beginning: Beginning, at: number, hear: ((text: string, at: number) => Said) | undefined): Beginning {
  return beginning.said === undefined || hear === undefined ? beginning : { ...beginning, said: hear(beginning.said.text, at) };
}

/** Both come from the same code, which writes properties in one order; what is stored may have another. */
const isSame = (one: readonly FlowEffect[], other: readonly FlowEffect[]): boolean => canonical(one) === canonical(other);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each));
