import type { Brain } from '../brain.ts';
import { normalize } from '../engine/text/normalize.ts';

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
  choicesOf([...entries.values()].filter(({ enabled }) => enabled).sort((a, b) => (asked.get(b.id) ?? 0) - (asked.get(a.id) ?? 0)).map(({ post }) => post), count);

/** At most so many. A button has room for a short text only, as what is longer could not be tapped whole; none says what another says already. */
export function choicesOf(texts: Iterable<string>, most: number): readonly string[] {
  const choices = new Map<string, string>();
  for (const text of texts) {
    if (choices.size === most) break;
    const same = normalize(text);
    if (same !== '' && text.length <= MAX_CHOICE && !choices.has(same)) choices.set(same, text);
  }
  return [...choices.values()];
}
