import type { CompiledReply, CompiledRule, Scripts } from './compile.ts';
import type { Deps, Json, Scalar } from './deps.ts';
import type { Captures } from './match.ts';
import { wordOf } from './speech.ts';
import type { ScriptState } from './state.ts';
import { parseTemplate, type Argument, type Piece, type Template } from './template.ts';
import type { Outcome, Tracer } from './trace.ts';
import { keyOf } from './units.ts';

/** What a rule says, and what follows from it. */
export interface Utterance {
  readonly outcome: Exclude<Outcome, 'missed' | 'failed'>;
  readonly text: string;
  readonly params: Json | undefined;
  readonly clear: boolean;
  readonly topic: string;
  readonly intent: string | null;
  /** Keys of what was written and of the rules that it was of, for rules that are bound to it. */
  readonly written: readonly string[];
  readonly rules: readonly string[];
  /** Ids of replies that are not said again. */
  readonly spent: readonly string[];
}

/** Why a rule cannot answer. */
export class Failure extends Error {
  readonly failure: string;

  constructor(failure: string, message: string) {
    super(message);
    this.failure = failure;
  }
}

interface World {
  readonly scripts: Scripts;
  readonly state: ScriptState;
  readonly text: string;
  readonly deps: Deps;
  readonly trace: Tracer;
  readonly find: (topic: string, text: string) => { readonly rule: CompiledRule; readonly captures: Captures } | null;
}

type Draft = { -readonly [K in Exclude<keyof Utterance, 'outcome' | 'text' | 'written' | 'rules' | 'spent'>]: Utterance[K] } & { readonly written: string[]; readonly rules: string[]; readonly spent: string[] };

/** From where something is said: by which rule, with which captures, how deep within other replies. */
interface Frame {
  readonly rule: CompiledRule;
  readonly captures: Captures;
  readonly depth: number;
}

/** Replies within replies, and of them all in one turn. */
const MOST_DEPTH = 16;
const MOST_STEPS = 64;
/** UTF-16 units of an answer. */
const MOST_TEXT = 65_536;

/** Says replies: fills in captures, includes other rules, calls functions, and follows redirects. */
export class Speaker {
  readonly #world: World;
  /** What the visitor wrote as if it were a script: it stays text, wherever a function repeats it. */
  readonly #foreign: ReadonlySet<string>;
  #steps = 0;

  constructor(world: World) {
    this.#world = world;
    this.#foreign = new Set([world.text, ...world.state.captures.flat()].flatMap(scriptWithin));
  }

  async say(rule: CompiledRule, captures: Captures, lost: boolean): Promise<Utterance> {
    const draft: Draft = { params: undefined, clear: false, topic: rule.topic, intent: null, written: [], rules: [], spent: [] };
    const reply = this.#pick(rule.replies.filter((each) => each.lost === lost), draft);
    if (reply === undefined) return { ...draft, outcome: 'spent', text: '' };
    const text = (await this.#reply(reply, { rule, captures, depth: 0 }, draft)).trim();
    const isEmpty = text === '' && draft.params === undefined && draft.intent === null;
    return { ...draft, outcome: isEmpty ? 'empty' : 'answered', text };
  }

  async #reply(reply: CompiledReply, frame: Frame, draft: Draft): Promise<string> {
    draft.written.push(reply.key);
    draft.rules.push(frame.rule.key);
    if (!reply.keep && hasOwnWords(reply)) draft.spent.push(reply.id);
    return this.#fill(reply.template, frame, draft);
  }

  async #fill(template: Template, frame: Frame, draft: Draft): Promise<string> {
    if (frame.depth > MOST_DEPTH || ++this.#steps > MOST_STEPS) throw new Failure('recursion', `A reply of ${frame.rule.topic}, line ${frame.rule.line}, leads to too many others`);
    if (template.clear) draft.clear = true;
    const text = await this.#pieces(template.pieces, frame, draft);
    if (text.length > MOST_TEXT) throw new Failure('size', `A reply of ${frame.rule.topic}, line ${frame.rule.line}, is too long`);
    return text;
  }

