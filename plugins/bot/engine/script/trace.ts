import type { Captures } from './match.ts';
import type { Scalar } from './deps.ts';
import type { CompiledRule } from './compile.ts';

/** What became of a rule that was tried. `empty`: it answered nothing, so the next one was tried. */
export type Outcome = 'answered' | 'spent' | 'empty' | 'failed' | 'missed';

/** Why a bot answered as it did, in the order in which it was tried. */
export interface TraceStep {
  readonly topic: string;
  readonly matcher: string;
  readonly hook: string | null;
  readonly line: number;
  readonly outcome: Outcome;
  readonly captures: Captures;
  /** Of a matcher of phrases: how alike each of them is. */
  readonly scores: readonly { readonly phrase: string; readonly score: number }[];
}

/** A function that was called. */
export interface TraceCall {
  readonly name: string;
  readonly args: readonly Scalar[];
  /** Null where it answered. */
  readonly failure: string | null;
}

export interface Trace {
  readonly steps: readonly TraceStep[];
  readonly calls: readonly TraceCall[];
  /** Rules that were tried and are not told. */
  readonly untold: number;
}

const MOST_STEPS = 500;

export class Tracer {
  readonly #steps: TraceStep[] = [];
  readonly #calls: TraceCall[] = [];
  readonly #explains: boolean;
  #untold = 0;

  /** Whether rules that did not match are told as well. */
  constructor(explains: boolean) {
    this.#explains = explains;
  }

  step({ hook, line, matcher, topic }: CompiledRule, outcome: Outcome, { captures = [], scores = [] }: Partial<Pick<TraceStep, 'captures' | 'scores'>> = {}): void {
    if (this.#steps.length >= MOST_STEPS || (outcome === 'missed' && !this.#explains)) this.#untold++;
    else this.#steps.push({ topic, matcher, hook, line, outcome, captures, scores });
  }

  call(name: string, args: readonly Scalar[], failure: string | null): void {
    this.#calls.push({ name, args, failure });
  }

  end(): Trace {
    return { steps: this.#steps, calls: this.#calls, untold: this.#untold };
  }
}
