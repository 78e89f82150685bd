import type { Captures } from './match.ts';
import type { Similarity } from './similarity.ts';
import type { Tagger } from './speech.ts';
import type { Memory } from './state.ts';

/** What a call in a reply gives to a function. */
export type Scalar = null | boolean | number | string;

export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

/** What a call is made from. */
export interface CallContext {
  /** What the visitor said. */
  readonly text: string;
  readonly topic: string;
  readonly matcher: string;
  readonly captures: Captures;
}

/** What a function of plugin.js answered, or why it did not: the first failure ends the turn without an answer. */
export type FunctionResult = { readonly text: string; readonly params?: Json } | { readonly failure: string; readonly message: string };

/** What scripts have of the world. */
export interface Deps {
  /** Ms since the epoch. */
  readonly now: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly tagged: Tagger;
  readonly call: (name: string, args: readonly Scalar[], context: CallContext) => Promise<FunctionResult>;
  /** Default: by what sentences are made of. */
  readonly similarity?: Similarity;
  /** How alike sentences have to be where a matcher does not say. Default: 0.8. */
  readonly threshold?: number;
  /** Default: 30 minutes, 100 turns. */
  readonly memory?: Memory;
  /** Whether the trace tells of rules that did not match, too. Default: false. */
  readonly explains?: boolean;
}
