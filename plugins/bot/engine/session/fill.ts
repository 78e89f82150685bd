import type { Entity } from '../dictionary/dictionaries.ts';
import type { Span } from '../dictionary/pattern.ts';

export type Scalar = string | number | boolean;

/** What is known so far, by the slot's name, in the order in which it was said. */
export type Values = Readonly<Record<string, Scalar>>;

/** `shown`: as people say it, where that is not how it is kept. `grain`: of a time that names no hour. */
export interface Fitting extends Pick<Entity, 'grain'> {
  readonly value: Scalar;
  readonly shown?: string;
}

/** A slot with what would fit into it. */
export interface Candidate {
  readonly slot: string;
  readonly found: readonly (Span & Fitting)[];
}

export interface Filled extends Fitting {
  readonly slot: string;
}

/** Names come from people: what every object has is no value. */
export const valueOf = (values: Values, slot: string): Scalar | undefined => (Object.hasOwn(values, slot) ? values[slot] : undefined);

const CORRECTION = /^\s*(?:no\b(?! (?:problem|worries))|not\b|actually\b|sorry\b|wait\b|i meant?\b|不对|不是|错了|说错|我是说|改成|改为|换成|不[,，])/i;
/** "no, tomorrow", 不对，是后天. */
export const isCorrection = (text: string): boolean => CORRECTION.test(text);

/**
 * Which slots a text fills: the one that was asked for, then the others in their order, each with a part of the text of
 * its own. Where somebody corrects, what was said last is taken anew before anything empty is filled.
 */
export function fill(candidates: readonly Candidate[], values: Values, { asked, corrects }: { readonly asked: string | null; readonly corrects: boolean }): readonly Filled[] {
  const taken: Span[] = [];
  const filled: Filled[] = [];
  const bySlot = new Map(candidates.map((candidate) => [candidate.slot, candidate]));
  const said = corrects ? Object.keys(values).reverse() : [];
  const empty = candidates.map(({ slot }) => slot).filter((slot) => valueOf(values, slot) === undefined);
  for (const slot of new Set([...(asked === null ? [] : [asked]), ...said, ...empty])) {
    const fitting = bySlot.get(slot)?.found.find((each) => !taken.some((other) => each.from < other.to && other.from < each.to));
    if (fitting === undefined) continue;
    taken.push(fitting);
    const { grain, shown, value } = fitting;
    filled.push({ slot, value, ...(shown === undefined ? {} : { shown }), ...(grain === undefined ? {} : { grain }) });
  }
  return filled;
}
