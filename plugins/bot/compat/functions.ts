import { FunctionPool, type Host } from '../engine/functions/pool.ts';
import { normalize } from '../engine/text/normalize.ts';
import type { CallContext, Deps, FunctionResult, Json, Scalar } from '../engine/script/deps.ts';
import type { Mind } from './mind.ts';

/** Within what a route may take, ms: of one call, and of all calls of a turn. */
const CALL_MS = 6_000;
const TURN_MS = 8_000;

/** The threads in which functions of bots run; they begin when the first one is called. */
export const functionPool = (): FunctionPool => new FunctionPool({ limits: { wallMs: CALL_MS } });

/** What a turn's functions see, and leave. */
export interface TurnScope {
  readonly user: string;
  readonly history: () => Promise<readonly unknown[]>;
  readonly text: string;
  /** Of the message, as the client sent them. */
  readonly extras: unknown;
  /** Ms since the epoch. */
  readonly now: number;
  /** `this.intent`: null where none is open. `drop` and `extras` are what functions make of it. */
  intent: { readonly shown: object; extras: unknown; drop: boolean } | null;
  readonly debug: string[];
}

const MOST_DEBUG = 100;

/** How scripts call the functions of a bot in one turn. */
export function callerOf(pool: FunctionPool, { find, plugin, tokenizer }: Mind, host: Host, scope: TurnScope): Deps['call'] {
  const endsAt = performance.now() + TURN_MS;
  return async (name: string, args: readonly Scalar[], _context: CallContext): Promise<FunctionResult> => {
    if (plugin === null) return { failure: 'unknown', message: 'The bot has no functions' };
    if (performance.now() > endsAt) return { failure: 'time', message: 'The functions of this turn took too long' };
    const { extras, history, intent, now, text, user } = scope;
    const words = tokenizer.tagged(text.slice(0, 2_000));
    const result = await pool.call({
      plugin, name, args, host,
      scope: {
        user: { id: user, history: await history() },
        message: { original: text, clean: normalize(text), words: words.map(({ word }) => word), tags: words.map(({ tag }) => tag), entities: find(text, now).map(({ dictionary, value }) => ({ dictname: dictionary, val: value })), extras },
        intent: intent === null ? null : { ...intent.shown, extras: intent.extras, drop: intent.drop },
      },
    });
    scope.debug.push(...result.debug.slice(0, MOST_DEBUG - scope.debug.length));
    if ('failure' in result) return { failure: result.failure, message: result.message };
    if (intent !== null && result.intent !== null) Object.assign(intent, { extras: result.intent.extras, drop: result.intent.drop });
    return { text: result.text, ...(result.params === undefined ? {} : { params: result.params as Json }) }; // as it came through JSON
  };
}
