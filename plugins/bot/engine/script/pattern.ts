import type { ProblemCode } from './problems.ts';
import { PARTS, type Part } from './speech.ts';

/** A part of a matcher. Numbers count units: characters of Chinese, words of other languages. */
export type Token =
  | { readonly is: 'text'; readonly text: string }
  /** Any text of so many units; what it was is captured. */
  | { readonly is: 'any'; readonly least: number; readonly most: number }
  /** One of these. A required one is captured; an optional one may be missing, and is not. */
  | { readonly is: 'choice'; readonly of: readonly string[]; readonly optional: boolean }
  /** A word of a part of speech, or several in a row; captured. */
  | { readonly is: 'speech'; readonly part: Part; readonly several: boolean };

export type Pattern =
  | { readonly is: 'tokens'; readonly tokens: readonly Token[] }
  /** The whole sentence is like one of these, by so much at least; null: by what the bot is set to. */
  | { readonly is: 'fuzzy'; readonly of: readonly string[]; readonly least: number | null };

/** `at` counts UTF-16 units from the beginning of the matcher. */
type Wrong = (code: ProblemCode, at: number) => void;

/** What one matcher may have, so that a sentence is compared in a millisecond whatever somebody writes. */
const MOST_TOKENS = 64;
const MOST_PHRASES = 512;
const MOST_LENGTH = 8_192;

const FUZZY = /^\$\{(?:([^{}|｜]*)\}\s*\{)?([^{}]*)\}$/;
const THRESHOLD = /^\s*0?\.\d+\s*$/;
const TOKEN = new RegExp([
  String.raw`(?<star>\(\s*\*\s*\)|\*(?![\d~(*]))`,
  String.raw`\*\(\s*(?<least>\d{1,4})\s*-\s*(?<most>\d{1,4})\s*\)`,
  String.raw`\*~(?<upTo>\d{1,4})`,
  String.raw`\*(?<exactly>\d{1,4})`,
  String.raw`\((?<required>[^()]*)\)`,
  String.raw`\[(?<optional>[^\[\]]*)\]`,
  `<(?<part>${PARTS.join('|')})(?<several>s?)(?:\\d{1,2})?>`,
].join('|'), 'gi');

type Groups = Readonly<Record<'star' | 'least' | 'most' | 'upTo' | 'exactly' | 'required' | 'optional' | 'part' | 'several', string | undefined>>;

/** Reads a matcher. What is no form of the language stands for itself. */
export function parsePattern(matcher: string, wrong: Wrong = () => undefined): Pattern {
  if (matcher.length > MOST_LENGTH) {
    wrong('pattern.large', 0);
    return { is: 'tokens', tokens: [] };
  }
  return fuzzyOf(matcher, wrong) ?? { is: 'tokens', tokens: tokensOf(matcher, wrong) };
}

function fuzzyOf(matcher: string, wrong: Wrong): Pattern | undefined {
  if (!matcher.startsWith('${')) return undefined;
  const [, threshold, list] = FUZZY.exec(matcher) ?? [];
  if (list === undefined) {
    wrong('pattern.unclosed', 0);
    return undefined;
  }
  const of = phrasesOf(list, matcher.lastIndexOf('{') + 1, wrong);
  const least = threshold === undefined ? null : Number(threshold);
  if (least === null) return { is: 'fuzzy', of, least };
  const isMeant = THRESHOLD.test(threshold ?? '') && least > 0 && least < 1;
  if (!isMeant) wrong('pattern.threshold', 2);
  return { is: 'fuzzy', of, least: isMeant ? least : null };
}

function tokensOf(matcher: string, wrong: Wrong): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const literal = (to: number): void => {
    const between = matcher.slice(from, to);
    const at = between.search(/[()[\]<>]/);
    if (at >= 0) wrong(/^<\w+>/.test(between.slice(at)) ? 'pattern.speech' : 'pattern.unclosed', from + at);
    if (between.trim() !== '') tokens.push({ is: 'text', text: between.trim() });
  };
  for (const found of matcher.matchAll(TOKEN)) {
    literal(found.index);
    from = found.index + found[0].length;
    tokens.push(tokenOf(found.groups as Groups, found.index, wrong)); // the expression names all of its groups
    if (found.groups?.['optional'] !== undefined && !/^\s*$/.test(`${matcher[found.index - 1] ?? ''}${matcher[from] ?? ''}`)) wrong('pattern.blanks', found.index);
  }
  literal(matcher.length);
  if (tokens.length <= MOST_TOKENS) return tokens;
  wrong('pattern.large', 0);
  return [];
}

function tokenOf({ exactly, least, most, optional, part, required, several, star, upTo }: Groups, at: number, wrong: Wrong): Token {
  if (star !== undefined) return { is: 'any', least: 0, most: Infinity };
  if (exactly !== undefined) return { is: 'any', least: Number(exactly), most: Number(exactly) };
  if (upTo !== undefined) return { is: 'any', least: 0, most: Number(upTo) };
  if (least !== undefined) {
    if (Number(least) > Number(most)) wrong('pattern.range', at);
    return { is: 'any', least: Number(least), most: Number(most) };
  }
  if (part !== undefined) return { is: 'speech', part: part.toLowerCase() as Part, several: several !== '' }; // one of PARTS, by the expression
  return { is: 'choice', of: phrasesOf(required ?? optional ?? '', at, wrong), optional: required === undefined };
}

/** Between bars, full-width ones too: real bots have both. */
function phrasesOf(list: string, at: number, wrong: Wrong): readonly string[] {
  const all = list.split(/[|｜]/).map((phrase) => phrase.trim());
  const phrases = all.filter((phrase) => phrase !== '');
  if (phrases.length < all.length) wrong('pattern.choice', at);
  if (phrases.length <= MOST_PHRASES) return phrases;
  wrong('pattern.large', at);
  return [];
}
