import { MAX_QUERY } from '#wire/slots.ts';

/** A word that begins with a `/`, of which somebody writes the end. */
export interface Slash {
  /** Where its `/` stands. */
  readonly start: number;
  /** What stands behind it. */
  readonly query: string;
}

/** It begins a line or follows a gap, or punctuation of those who write without gaps: `and/or` is one word, and a path has more than one `/`. */
const WORD = /(?:^|[\s，。！？、；：（“])\/([^\s/]*)$/u;

/** A `/` and one word, and that is all. */
const ALONE = /^(\s*)\/([^\s/]*)\s*$/u;

/** What somebody looks for who writes at `caret`; null for who writes. At the very beginning it may be several words, and one that stands alone is looked for from anywhere. */
export function slashAt(text: string, caret: number): Slash | null {
  const query = /^(?!\S)/u.test(text.slice(caret)) ? WORD.exec(text.slice(0, caret))?.[1] : undefined;
  const [, gap, alone] = ALONE.exec(text) ?? [];
  const slash =
    query !== undefined && caret > query.length + 1 ? { start: caret - query.length - 1, query }
    : gap !== undefined && alone !== undefined ? { start: gap.length, query: alone }
    : /^\/[^\r\n]*$/.test(text) ? { start: 0, query: text.slice(1) } : null;
  return slash === null || slash.query.length > MAX_QUERY ? null : slash;
}

/** Meant for the list, and for nobody to read. */
export const isShortcut = (text: string): boolean => ALONE.test(text);
