import type { Entity } from '../dictionary/dictionaries.ts';
import type { Span } from '../dictionary/pattern.ts';
import { fold, splitsWord } from '../dictionary/vocabulary.ts';
import type { IntentSlot, Marked } from './session.ts';

type Gap = Pick<IntentSlot, 'dictionary' | 'name'>;
/** It takes anything. */
type Open = Gap & { readonly dictionary: '@ANY' };

/** An utterance as words with gaps. */
interface Frame {
  readonly parts: readonly (Gap | string)[];
  /** How many of its characters are words: the more of them are said, the surer what stands between them. */
  readonly weight: number;
}

/** How a text fits a frame. `sure`: there is no other way. */
interface Reading {
  readonly weight: number;
  readonly sure: boolean;
  readonly spans: readonly (Span & { readonly slot: string })[];
}

const SLOT = /\{\s*(\w+)\s*\}/g;
const END = /[\s.?!~…。？！～]+$/u;
const COURTESY = /(?:[,，\s]+(?:please|pls|thanks|thank you)|[,，\s]*(?:谢谢[您你了]?|麻烦了|吗|呢))+$/u;
/** Before what is wanted. */
const GREETING = /^(?:(?:(?:hi|hello|hey|please)(?=[\s,!])|你好|您好|请问)[\s,，.。!！]*)+/u;
/** More than one thing is said. */
const SEVERAL = /[,，?？!！;；。\n]|\.\s/u;
const EDGES = /^[\s"“”「」]+|[\s"“”「」]+$/gu;
/** They stand for something, and name nothing. */
const VAGUE = /^(?:it|this|that|these|those|them|one|some|(?:some|any)thing(?: else)?|stuff|[这那](?:个|些|件|里|边)?|它们?|点?(?:东西|什么)|一下|一个)$/u;
/** Characters: nobody names something by more, and longer texts tell more than one thing. */
const MOST_VALUE = 100;
const MOST_TEXT = 300;

