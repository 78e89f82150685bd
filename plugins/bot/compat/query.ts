import type { Brain } from '../brain.ts';
import type { FaqHit } from '../engine/faq/search.ts';
import { answer as answerByScripts, type Answer, type Turn } from '../engine/script/answer.ts';
import type { Deps } from '../engine/script/deps.ts';
import type { ScriptState } from '../engine/script/state.ts';
import { routeOf } from '../engine/script/template.ts';
import { entitiesOf, hearIntent, intentNamed, toldIn, type Intent, type IntentBot, type IntentSession, type SessionStep, type Told } from '../engine/session/session.ts';
import { spokenTold, wordsOf } from '../words.ts';
import type { TurnScope } from './functions.ts';
import { branchOf } from './intent-bot.ts';
import { COMPLETES } from './intents.ts';
import { botOf, type Mind } from './mind.ts';

/** What somebody said, and how sure the bot has to be. */
export interface Asked {
  readonly text: string;
  readonly best: number;
  readonly suggest: number;
}

/** Where they are in the dialogue. Plain JSON. */
export interface Place {
  readonly scripts: ScriptState;
  readonly session: IntentSession | null;
  readonly extras: unknown;
}

/** What answers, besides what the bot knows. */
export interface Means {
  /** For the functions of one turn, with the intent that is open. */
  readonly caller: (scope: TurnScope) => Deps['call'];
  readonly scope: Omit<TurnScope, 'intent'>;
  readonly random: () => number;
  /** Whether the trace tells of rules that did not match, too. */
  readonly explains: boolean;
}

type Provider = 'conversation' | 'fallback' | 'faq' | 'intent' | 'llm';

/** An answer as the API has it. */
export interface Answered {
  readonly state: 'default';
  readonly string: string;
  readonly params?: unknown;
  readonly topicName?: string;
  readonly logic_is_unexpected: boolean;
  readonly logic_is_fallback: boolean;
  readonly service: { readonly provider: Provider } & Readonly<Record<string, unknown>>;
  readonly botName: string;
  readonly faq: readonly object[];
}

export interface Turned {
  readonly answered: Answered;
  readonly place: Place;
  /** The question that was the answer. */
  readonly entry: string | null;
  /** What scripts tried, and why a function failed. */
  readonly traces: readonly Answer['trace'][];
  readonly failure: Answer['failure'];
  /** An intent that nothing took of which all is known; null: none. */
  readonly completed: Completed | null;
}

export interface Completed {
  readonly intent: string;
  /** What the visitor told, in the order of the slots. */
  readonly told: readonly Told[];
  /** Empty: it has no words of its own. */
  readonly reply: string;
  readonly handsOver: boolean;
}

const MOST_HITS = 10;
const NOTHING: IntentBot['classify'] = () => ({ guesses: [] });
const SLOT = /\{\s*(\w+)\s*\}/g;
const MOST_REPLY = 4_000;
const CANCELLED = { en: 'All right, we leave it at that.', 'zh-CN': '好的，已为您取消。' } as const;

/**
 * A turn: the intent that is open, questions and answers, an intent that begins, scripts, and what is said where nothing
 * is known. Changes nothing but what functions do.
 */
export async function answerTurn(brain: Brain, mind: Mind, before: Place, asked: Asked, means: Means): Promise<Turned> {
  return new TurnAt(brain, mind, before, asked, means).answer();
}

class TurnAt {
  readonly #brain: Brain;
  readonly #mind: Mind;
  readonly #asked: Asked;
  readonly #means: Means;
  readonly #hits: readonly FaqHit[];
  readonly #traces: Answer['trace'][] = [];
  #place: Place;
  #failure: Answer['failure'] = null;
  #completed: Completed | null = null;

  constructor(brain: Brain, mind: Mind, before: Place, asked: Asked, means: Means) {
    this.#brain = brain;
    this.#mind = mind;
    this.#place = before;
    this.#asked = asked;
    this.#means = means;
    this.#hits = brain.search.search(asked.text, MOST_HITS).filter(({ score }) => score >= asked.suggest);
  }

  async answer(): Promise<Turned> {
    return (await this.#openIntent()) ?? (await this.#byFaq()) ?? (await this.#newIntent()) ?? (await this.#byScripts()) ?? this.#fallback();
  }

  async #openIntent(): Promise<Turned | undefined> {
    const { session } = this.#place;
    const bot = botOf(this.#mind, session);
    if (bot === null || session?.state !== 'proactive') return undefined;
    return this.#heard(this.#hear(bot, session));
  }

  async #newIntent(): Promise<Turned | undefined> {
    const { began, intents } = this.#mind;
    const { session } = this.#place;
    if (session !== null && began?.training === session.training) {
      const ended = await this.#heard(this.#hear({ ...began, classify: NOTHING }, session));
      if (ended !== undefined) return ended;
      // What begins is of the version that answers now; else functions go on with what is there.
      const step = intents && this.#hear(intents, null);
      return step === null || step.outcome.is === 'none' ? undefined : this.#heard(step);
    }
    return intents === null ? undefined : this.#heard(this.#hear(intents, session));
  }

  #hear(bot: IntentBot, session: IntentSession | null): SessionStep {
    return hearIntent(bot, session, this.#asked.text, this.#means.scope.now);
  }

