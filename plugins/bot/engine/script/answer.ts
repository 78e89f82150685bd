import { isBoundTo, POST, PRE, type CompiledRule, type Scripts } from './compile.ts';
import type { Deps, Json } from './deps.ts';
import { match, readSentence, type Captures, type Sentence } from './match.ts';
import { likeness, readPhrase, type Phrase } from './similarity.ts';
import { Failure, Speaker, type Utterance } from './speak.ts';
import { advance, cleared, MEMORY, remember, type ScriptState } from './state.ts';
import { Tracer, type Trace, type TraceStep } from './trace.ts';
import { keyOf } from './units.ts';

/** What a visitor said, and what is known of it already. */
export interface Turn {
  readonly text: string;
  /** An intent that has all of its slots, or gave up: its rule answers. One that gave up leaves it to the other rules first. */
  readonly intent?: { readonly name: string; readonly state: 'resolved' | 'losed' };
  /** Where an answer of the FAQ sends the visitor, by `routeOf`. */
  readonly route?: { readonly topic: string; readonly matcher: string };
}

export interface ScriptReply {
  readonly text: string;
  readonly params: Json | null;
  readonly topic: string;
  /** An intent that is to be begun: by `^topicRedirect("topic", "intent", true)`. */
  readonly intent: string | null;
  /** It set the dialogue back to its beginning. */
  readonly cleared: boolean;
}

export interface Answer {
  /** Null where no rule answers: the fallback follows. */
  readonly reply: ScriptReply | null;
  /** Why a rule that matched could not answer. */
  readonly failure: { readonly failure: string; readonly message: string } | null;
  readonly state: ScriptState;
  readonly trace: Trace;
}

/** A rule that is tried; `to`: which of the bot's turns it is bound to, -1 for none. */
interface Candidate {
  readonly rule: CompiledRule;
  readonly to: number;
  /** What it took already, where it was not chosen by what the visitor said. */
  readonly captures?: Captures;
  readonly lost?: boolean;
}

type Found = Partial<Pick<TraceStep, 'captures' | 'scores'>>;

/**
 * Answers a message by the scripts of a bot: rules bound to the bot's last turn, topic `__pre__`, rules bound to
 * the turns that led there, the current topic, others, `__post__`.
 * Changes nothing and knows no clock; `deps.call` is all that reaches out.
 */
