import type { Entity } from '../dictionary/dictionaries.ts';
import { extractNumber, hanNumber } from '../dictionary/number.ts';
import { compilePattern, isPatternError, matchesPattern } from '../dictionary/pattern.ts';
import type { Pattern, Span } from '../dictionary/pattern.ts';
import { Vocabulary, fold } from '../dictionary/vocabulary.ts';
import { fill, isCorrection } from '../session/fill.ts';
import type { Filled, Fitting, Scalar, Values } from '../session/fill.ts';
import { yesOrNo } from './commands.ts';
import type { Check, Flow, NodeOf } from './schema.ts';
import type { Said } from './state.ts';
import { spokenTime } from './wording.ts';

type Question = NodeOf<'question'>;
type Found = Span & Fitting;

/** What a slot holds at most, characters. */
const MOST_VALUE = 500;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
const PHONE = /(?<![\d.])\+?\d[\d -]{5,18}\d(?![\d.])/g;

/** Made ready once for each node: flows never change. */
const patterns = new Map<string, Pattern | null>();
const vocabularies = new WeakMap<Question, Vocabulary>();
const MOST_PATTERNS = 1_000;

/** A pattern that the schema let pass; one that it would not matches nothing. */
function matches(source: string, text: string): boolean {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    const compiled = compilePattern(source, { whole: true });
    pattern = isPatternError(compiled) ? null : compiled;
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    patterns.set(source, pattern);
  }
  return pattern !== null && matchesPattern(pattern, text);
}

const all = (pattern: RegExp, text: string): readonly Found[] => Array.from(text.matchAll(pattern), ({ 0: value, index }) => ({ from: index, to: index + value.length, value }));
const whole = (text: string, value: Scalar): readonly Found[] => [{ from: 0, to: text.length, value }];

/** What a question takes of a text; what takes any text, and yes and no, only where it was asked. */
function findAnswers(question: Question, { text, entities }: Said, isAsked: boolean, time: (entity: Entity) => string): readonly Found[] {
  switch (question.type) {
    case 'text': return isAsked && text.trim() !== '' ? whole(text, text.trim().slice(0, MOST_VALUE)) : [];
    case 'yes-no': return isAsked && yesOrNo(text) !== undefined ? whole(text, yesOrNo(text) === true) : [];
    case 'number': return extractNumber(text);
    case 'email': return all(EMAIL, text);
    case 'phone': return all(PHONE, text);
    case 'choice': return findChoices(question, text, isAsked).map((each) => ({ ...each, shown: question.choices.find(({ value }) => value === each.value)?.label ?? String(each.value) }));
    default: return entities.filter(({ dictionary }) => dictionary === question.type).map((entity) => {
      const { dictionary, from, to, value } = entity;
      return { from, to, value: value.slice(0, MOST_VALUE), ...(dictionary === '@TIME' ? { shown: time(entity) } : {}) };
    });
  }
}

const ORDINALS: ReadonlyMap<string, number> = new Map([['first', 1], ['second', 2], ['third', 3], ['fourth', 4], ['fifth', 5], ['last', -1]]);

function findChoices(question: Question, text: string, isAsked: boolean): readonly Found[] {
  let vocabulary = vocabularies.get(question);
  if (vocabulary === undefined) {
    vocabulary = new Vocabulary(question.choices.map(({ value, label, synonyms }) => ({ word: value, synonyms: [label, ...synonyms] })));
    vocabularies.set(question, vocabulary);
  }
  const named = vocabulary.find(text);
  if (named.length > 0 || !isAsked) return named;
  const ordinal = /^\s*(?:the )?(?:(first|second|third|fourth|fifth|last)(?: one)?|第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:个|项|号|种)?|(最后一个))[\s.。!！]*$/.exec(fold(text));
  if (ordinal === null) return [];
  const [, english = '', number = '', last] = ordinal;
  const place = last === undefined ? (ORDINALS.get(english) ?? (/^\d/.test(number) ? Number(number) : hanNumber(number)) ?? 0) : -1;
  const chosen = question.choices.at(place > 0 ? place - 1 : place);
  return chosen === undefined || place === 0 ? [] : whole(text, chosen.value);
}

function isValid({ validate: { least, most, minLength, maxLength, pattern } }: Question, value: Scalar): boolean {
  const text = String(value);
  if (typeof value === 'number' && ((least !== undefined && value < least) || (most !== undefined && value > most))) return false;
  if (text.length < (minLength ?? 0) || text.length > (maxLength ?? MOST_VALUE)) return false;
  return pattern === undefined || matches(pattern, text);
}

/** What a text tells of a flow's form. */
export interface Answer {
  readonly filled: readonly Filled[];
  /** Something was said to the question, but it may not be that. */
  readonly invalid: boolean;
}

/** Reads a text as an answer to the question at hand and to any other of the flow. `now` in ms since the epoch. */
export function readAnswer(flow: Flow, asked: Question | null, said: Said, slots: Values, now: number): Answer {
  const corrects = isCorrection(said.text);
  const open = asked?.type === 'text';
  const questions = flow.nodes.filter((node): node is Question => node.is === 'question' && (node === asked || !node.fresh));
  const found = questions.map((question) => ({ question, found: findAnswers(question, said, question === asked, (entity) => spokenTime(entity, flow.language, now)) }));
  const candidates = found.map(({ question, found }) => ({ slot: question.slot, found: found.filter(({ value }) => isValid(question, value)) }));
  const others = candidates.filter(({ slot }) => slot !== asked?.slot);
  // Whoever may write anything means the question with all of it, but for what is plainly a correction of something said before.
  const corrected = open && corrects ? fill(others, slots, { asked: null, corrects }).filter(({ slot }) => Object.hasOwn(slots, slot)) : [];
  const usable = open ? candidates.filter(({ slot }) => slot === asked.slot) : candidates;
  const filled = corrected.length > 0 ? corrected : fill(usable, slots, { asked: asked?.slot ?? null, corrects });
  const fits = filled.some(({ slot }) => slot === asked?.slot);
  return { filled, invalid: !fits && (found.find(({ question }) => question === asked)?.found.length ?? 0) > 0 };
}

/** Whether a condition holds of what is known. */
export function holds(check: Check, slots: Values): boolean {
  const value = Object.hasOwn(slots, check.slot) ? slots[check.slot] : undefined;
  switch (check.is) {
    case 'filled': return value !== undefined;
    case 'empty': return value === undefined;
    case 'equal': return value !== undefined && isSame(value, check.value);
    case 'unequal': return value === undefined || !isSame(value, check.value);
    case 'contains': return value !== undefined && fold(String(value)).includes(fold(String(check.value)));
    case 'above': return value !== undefined && Number(value) > check.value;
    case 'below': return value !== undefined && Number(value) < check.value;
    case 'matching': return value !== undefined && matches(check.value, String(value));
  }
}

/** 3 and "3" are the same to whoever draws a flow. */
const isSame = (value: Scalar, other: Scalar): boolean => fold(String(value)) === fold(String(other));