  async #heard({ outcome, session }: SessionStep): Promise<Turned | undefined> {
    if (session?.intent !== this.#place.session?.intent) this.#place = { ...this.#place, extras: null };
    this.#place = { ...this.#place, session };
    switch (outcome.is) {
      case 'none': return undefined;
      case 'cancelled': return this.#say(CANCELLED[this.#brain.profile.language], { provider: 'intent' });
      case 'ask': return this.#say(outcome.text, { provider: 'intent', intent: this.#shown() });
      case 'resolved': return (await this.#byScripts({ state: 'resolved', shown: this.#shown() })) ?? this.#complete();
      // It is given up: what was said last may be a question of its own.
      case 'losed': return (await this.#byFaq()) ?? (await this.#byScripts({ state: 'losed', shown: this.#shown() })) ?? this.#fallback();
    }
  }

  /** No script takes it. To clients of the API only words of its own are an answer: whatever else becomes of it is theirs. */
  #complete(): Turned {
    const { session } = this.#place;
    const bot = botOf(this.#mind, session);
    const intent = session === null || bot === null ? undefined : intentNamed(bot, session.intent);
    // A function may have dropped it before it failed.
    if (session === null || intent === undefined) return this.#fallback();
    // What its words promise may not have come about.
    this.#completed = completedIn(this.#failure === null ? intent : { ...intent, completion: COMPLETES }, session, (told) => spokenTold(told, this.#brain.profile, this.#means.scope.now));
    return this.#completed.reply === '' ? this.#fallback() : this.#say(this.#completed.reply, { provider: 'intent', intent: this.#shown() });
  }

  /** As the API shows the intent that is open. */
  #shown(): Readonly<Record<string, unknown>> & { readonly name: string } {
    const { session } = this.#place;
    const bot = botOf(this.#mind, session);
    const intent = session === null || bot === null ? undefined : intentNamed(bot, session.intent);
    if (session === null || intent === undefined) return { name: '' };
    return { name: intent.name, state: session.state, branch: branchOf(session.training), entities: entitiesOf(intent, session) };
  }

  async #byFaq(): Promise<Turned | undefined> {
    const [first] = this.#hits;
    const entry = first === undefined || first.score < this.#asked.best ? undefined : this.#brain.entries.get(first.id);
    const said = entry?.replies[0];
    if (first === undefined || entry === undefined || said === undefined) return undefined;
    const service = { provider: 'faq', docId: entry.id, post: entry.post, score: first.score, faqBestReplyThreshold: this.#asked.best, faqSuggReplyThreshold: this.#asked.suggest, categories: entry.categories } as const;
    const route = routeOf(said);
    if (route === null) return this.#say(said, service, {}, entry.id);
    const reply = (await this.#scripts({ text: this.#asked.text, route })).reply;
    return reply === null ? undefined : this.#say(reply.text, service, { topicName: reply.topic, params: reply.params }, entry.id);
  }

  async #byScripts(intent?: { readonly state: 'resolved' | 'losed'; readonly shown: { readonly name: string } }): Promise<Turned | undefined> {
    const { reply } = await this.#scripts({ text: this.#asked.text, ...(intent === undefined ? {} : { intent: { name: intent.shown.name, state: intent.state } }) });
    if (reply === null) return undefined;
    if (reply.intent !== null && intent === undefined) return this.#begin(reply.intent);
    return this.#say(reply.text, intent === undefined ? { provider: 'conversation' } : { provider: 'intent', intent: intent.shown }, { topicName: reply.topic, params: reply.params });
  }

  /** A script leads to an intent. */
  async #begin(name: string): Promise<Turned | undefined> {
    const { intents } = this.#mind;
    if (intents === null) return undefined;
    const sure: IntentBot = { ...intents, classify: () => ({ guesses: [{ intent: name, confidence: 1 }] }) };
    return this.#heard(this.#hear(sure, null));
  }

  async #scripts(turn: Turn): Promise<Answer> {
    const { scripts, tokenizer } = this.#mind;
    const { caller, explains, random, scope } = this.#means;
    const open = this.#place.session === null || botOf(this.#mind, this.#place.session) === null ? null : { shown: this.#shown(), extras: this.#place.extras, drop: false };
    const given: TurnScope = { ...scope, intent: open };
    const answered = await answerByScripts(scripts, this.#place.scripts, turn, { now: scope.now, random, tagged: (text) => tokenizer.tagged(text), call: caller(given), explains });
    this.#traces.push(answered.trace);
    this.#failure ??= answered.failure;
    this.#place = { scripts: answered.state, session: open?.drop === true ? null : this.#place.session, extras: open === null || open.drop ? null : open.extras };
    return answered;
  }

  #fallback(): Turned {
    const { profile } = this.#brain;
    return this.#say(profile.fallback === '' ? wordsOf(profile).fallback : profile.fallback, { provider: 'fallback' });
  }

  #say(text: string, service: Answered['service'], { params, topicName }: { readonly topicName?: string; readonly params?: unknown } = {}, entry: string | null = null): Turned {
    const { entries, profile } = this.#brain;
    const faq = this.#hits.flatMap(({ id, score }) => {
      const found = entries.get(id);
      return found === undefined ? [] : [{ id, score, post: found.post, categories: found.categories }];
    });
    return {
      answered: {
        state: 'default', string: text, ...(params == null ? {} : { params }), ...(topicName === undefined ? {} : { topicName }),
        logic_is_unexpected: this.#failure !== null, logic_is_fallback: service.provider === 'fallback', service, botName: profile.name, faq,
      },
      place: this.#place, entry, traces: this.#traces, failure: this.#failure, completed: this.#completed,
    };
  }
}

/** Slots stand in a reply as in utterances, and are said as people say them; one that nobody told is nothing there. What a visitor wrote is not looked at again. */
function completedIn(intent: Intent, session: IntentSession, spoken: (told: Told) => string): Completed {
  const { handsOver, reply } = intent.completion ?? COMPLETES;
  const told = toldIn(intent, session);
  const said = new Map(told.map((each) => [each.name, spoken(each)]));
  return { intent: intent.name, told, handsOver, reply: reply.replace(SLOT, (_, slot: string) => said.get(slot) ?? '').slice(0, MOST_REPLY).toWellFormed() };
}