export async function answer(scripts: Scripts, before: ScriptState, turn: Turn, deps: Deps): Promise<Answer> {
  const memory = deps.memory ?? MEMORY;
  const state = remember(before, deps.now, memory);
  const trace = new Tracer(deps.explains ?? false);
  const judge = new Judge(scripts, turn.text, deps);
  const speaker = new Speaker({ scripts, state, text: turn.text, deps, trace, find: (topic, text) => judge.find(topic, text) });
  const unanswered = (failure: Answer['failure']): Answer => ({ reply: null, failure, state: { ...state, turns: state.turns + 1 }, trace: trace.end() });
  for (const { captures: given, lost = false, rule, to } of candidatesOf(scripts, state, turn, judge)) {
    const found = given === undefined ? judge.test(rule) : { matches: true, captures: given };
    if (!found.matches) {
      trace.step(rule, 'missed', found);
      continue;
    }
    const captures = found.captures ?? [];
    const said = await speaker.say(rule, captures, lost).catch(failureOf);
    trace.step(rule, said instanceof Failure ? 'failed' : said.outcome, found);
    if (said instanceof Failure) return unanswered({ failure: said.failure, message: said.message });
    if (said.outcome === 'answered') return { reply: replyOf(said), failure: null, state: after(state, said, { captures, memory, to }), trace: trace.end() };
  }
  return unanswered(null);
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

const replyOf = ({ clear, intent, params, text, topic }: Utterance): ScriptReply => ({ text, params: params ?? null, topic, intent, cleared: clear });

function after(state: ScriptState, said: Utterance, { captures, memory, to }: { readonly captures: Captures; readonly memory: typeof MEMORY; readonly to: number }): ScriptState {
  const { clear, rules, spent, topic, written } = said;
  const at = { at: state.at, turn: state.turns };
  const next = advance({ ...state, spent: { ...state.spent, ...Object.fromEntries(spent.map((id) => [id, at])) } }, { written, rules }, {
    topic: topic === PRE || topic === POST ? state.topic : topic,
    captures,
    memory,
    to,
  });
  return clear ? cleared(next) : next;
}

/** The rules in the order in which they are tried. */
function* candidatesOf(scripts: Scripts, state: ScriptState, { intent, route, text }: Turn, judge: Judge): Generator<Candidate> {
  if (route !== undefined) {
    const target = judge.find(route.topic, route.matcher === '$ctx.textMessage$' ? text : route.matcher);
    if (target !== null) yield { ...target, to: -1 };
    return;
  }
  const filled = intent === undefined ? undefined : scripts.intents.get(keyOf(intent.name));
  if (filled !== undefined && intent?.state === 'resolved') yield { rule: filled, to: -1, captures: [] };
  yield* boundTo(scripts, state, 0, 1);
  yield* ofTopics(scripts, [PRE]);
  // What is meant for everywhere comes before what older turns of the bot still wait for: a way out for who is led on and on.
  yield* boundTo(scripts, state, 1, Infinity);
  yield* ofTopics(scripts, topicsOf(scripts, state.topic));
  if (filled !== undefined && intent?.state === 'losed') yield { rule: filled, to: -1, captures: [], lost: true };
}

/** Rules bound to the bot's turns from one up to another, the last turn being 0. */
function* boundTo({ hooked }: Scripts, { chain }: ScriptState, from: number, end: number): Generator<Candidate> {
  for (const [to, said] of chain.entries()) {
    for (const rule of to >= from && to < end ? hooked : []) if (isBoundTo(rule, said)) yield { rule, to };
  }
}

function* ofTopics({ topics }: Scripts, names: readonly string[]): Generator<Candidate> {
  for (const name of names) {
    for (const rule of topics.get(name) ?? []) if (rule.kind === 'match' && rule.hook === null) yield { rule, to: -1 };
  }
}

function topicsOf({ topics }: Scripts, current: string | null): readonly string[] {
  const others = [...topics.keys()].filter((topic) => topic !== PRE && topic !== POST && topic !== current);
  return [...(current === null ? [] : [current]), ...others, POST];
}

/** Compares what a visitor said, cut once, with matchers. */
class Judge {
  readonly #scripts: Scripts;
  readonly #deps: Deps;
  readonly #sentence: Sentence;
  readonly #phrase: Phrase;

  constructor(scripts: Scripts, text: string, deps: Deps) {
    this.#scripts = scripts;
    this.#deps = deps;
    this.#sentence = readSentence(text, scripts.counting, deps.tagged);
    this.#phrase = readPhrase(text);
  }

  test({ test }: CompiledRule, sentence = this.#sentence, phrase = this.#phrase): Found & { readonly matches: boolean } {
    if ('steps' in test) {
      const captures = match(test, sentence);
      return captures === null ? { matches: false } : { matches: true, captures };
    }
    const { similarity, threshold = 0.8 } = this.#deps;
    const scores = test.phrases.map((one) => ({ phrase: one.text, score: similarity?.(phrase.text, one.text) ?? likeness(phrase, one) }));
    return { matches: scores.some(({ score }) => score >= (test.least ?? threshold)), scores };
  }

  /** The rule of a topic that is called so; else the first one that it would be an answer to. */
  find(topic: string, text: string): { readonly rule: CompiledRule; readonly captures: Captures } | null {
    const named = this.#scripts.byKey.get(keyOf(text))?.filter((rule) => rule.topic === topic) ?? [];
    const rule = named.find(({ hook }) => hook === null) ?? named[0];
    if (rule !== undefined) return { rule, captures: [] };
    const sentence = readSentence(text, this.#scripts.counting, this.#deps.tagged);
    for (const each of this.#scripts.topics.get(topic) ?? []) {
      const found = each.hook === null && each.kind === 'match' ? this.test(each, sentence, readPhrase(text)) : { matches: false };
      if (found.matches) return { rule: each, captures: found.captures ?? [] };
    }
    return null;
  }
}
