import type { BotTurn } from 'parlor/plugin';
import { speaking, type Brain } from './brain.ts';
import { callerOf } from './compat/functions.ts';
import type { Lanes } from './compat/lanes.ts';
import { hostOf } from './compat/maestro.ts';
import type { Branch } from './compat/intent-bot.ts';
import { mindIn, type Minds } from './compat/mind.ts';
import { answerTurn, type Completed, type Place } from './compat/query.ts';
import type { FunctionPool } from './engine/functions/pool.ts';
import { NEW_STATE } from './engine/script/state.ts';
import type { Own } from './own.ts';

/** What intents and scripts make of a text. */
export interface Deeper {
  readonly by: 'faq' | 'intent' | 'script';
  /** Null: they have nothing to say. */
  readonly text: string | null;
  /** The question that was the answer. */
  readonly entry: string | null;
  /** The intent or the topic that answered; empty for neither. */
  readonly of: string;
  readonly place: Place;
  /** An intent of which all is known now, and that no script took. */
  readonly completed: Completed | null;
}

/** Null: the bot has neither. */
export type Think = (text: string, place: Place | null) => Promise<Deeper | null>;

export interface ThinkDeps {
  readonly minds: Minds;
  readonly lanes: Lanes;
  readonly pool: FunctionPool;
}

const START: Place = { scripts: NEW_STATE, session: null, extras: null };

/**
 * For one turn of a chat. A turn that comes again after a crash runs its functions again: what they do elsewhere must bear it;
 * what they say is said once.
 */
export function thinkerOf(ctx: Own, brain: Brain, { bot, locale, visitor }: Pick<BotTurn, 'bot' | 'locale' | 'visitor'>, { lanes, minds, pool }: ThinkDeps, now: number, branch?: Branch): Think {
  return async (text, place) => {
    const mind = mindIn(await minds.with(ctx, bot, brain, now, { branch, session: place?.session ?? null }), brain.profile.hours.timeZone);
    if (mind.intents === null && mind.scripts.topics.size === 0) return null;
    const { best, suggest } = brain.profile;
    const host = hostOf({ ctx, bot, brain, mind, lanes, now });
    const { answered, completed, entry, failure, place: after } = await answerTurn(speaking(brain, locale), mind, place ?? START, { text, best, suggest }, {
      scope: { user: visitor.id, text, extras: null, now, debug: [], history: async () => [] },
      caller: (scope) => callerOf(pool, mind, host, scope),
      random: Math.random,
      explains: false,
    });
    if (failure !== null) ctx.log('a function of a bot failed', { bot, failure: failure.failure, message: failure.message });
    const { provider } = answered.service;
    const silent = provider === 'fallback' || answered.string.trim() === '';
    const intent = (Object(answered.service['intent']) as { readonly name?: string }).name;
    return { by: provider === 'faq' || provider === 'intent' ? provider : 'script', of: (provider === 'intent' ? intent : answered.topicName) ?? '', text: silent ? null : answered.string, entry, place: after, completed };
  };
}
