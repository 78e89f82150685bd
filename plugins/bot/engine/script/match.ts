import { speechOf, type Speech, type Tagger } from './speech.ts';
import type { Pattern, Token } from './pattern.ts';
import { hasUnits, unitsOf, type Counting, type Unit } from './units.ts';

/** What a matcher took of a sentence: from left to right, as it was said. */
export type Captures = readonly string[];

/** A matcher that is ready to be compared; phrases in units, longer ones first: of 北京 and 北京市 the second is meant where it was said. */
export interface Matcher {
  readonly steps: readonly Step[];
  /** What a sentence has to have for it to be compared at all: most have not. */
  readonly needs: readonly string[];
}

type Step =
  | Extract<Token, { is: 'any' | 'speech' }>
  | { readonly is: 'phrase'; readonly of: readonly (readonly string[])[]; readonly optional: boolean; readonly captured: boolean };

/** What somebody said, cut once for all matchers. */
export interface Sentence {
  readonly text: string;
  readonly units: readonly Unit[];
  readonly keys: ReadonlySet<string>;
  /** How much wildcards take the first so many units for. */
  readonly sizes: readonly number[];
  readonly speech: () => Speech;
}

/** Units of one sentence that matchers look at; who says more is hardly answered by a script. */
const MOST_UNITS = 1_000;

export function readSentence(text: string, counting: Counting, tagged: Tagger): Sentence {
  const units = unitsOf(text, counting).slice(0, MOST_UNITS);
  const sizes = [0];
  for (const { size } of units) sizes.push((sizes.at(-1) ?? 0) + size);
  let speech: Speech | undefined;
  return { text, units, keys: new Set(units.map(({ key }) => key)), sizes, speech: () => (speech ??= speechOf(text, units, tagged)) };
}

export function compileTokens({ tokens }: Extract<Pattern, { is: 'tokens' }>, counting: Counting): Matcher {
  const says = tokens.some((token) => token.is !== 'text' || hasUnits(token.text, counting));
  const keys = (text: string): readonly string[] => unitsOf(text, counting).map(({ key }) => key);
  const steps = tokens.flatMap((token): readonly Step[] => {
    if (token.is === 'any' || token.is === 'speech') return [token];
    // Marks beside words make no difference; a matcher of nothing else is meant to be them.
    if (token.is === 'text') return says && !hasUnits(token.text, counting) ? [] : [{ is: 'phrase', of: [keys(token.text)], optional: false, captured: false }];
    return [{ is: 'phrase', of: token.of.map(keys).sort((a, b) => b.length - a.length), optional: token.optional, captured: !token.optional }];
  });
  return { steps, needs: steps.flatMap((step) => (step.is === 'phrase' && !step.optional && step.of.length === 1 ? (step.of[0] ?? []) : [])) };
}

/**
 * What was captured where the whole sentence is what the matcher says; else null. Takes as much as it can, from left to right.
 * First from the end: from which places on the rest matches. Costs steps times units, whatever is written, as nothing is tried twice.
 */
export function match({ needs, steps }: Matcher, sentence: Sentence): Captures | null {
  if (steps.length === 0 || !needs.every((key) => sentence.keys.has(key))) return null;
  const { units } = sentence;
  const fits: boolean[][] = Array.from({ length: steps.length + 1 }, () => []);
  fits[steps.length] = Array.from({ length: units.length + 1 }, (_, place) => place === units.length);
  for (let step = steps.length - 1; step >= 0; step--) fits[step] = placesOf(steps[step] as Step, sentence, fits[step + 1] ?? []); // steps has so many
  if (fits[0]?.[0] !== true) return null;

  const captures: string[] = [];
  let from = 0;
  for (const [index, step] of steps.entries()) {
    const to = furthest(step, sentence, from, fits[index + 1] ?? []);
    if (step.is !== 'phrase' || step.captured) captures.push(said(sentence, from, to));
    from = to;
  }
  return captures;
}

/** From which places a step and the rest behind it match. */
function placesOf(step: Step, sentence: Sentence, rest: readonly boolean[]): boolean[] {
  const places = sentence.units.length + 1;
  if (step.is !== 'any') return Array.from({ length: places }, (_, from) => furthest(step, sentence, from, rest) >= 0);
  // How many places before this one the rest matches from.
  const before = [0];
  for (let place = 0; place < places; place++) before.push((before[place] ?? 0) + (rest[place] === true ? 1 : 0));
  let [near, far] = [0, 0];
  return Array.from({ length: places }, (_, from) => {
    while (near < places && width(sentence, from, near) < step.least) near++;
    while (far < places && width(sentence, from, far) <= step.most) far++;
    return near < far && (before[far] ?? 0) > (before[near] ?? 0);
  });
}

/** Where a step that begins here ends at most so that the rest matches; -1 where it does not. */
function furthest(step: Step, sentence: Sentence, from: number, rest: readonly boolean[]): number {
  const { units } = sentence;
  switch (step.is) {
    case 'any': {
      let to = units.length;
      while (to >= from && (rest[to] !== true || width(sentence, from, to) > step.most)) to--;
      return to >= from && width(sentence, from, to) >= step.least ? to : -1;
    }
    case 'speech': return furthestWord(step, sentence, from, rest);
    case 'phrase': {
      const found = step.of.find((phrase) => rest[from + phrase.length] === true && phrase.every((key, i) => units[from + i]?.key === key));
      if (found !== undefined) return from + found.length;
      return step.optional && rest[from] === true ? from : -1;
    }
  }
}

function furthestWord(step: Extract<Step, { is: 'speech' }>, sentence: Sentence, from: number, rest: readonly boolean[]): number {
  let [at, best] = [from, -1];
  for (;;) {
    const end = sentence.speech().get(step.part)?.get(at);
    if (end === undefined) return best;
    at = end;
    if (rest[at] === true) best = at;
    if (!step.several) return best;
  }
}

const width = ({ sizes }: Sentence, from: number, to: number): number => (sizes[to] ?? 0) - (sizes[from] ?? 0);

/** Marks at the edges are left out, unless all was taken. */
function said({ text, units }: Sentence, from: number, to: number): string {
  if (from === 0 && to === units.length) return text.trim();
  const [first, last] = [units[from], units[to - 1]];
  return first === undefined || last === undefined || to <= from ? '' : text.slice(first.from, last.to);
}
