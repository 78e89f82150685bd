import type { Place } from '../compat/query.ts';
import type { FlowState } from '../engine/flow/state.ts';
import { readState } from '../flows/state.ts';

/** What a bot remembers of a chat. JSON. */
export interface Memory {
  /** The chat has begun, and nothing was said to the visitor yet. */
  readonly greets: boolean;
  /** Questions in a row that it did not know. */
  readonly misses: number;
  /** Answers of which the visitor said that they did not help. */
  readonly unhelpful: number;
  /** Of them those that a thumb says it of, by their messages. */
  readonly down: readonly number[];
  /** A person is wanted: it keeps quiet until one has been there. */
  readonly quiet: boolean;
  readonly lastQuestion: string;
  /** What it offered last: a number is one of them. */
  readonly offered: readonly string[];
  /** The dialogue that it is in. */
  readonly flow: FlowState | null;
  /** Where scripts and intents are. */
  readonly place: Place | null;
  /** When it said last that it cannot look into files, ms since the epoch. */
  readonly wordlessAt: number | null;
  /** It was asked something, though not as an adviser of agents; and a person has had the chat. */
  readonly heard: boolean;
  readonly person: boolean;
  /** What it suggested last, by a digest of the words. */
  readonly suggested: readonly Suggested[];
}

export interface Suggested {
  readonly words: string;
  readonly turn: number;
  readonly score: number;
}

const START: Memory = { greets: false, misses: 0, unhelpful: 0, down: [], quiet: false, lastQuestion: '', offered: [], flow: null, place: null, wordlessAt: null, heard: false, person: false, suggested: [] };

/** JSON of a memory, UTF-16 units: the host takes 65,536. */
const MOST_MEMORY = 60_000;

/** As the host kept it, of whichever release. */
export function readMemory(kept: unknown): Memory {
  const known = Object(kept) as Partial<Memory>;
  return { ...START, ...known, flow: readState(known.flow) };
}

/** Whether a chat can keep it. */
export const fits = (memory: Memory): boolean => JSON.stringify(memory).length <= MOST_MEMORY;

/** What a visitor does not come back to in thirty minutes is forgotten anyway. */
export const fitting = (memory: Memory): Memory => (fits(memory) ? memory : { ...memory, place: null });
