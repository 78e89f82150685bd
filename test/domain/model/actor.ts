import type { Submission } from '#domain/commands.ts';
import { decide } from '#domain/decide.ts';
import { isRefusal } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { admit, findStream, parseCommandId } from '#domain/streams.ts';
import { projectEvent, projectState } from '#wire/project.ts';
import type { Arrival } from './submissions.ts';

/** The code under test as a value, so that the same checks can run over a broken one. */
export interface Rules {
  readonly admit: typeof admit;
  readonly decide: typeof decide;
  readonly evolve: typeof evolve;
  readonly projectEvent: typeof projectEvent;
  readonly projectState: typeof projectState;
}

export const rules: Rules = { admit, decide, evolve, projectEvent, projectState };

/** One submission that came as far as `decide`. `states` follow its events one by one. */
export interface Turn {
  readonly submission: Submission;
  readonly now: number;
  readonly before: ConversationState;
  readonly decision: readonly ConversationEvent[] | Refusal;
  readonly states: readonly ConversationState[];
}

export interface Trace {
  readonly turns: readonly Turn[];
  readonly log: readonly ConversationEvent[];
  /** The state before any event, and after each. */
  readonly states: readonly ConversationState[];
}

/** An actor without its house: admits, decides, folds. Everything it hands out is frozen. */
export function run(arrivals: readonly Arrival[], { admit, decide, evolve }: Rules): Trace {
  const turns: Turn[] = [];
  let state = deepFreeze(initialState);
  let now = 0;
  for (const { submission, previous, elapsed } of arrivals) {
    now += elapsed;
    if (!isAdmitted(state, submission, previous, admit)) continue;
    const before = state;
    const decision = deepFreeze(decide(before, deepFreeze(submission), now));
    const states: ConversationState[] = [];
    for (const event of isRefusal(decision) ? [] : decision) {
      state = deepFreeze(evolve(state, event));
      states.push(state);
    }
    turns.push({ submission, now, before, decision, states });
  }
  return {
    turns,
    log: turns.flatMap(({ decision }) => (isRefusal(decision) ? [] : decision)),
    states: [initialState, ...turns.flatMap(({ states }) => states)],
  };
}

function isAdmitted(state: ConversationState, { id, by }: Submission, previous: number, admit: Rules['admit']): boolean {
  const command = id === null ? null : parseCommandId(id);
  if (command === null) return id === null;
  const position = findStream(state.streams, command.stream);
  if (position !== undefined && position.by !== by.id) return false;
  return admit(position?.last ?? 0, command.number, previous) === 'next';
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
