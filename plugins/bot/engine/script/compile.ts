import { createHash } from 'node:crypto';
import { compileTokens, type Matcher } from './match.ts';
import { byPlace, parseScript, type Reply, type Rule } from './parse.ts';
import { parsePattern } from './pattern.ts';
import type { Problem, ProblemCode } from './problems.ts';
import { readPhrase, type Phrase } from './similarity.ts';
import { parseTemplate, type Argument, type Piece, type Template } from './template.ts';
import { countingOf, keyOf, type Counting } from './units.ts';

/** The script of one topic, as a bot's archive has it. */
export interface Topic {
  readonly name: string;
  /** As in `zh_CN`: what the lengths of wildcards count. */
  readonly language: string;
  readonly source: string;
}

export interface CompiledReply extends Reply {
  /** The same as long as topic, rule and text are: what was said is known by it. */
  readonly id: string;
  readonly key: string;
  readonly template: Template;
}

export interface CompiledRule extends Omit<Rule, 'replies'> {
  readonly topic: string;
  /** What `{@…}` and redirects call it by. */
  readonly key: string;
  readonly hookKey: string | null;
  /** The rule that the hook names, where it says `{@…}` and no more. */
  readonly hookRule: string | null;
  readonly test: Matcher | { readonly phrases: readonly Phrase[]; readonly least: number | null };
  readonly replies: readonly CompiledReply[];
}

/** All topics of a bot, ready to answer. Made once a version. */
export interface Scripts {
  readonly counting: Counting;
  readonly topics: ReadonlyMap<string, readonly CompiledRule[]>;
  readonly hooked: readonly CompiledRule[];
  readonly intents: ReadonlyMap<string, CompiledRule>;
  readonly byKey: ReadonlyMap<string, readonly CompiledRule[]>;
  /** By the topic that they are in. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

export const PRE = '__pre__';
export const POST = '__post__';

/** Compiles every topic; what is wrong is in `problems`, and the rest answers. `functions`: names that plugin.js exports, where they are known. */
export function compileScripts(topics: readonly Topic[], functions?: ReadonlySet<string>): Scripts {
  const problems = new Map<string, Problem[]>();
  const rules = new Map<string, readonly CompiledRule[]>();
  for (const { language, name, source } of topics) {
    const script = parseScript(source);
    const found = [...script.problems];
    const counting = countingOf(language);
    rules.set(name, script.rules.map((rule) => compileRule(rule, name, counting, (code, at) => found.push({ code, line: rule.line, column: rule.column + at }))));
    problems.set(name, found);
  }
  const all = [...rules.values()].flat();
  const scripts: Scripts = {
    counting: countingOf(topics[0]?.language ?? ''),
    topics: rules,
    hooked: all.filter(({ hook }) => hook !== null),
    intents: new Map(all.filter(({ kind }) => kind === 'intent').toReversed().map((rule) => [rule.key, rule])),
    byKey: Map.groupBy(all, ({ key }) => key),
    problems,
  };
  const written = new Set(all.flatMap(({ replies }) => replies.map(({ key }) => key)));
  for (const rule of all) problems.get(rule.topic)?.push(...lintRule(rule, scripts, written, functions));
  for (const found of problems.values()) found.sort(byPlace);
  return scripts;
}

function compileRule(rule: Rule, topic: string, counting: Counting, wrong: (code: ProblemCode, at: number) => void): CompiledRule {
  const pattern = rule.kind === 'intent' ? undefined : parsePattern(rule.matcher, wrong);
  const hookPieces = rule.hook === null ? [] : parseTemplate(rule.hook).pieces;
  const [first] = hookPieces;
  return {
    ...rule,
    topic,
    key: keyOf(rule.matcher),
    hookKey: rule.hook === null ? null : keyOf(rule.hook.replace(/^\{CLEAR\}/i, '')),
    hookRule: hookPieces.length === 1 && first?.is === 'include' ? keyOf(first.rule) : null,
    test: pattern === undefined ? { steps: [], needs: [] } : pattern.is === 'tokens' ? compileTokens(pattern, counting) : { phrases: pattern.of.map(readPhrase), least: pattern.least },
    replies: rule.replies.map((reply) => ({
      ...reply,
      id: createHash('sha256').update(JSON.stringify([topic, rule.hook, rule.matcher, reply.text])).digest('base64url').slice(0, 12),
      key: keyOf(reply.text.replace(/^\{CLEAR\}/i, '')),
      template: parseTemplate(reply.text),
    })),
  };
}

/** What only shows once all topics are read. */
function lintRule(rule: CompiledRule, scripts: Scripts, written: ReadonlySet<string>, functions?: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { column, line, template } of rule.replies) {
    for (const at of template.broken) problems.push({ code: 'reply.call', line, column: column + at });
    for (const piece of piecesOf(template.pieces)) {
      if (piece.is === 'include' && !scripts.byKey.has(keyOf(piece.rule))) problems.push({ code: 'reply.rule', line, column });
      if (piece.is === 'call' && functions !== undefined && !BUILT_IN.has(piece.name) && !functions.has(piece.name)) problems.push({ code: 'reply.call', line, column });
    }
  }
  const { hookAt, hookKey, hookRule } = rule;
  const isSaid = (hookRule !== null && scripts.byKey.has(hookRule)) || (hookKey !== null && written.has(hookKey));
  if (hookAt !== null && !isSaid) problems.push({ code: 'hook.unknown', ...hookAt });
  return problems;
}

/** Calls that are no function of plugin.js. */
const BUILT_IN: ReadonlySet<string> = new Set(['topicRedirect', 'routeDirectReply']);

function* piecesOf(pieces: readonly Piece[]): Generator<Piece> {
  for (const piece of pieces) {
    yield piece;
    if (piece.is === 'call') for (const argument of piece.args) if (isTemplate(argument)) yield* piecesOf(argument.pieces);
  }
}

const isTemplate = (argument: Argument): argument is Extract<Argument, { is: 'template' }> => argument.is === 'template';

/** Whether a rule may answer to a bot's turn: what was written there, and of which rules it was. */
export const isBoundTo = ({ hookKey, hookRule }: CompiledRule, turn: { readonly written: readonly string[]; readonly rules: readonly string[] }): boolean =>
  (hookKey !== null && turn.written.includes(hookKey)) || (hookRule !== null && turn.rules.includes(hookRule));
