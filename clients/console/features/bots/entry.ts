import { MOST } from './bot.ts';
import type { Entry, StoredEntry } from './bot.ts';

const without = (texts: readonly string[], known: readonly string[]): readonly string[] => texts.filter((text) => text.trim() !== '' && !known.includes(text));

/** An entry with what was written for another one of the same question: nothing of either is lost, and somebody chooses. */
export const withWritten = (stored: StoredEntry, { replies, similar }: Pick<Entry, 'replies' | 'similar'>): StoredEntry => ({
  ...stored,
  replies: [...stored.replies, ...without(replies, stored.replies)].slice(0, MOST.replies),
  similar: [...stored.similar, ...without(similar, [stored.post, ...stored.similar])],
});
