import type { Captures } from './match.ts';

/** A turn of the bot, as rules may be bound to it: keys of what was written, and of the rules that it was of. */
export interface BotTurn {
  readonly written: readonly string[];
  readonly rules: readonly string[];
}

/** What scripts know of one visitor. Plain JSON. */
export interface ScriptState {
  /** Of the rule that answered last. */
  readonly topic: string | null;
  /** The bot's turns that rules may be bound to, the last one first: behind it those that led there. */
  readonly chain: readonly BotTurn[];
  /** Of the turns that were answered, the last one first. */
  readonly captures: readonly Captures[];
  /** Replies that are not said again, by id: when they were, ms, and in which turn. */
  readonly spent: Readonly<Record<string, { readonly at: number; readonly turn: number }>>;
  readonly turns: number;
  /** Of the last message, ms. */
  readonly at: number;
}

export interface Memory {
  /** How long the bot remembers, ms. Default: 30 minutes. */
  readonly ms: number;
  /** How many turns it remembers. Default: 100. */
  readonly turns: number;
}

export const MEMORY: Memory = { ms: 30 * 60 * 1_000, turns: 100 };

export const NEW_STATE: ScriptState = { topic: null, chain: [], captures: [], spent: {}, turns: 0, at: 0 };

/** Turns that led to the last one. A dialogue that is deeper begins to forget its beginning. */
const MOST_CHAIN = 16;

/** What is left of a state when a message comes. */
export function remember(state: ScriptState, now: number, memory: Memory): ScriptState {
  const isFresh = now - state.at <= memory.ms;
  return {
    ...(isFresh ? state : { ...NEW_STATE, turns: state.turns }),
    spent: Object.fromEntries(Object.entries(state.spent).filter(([, { at, turn }]) => now - at <= memory.ms && state.turns - turn < memory.turns)),
    at: now,
  };
}

/** What a turn adds: which turn of the chain it answered to, -1 for none. */
export function advance(state: ScriptState, said: BotTurn, { captures, memory, topic, to }: { readonly topic: string | null; readonly captures: Captures; readonly to: number; readonly memory: Memory }): ScriptState {
  return {
    ...state,
    topic,
    chain: [said, ...(to < 0 ? [] : state.chain.slice(to))].slice(0, MOST_CHAIN),
    captures: [captures, ...state.captures].slice(0, memory.turns),
    turns: state.turns + 1,
  };
}

/** `{CLEAR}`: as at the beginning; what was spent stays so. */
export const cleared = (state: ScriptState): ScriptState => ({ ...state, topic: null, chain: [], captures: [] });
