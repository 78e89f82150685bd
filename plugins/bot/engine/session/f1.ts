import type { MarkedText, SlotSpan } from './tagger.ts';

/** How many slots were found exactly, of those found and of those that are there: precision, recall and their F1, 0 to 1. */
export function f1(tag: (text: string) => readonly SlotSpan[], texts: readonly MarkedText[]): { readonly precision: number; readonly recall: number; readonly f1: number } {
  const key = ({ from, slot, to }: SlotSpan): string => `${from} ${to} ${slot}`;
  let [right, found, there] = [0, 0, 0];
  for (const { slots, text } of texts) {
    const expected = new Set(slots.map(key));
    const actual = tag(text);
    right += actual.filter((span) => expected.has(key(span))).length;
    found += actual.length;
    there += slots.length;
  }
  const [precision, recall] = [right / Math.max(1, found), right / Math.max(1, there)];
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