/** As long as it was, so that places stay true. */
const comparable = (text: string): string => fold(text.replaceAll(/[’‘`]/g, "'"));
const isOpen = (part: Gap | string | undefined): part is Open => typeof part === 'object' && part.dictionary === '@ANY';

/** What utterances tell of slots that take anything (`@ANY`): by no kind of word, only by the words around them. Empty where none has such a slot. */
export class Frames {
  readonly #frames: readonly Frame[];
  /** Dictionaries of the other slots: what these find may be theirs. */
  readonly #others: ReadonlySet<string>;

  constructor(utterances: readonly string[], slots: readonly Gap[]) {
    const frames = utterances.flatMap((utterance) => frameOf(utterance, slots));
    this.#frames = frames.some(({ parts }) => parts.some(isOpen)) ? frames : [];
    this.#others = new Set(slots.map(({ dictionary }) => dictionary).filter((dictionary) => dictionary !== '@ANY'));
  }

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  /** What stands in the open gaps of the utterance that a text is most like, word for word; nothing where there are two ways to read it. */
  mark(said: string, entities: readonly Entity[]): readonly Marked[] {
    if (said.length > MOST_TEXT) return [];
    const text = comparable(said);
    const wanted = entities.filter(({ dictionary }) => this.#others.has(dictionary));
    const edges = edgesOf(text);
    // Many utterances have the same words.
    const places = new Map<string, readonly Span[]>();
    const placesIn = (words: string): readonly Span[] => {
      const known = places.get(words) ?? placesOf(text, words);
      places.set(words, known);
      return known;
    };
    const readings = this.#frames.flatMap((frame) => readingOf(frame, text, edges, placesIn, wanted) ?? []);
    const most = Math.max(...readings.map(({ weight }) => weight));
    const best = readings.filter(({ weight }) => weight === most);
    const ways = new Set(best.map(({ spans }) => JSON.stringify(spans)));
    const [one] = best;
    if (one === undefined || ways.size > 1 || best.some(({ sure }) => !sure)) return [];
    return one.spans.filter(({ from, to }) => !VAGUE.test(text.slice(from, to))).map((span) => ({ ...span, value: said.slice(span.from, span.to) }));
  }
}

/** None where it has no words, a slot that the intent has not, or two open gaps with nothing between them. */
function frameOf(utterance: string, slots: readonly Gap[]): readonly Frame[] {
  const written = comparable(utterance).replace(END, '');
  const parts: (Gap | string)[] = [];
  let at = 0;
  for (const { 0: whole, 1: named = '', index } of utterance.matchAll(SLOT)) {
    const slot = slots.find(({ name }) => name === named);
    if (slot === undefined) return [];
    parts.push(written.slice(at, index).trim(), slot);
    at = index + whole.length;
  }
  const all = [...parts, written.slice(at).trim()].filter((part) => part !== '');
  const words = all.filter((part) => typeof part === 'string');
  if (!words.some((word) => /[\p{L}\p{N}]/u.test(word)) || all.some((part, index) => isOpen(part) && isOpen(all[index + 1]))) return [];
  return [{ parts: all, weight: words.reduce((sum, { length }) => sum + length, 0) }];
}

type PlacesOf = (words: string) => readonly Span[];

/** Where a text may begin, behind a greeting and with it; and where it ends, with a `please` and without. What stands before or behind in another sentence is never left out: whoever says more is asked. */
function edgesOf(text: string): { readonly begins: readonly number[]; readonly whole: number; readonly polite: number } {
  const whole = text.replace(END, '').length;
  return { whole, polite: text.slice(0, whole).replace(COURTESY, '').length, begins: [...new Set([GREETING.exec(text)?.[0].length ?? 0, 0])] };
}

function readingOf(frame: Frame, text: string, { begins, polite, whole }: ReturnType<typeof edgesOf>, placesIn: PlacesOf, entities: readonly Entity[]): Reading | undefined {
  const ends = isOpen(frame.parts.at(-1)) ? [polite] : [whole, polite];
  for (const from of begins) {
    for (const to of ends) {
      const reading = read(frame, text, { from, to }, placesIn, entities);
      if (reading !== undefined) return reading;
    }
  }
  return undefined;
}

function read({ parts, weight }: Frame, text: string, { from, to }: Span, placesIn: PlacesOf, entities: readonly Entity[]): Reading | undefined {
  const spans: Reading['spans'][number][] = [];
  let sure = true;
  let at = from;
  let open: Open | null = null;
  for (const [index, part] of parts.entries()) {
    if (isOpen(part)) {
      open = part;
      continue;
    }
    const behind = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const places = typeof part === 'string' ? placesIn(part) : entities.filter(({ dictionary }) => dictionary === part.dictionary);
    const fitting = places.filter((place) => (open === null ? place.from === behind : place.from > behind) && place.to <= to && (index < parts.length - 1 || place.to === to));
    const [place] = fitting.toSorted((a, b) => a.from - b.from || b.to - a.to);
    if (place === undefined) return undefined;
    if (open !== null) {
      spans.push({ slot: open.name, from: at, to: place.from });
      sure &&= fitting.length === 1;
    }
    open = null;
    at = place.to;
  }
  if (open === null && at !== to) return undefined;
  if (open !== null) spans.push({ slot: open.name, from: at, to });
  const told = spans.map((span) => ({ ...span, ...within(text, span) }));
  if (told.some((span) => span.from >= span.to)) return undefined;
  return { weight, spans: told, sure: sure && told.every((span) => isOne(text, span) && !entities.some((entity) => entity.from < span.to && span.from < entity.to)) };
}

/** Where words stand in a text, and split none of its own. */
function placesOf(text: string, words: string): readonly Span[] {
  const places: Span[] = [];
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
    const to = from + words.length;
    if (!splitsWord(text, from) && !splitsWord(text, to)) places.push({ from, to });
  }
  return places;
}

/** Without blanks and quotation marks around it. */
function within(text: string, { from, to }: Span): Span {
  const value = text.slice(from, to);
  const [first = ''] = /^[\s"“”「」]+/u.exec(value) ?? [];
  return { from: from + first.length, to: from + first.length + value.replaceAll(EDGES, '').length };
}

const isOne = (text: string, { from, to }: Span): boolean => to - from <= MOST_VALUE && !SEVERAL.test(text.slice(from, to));
