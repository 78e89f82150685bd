import type { Brain } from '../brain.ts';

/** Questions that are offered where none is near enough. */
export const MOST_OFFERED = 3;
/** Of one of them, UTF-16 units. */
export const MAX_CHOICE = 80;

/**
 * What is offered is said by its number as well, unless the number itself is offered. It holds until something else is: first words
 * are often a greeting.
 */
export function chosen(offered: readonly string[], said: string): string {
  const word = said.trim();
  return offered.includes(word) ? word : (offered[Number(word) - 1] ?? said);
}

/** What is asked most. */
export const hotOf = ({ asked, entries }: Brain, count: number): readonly string[] =>
  choicesOf([...entries.values()].filter(({ enabled }) => enabled).sort((a, b) => (asked.get(b.id) ?? 0) - (asked.get(a.id) ?? 0)).slice(0, count).map(({ post }) => post));

/** A button has room for a short text only; what is longer could not be tapped whole. */
export const choicesOf = (texts: readonly string[]): readonly string[] => texts.filter((text) => text !== '' && text.length <= MAX_CHOICE);