  async #pieces(pieces: readonly Piece[], frame: Frame, draft: Draft): Promise<string> {
    let text = '';
    for (const piece of pieces) text += await this.#piece(piece, frame, draft);
    return text;
  }

  async #piece(piece: Piece, frame: Frame, draft: Draft): Promise<string> {
    switch (piece.is) {
      case 'text': return piece.written;
      case 'capture': return (piece.back === 0 ? frame.captures : this.#world.state.captures[piece.back - 1])?.[piece.nth - 1] ?? '';
      case 'speech': return wordOf(this.#world.text, piece.part, piece.nth, this.#world.deps.tagged);
      case 'include': return this.#include(piece.rule, frame, draft);
      case 'call': return this.#call(piece.name, await this.#arguments(piece.args, frame, draft), frame, draft);
    }
  }

  /** A reply of another rule. When all of them were said before, one is said again: there would be a hole otherwise. */
  async #include(name: string, frame: Frame, draft: Draft): Promise<string> {
    const named = this.#named(name, frame.rule.topic);
    const replies = named?.replies.filter(({ lost }) => !lost) ?? [];
    const reply = this.#pick(replies, draft) ?? this.#any(replies);
    if (named === undefined || reply === undefined) return '';
    return this.#reply(reply, { ...frame, rule: named, depth: frame.depth + 1 }, draft);
  }

  #named(name: string, topic: string): CompiledRule | undefined {
    const named = this.#world.scripts.byKey.get(keyOf(name)) ?? [];
    return named.find((rule) => rule.topic === topic) ?? named[0];
  }

  async #arguments(args: readonly Argument[], frame: Frame, draft: Draft): Promise<readonly Scalar[]> {
    const values: Scalar[] = [];
    for (const argument of args) values.push(argument.is === 'value' ? argument.value : await this.#pieces(argument.pieces, frame, draft));
    return values;
  }

  async #call(name: string, args: readonly Scalar[], frame: Frame, draft: Draft): Promise<string> {
    if (name === 'topicRedirect') return this.#redirect(args, { frame, draft, isIntent: args[2] === true, inherits: false });
    if (name === 'routeDirectReply') return this.#redirect(args, { frame, draft, isIntent: false, inherits: args[2] === true });
    if (++this.#steps > MOST_STEPS) throw new Failure('recursion', `Calls of ${frame.rule.topic}, line ${frame.rule.line}, lead to too many others`);
    const { deps, text, trace } = this.#world;
    const result = await deps.call(name, args, { text, topic: frame.rule.topic, matcher: frame.rule.matcher, captures: frame.captures }).catch((error: unknown) => ({ failure: 'call', message: String(error) }));
    trace.call(name, args, 'failure' in result ? result.failure : null);
    if ('failure' in result) throw new Failure(result.failure, result.message);
    if (result.params !== undefined) draft.params = result.params;
    return this.#fill(this.#own(parseTemplate(result.text.slice(0, MOST_TEXT))), { ...frame, depth: frame.depth + 1 }, draft);
  }

  /** Goes on with a rule of another topic. `inherits`: params that were set already are kept, even where that rule has its own. */
  async #redirect([topic, target]: readonly Scalar[], { draft, frame, inherits, isIntent }: { readonly frame: Frame; readonly draft: Draft; readonly isIntent: boolean; readonly inherits: boolean }): Promise<string> {
    if (isIntent) {
      draft.intent = String(target);
      return '';
    }
    const found = this.#world.find(String(topic), target === '$ctx.textMessage$' ? this.#world.text : String(target));
    const reply = found === null ? undefined : (this.#pick(found.rule.replies, draft) ?? this.#any(found.rule.replies));
    if (found === null || reply === undefined) throw new Failure('route', `There is no rule ${String(target)} in the topic ${String(topic)}`);
    draft.topic = found.rule.topic;
    const { params } = draft;
    draft.params = undefined;
    const text = await this.#reply(reply, { rule: found.rule, captures: found.captures.length > 0 ? found.captures : frame.captures, depth: frame.depth + 1 }, draft);
    draft.params = inherits ? (params ?? draft.params) : (draft.params ?? params);
    return text;
  }

  /** What a visitor wrote is never read as a script. */
  #own({ broken, clear, pieces }: Template): Template {
    return { clear: clear && !this.#foreign.has('{CLEAR}'), broken, pieces: pieces.map((piece) => (this.#foreign.has(piece.written) ? { is: 'text', written: piece.written } : piece)) };
  }

  #pick(replies: readonly CompiledReply[], draft: Draft): CompiledReply | undefined {
    const seen = new Set<CompiledRule>();
    return this.#any(replies.filter((reply) => this.#isUnused(reply, draft, seen)));
  }

  #any(replies: readonly CompiledReply[]): CompiledReply | undefined {
    return replies[Math.min(replies.length - 1, Math.floor(this.#world.deps.random() * replies.length))];
  }

  /** One that only points to other rules has been said when they have. `seen`: rules that were looked at already. */
  #isUnused(reply: CompiledReply, draft: Draft, seen: Set<CompiledRule>): boolean {
    if (reply.keep) return true;
    if (hasOwnWords(reply)) return !Object.hasOwn(this.#world.state.spent, reply.id) && !draft.spent.includes(reply.id);
    return reply.template.pieces.every((piece) => {
      const named = piece.is === 'include' ? this.#named(piece.rule, '') : undefined;
      if (piece.is !== 'include' || named === undefined) return piece.is !== 'include';
      if (seen.has(named)) return false;
      seen.add(named);
      return named.replies.some((each) => this.#isUnused(each, draft, seen));
    });
  }
}

/** A call says something else each time: a reply with one may be said again, as may one that only points to other rules. */
const hasOwnWords = ({ template }: CompiledReply): boolean =>
  template.pieces.every(({ is }) => is !== 'call') && template.pieces.some(({ is, written }) => is !== 'include' && written.trim() !== '');

function scriptWithin(text: string): readonly string[] {
  if (!/[<{^#]/.test(text)) return [];
  const { clear, pieces } = parseTemplate(text);
  return [...pieces.filter(({ is }) => is !== 'text').map(({ written }) => written), ...(clear ? ['{CLEAR}'] : [])];
}
