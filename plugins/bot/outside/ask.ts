import type { BotTurn } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import type { Own } from '../own.ts';
import { converse, lookUp, targetOf, type EngineAnswer } from './engine.ts';
import type { Failure } from './failure.ts';
import type { Gate } from './gate.ts';
import { grounded, type Flaw, type Grounded } from './grounded.ts';
import { complete, mayCost, modelOf } from './model.ts';
import type { Engine } from './settings.ts';
import { passagesFor, type Passage } from './passages.ts';
import { messagesFor } from './prompt.ts';

/** A passage as traces have it. */
export type Source = Pick<Passage, 'from' | 'id' | 'n' | 'score' | 'text' | 'title' | 'url'> & { readonly cited: boolean };

/** One who was asked outside, and what came of it. */
export interface OutsideTrace {
  readonly via: 'model' | 'engine';
  /** What the model was given. */
  readonly sources: readonly Source[];
  /** Null: it has answered. `nothing`: the bot has no passage about it, so the model was not asked; or the engine does not know. */
  readonly not: Failure | Flaw | 'nothing' | null;
  /** The other side's own words. */
  readonly detail: string;
  /** What a model wrote and was not said. */
  readonly written: string;
  readonly tokens: number;
}

export interface OutsideAnswer {
  readonly by: 'model' | 'engine';
  /** The name of the engine, or the title of what was cited first. */
  readonly of: string;
  readonly text: string;
  readonly choices: readonly string[];
}

/** What came from outside: words, and never anything else. */
export interface FromOutside {
  /** Null: nobody knows. */
  readonly answer: OutsideAnswer | null;
  /** What an engine knows that is somewhat like it. */
  readonly near: readonly string[];
  readonly traces: readonly OutsideTrace[];
}

/** `answer` is for the visitor; `suggest` for an agent, and leaves no dialogue anywhere. */
export type AskOutside = (text: string, to: 'answer' | 'suggest') => Promise<FromOutside>;

export const NOBODY: FromOutside = { answer: null, near: [], traces: [] };

/** So long after its turn began a bot has asked enough, ms: the host waits 20 s. */
const TURN_MS = 16_000;
/** Of a passage in a trace, UTF-16 units. */
const PREVIEW = 400;

/** An engine that the settings do not name any more is none: the bot answers what it knows itself. */
export function settled(ctx: Own, brain: Brain): Brain {
  const { outside } = brain.profile;
  return outside.engine === '' || engineIn(ctx, outside.engine) !== undefined ? brain : { ...brain, profile: { ...brain.profile, outside: { ...outside, engine: '' } } };
}

export const engineIn = ({ config: { engines } }: Own, name: string): Engine | undefined => engines.find(({ id }) => id === name);

/** For one turn: first the engine of the bot's profile, then the model. */
export function askerOf(ctx: Own, gate: Gate, brain: Brain, { visitor }: Pick<BotTurn, 'visitor'>): AskOutside {
  const { outside } = brain.profile;
  const endsAt = performance.now() + TURN_MS;
  const left = (): number => endsAt - performance.now();
  return async (text, to) => {
    const engine = engineIn(ctx, outside.engine);
    const first = engine === undefined ? NOBODY : await askEngine(ctx, gate, brain, engine, { text, to, user: visitor.id, left: left() });
    if (first.answer !== null || !outside.model || modelOf(ctx.config) === null) return first;
    const second = await askModel(ctx, gate, brain, { text, strict: outside.strict, by: visitor.id, left: left() });
    return { answer: second.answer, near: first.near, traces: [...first.traces, ...second.traces] };
  };
}

interface ToEngine {
  readonly text: string;
  readonly to: 'answer' | 'suggest';
  readonly user: string;
  readonly left: number;
}

export async function askEngine(ctx: Own, gate: Gate, { profile: { best, suggest } }: Pick<Brain, 'profile'>, engine: Engine, { left, text, to, user }: ToEngine): Promise<FromOutside> {
  const ask = to === 'answer' ? converse : lookUp;
  const passed = await gate.pass<EngineAnswer>(ctx, targetOf(engine), { left, mayCost: 0 }, (ms) => ask(ctx, engine, { user, text, best, suggest }, ms));
  const trace = (not: OutsideTrace['not'], detail = ''): OutsideTrace => ({ via: 'engine', sources: [], not, detail, written: '', tokens: 0 });
  if ('failure' in passed) return { ...NOBODY, traces: [trace(passed.failure, passed.detail)] };
  const { got: { choices, near, text: said } } = passed;
  return said === null ? { answer: null, near, traces: [trace('nothing')] } : { answer: { by: 'engine', of: engine.id, text: said, choices }, near: [], traces: [trace(null)] };
}

interface ToModel {
  readonly text: string;
  readonly strict: boolean;
  readonly left: number;
  /** Left out: somebody who tries it. */
  readonly by?: string;
}

export async function askModel(ctx: Own, gate: Gate, brain: Brain, { by, left, strict, text }: ToModel): Promise<FromOutside> {
  const target = modelOf(ctx.config);
  if (target === null) return NOBODY;
  const passages = passagesFor(brain, text);
  const trace = (more: Pick<OutsideTrace, 'not'> & Partial<OutsideTrace>, cited: readonly number[] = []): OutsideTrace =>
    ({ via: 'model', detail: '', written: '', tokens: 0, sources: passages.map((each) => ({ ...each, text: each.text.slice(0, PREVIEW).toWellFormed(), cited: cited.includes(each.n) })), ...more });
  // It would have nothing to cite.
  if (strict && passages.length === 0) return { ...NOBODY, traces: [trace({ not: 'nothing' })] };
  const messages = messagesFor(text, passages, strict);
  const passed = await gate.pass(ctx, target, { by, left, mayCost: mayCost(messages, ctx.config) }, (ms) => complete(ctx, messages, ms));
  if ('failure' in passed) return { ...NOBODY, traces: [trace({ not: passed.failure, detail: passed.detail })] };
  const { got: { isCut, text: written }, tokens } = passed;
  const held = grounded(written, passages, { isCut, question: text, strict });
  if (typeof held === 'string') return { ...NOBODY, traces: [trace({ not: held, tokens, written: written.slice(0, PREVIEW).toWellFormed() })] };
  return { answer: { by: 'model', of: passages.find(({ n }) => n === held.cited[0])?.title ?? '', text: withSources(held), choices: [] }, near: [], traces: [trace({ not: null, tokens }, held.cited)] };
}

/** With a line for each source that visitors can read. */
const withSources = ({ shown, text }: Grounded): string => (shown.length === 0 ? text : `${text}\n\n${shown.map(({ title, url }, index) => `[${index + 1}] ${title}: ${url}`).join('\n')}`);
