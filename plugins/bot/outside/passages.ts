import type { Brain } from '../brain.ts';
import { spoken } from '../faq.ts';

/** Something that the bot knows, as it is given to a model: by its number it is cited. */
export interface Passage {
  /** From 1. */
  readonly n: number;
  readonly from: 'entry' | 'document';
  /** Of the entry or the document. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Where visitors can read it; empty: nowhere. */
  readonly url: string;
  /** How much of the question is in it, 0 to 1. */
  readonly score: number;
}

const MOST_ENTRIES = 4;
const MOST_OF_DOCUMENTS = 5;
const MOST = 6;
const MOST_TEXT = 1_200;
/** What has less in common with the question is about something else. */
const LEAST = { entry: 0.3, document: 0.18 } as const;

/** What the bot knows that a question may be about, the nearest first. */
export function passagesFor({ documents, entries, search }: Brain, question: string): readonly Passage[] {
  const known = search.search(question, MOST_ENTRIES).filter(({ score }) => score >= LEAST.entry).flatMap(({ id, score }) => {
    const entry = entries.get(id);
    const text = entry === undefined ? '' : spoken(entry).join('\n');
    return entry === undefined || text === '' ? [] : [{ from: 'entry' as const, id, score, title: entry.post, text, url: '' }];
  });
  const written = documents.search(question, MOST_OF_DOCUMENTS).filter(({ score }) => score >= LEAST.document).map(({ passage, score }) => ({ from: 'document' as const, score, ...passage }));
  return [...known, ...written].sort((a, b) => b.score - a.score).slice(0, MOST).map((each, index) => ({ ...each, text: each.text.slice(0, MOST_TEXT).toWellFormed(), n: index + 1 }));
}
