import { FaqSearch } from '../engine/faq/search.ts';
import type { Tokenizer } from '../engine/text/words.ts';
import type { Part } from './cut.ts';
import type { Document } from './document.ts';

/** A part of a document that a question may be about. */
export interface DocumentPassage {
  /** Of the document. */
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly text: string;
}

/** A document without its text. */
export interface DocumentAbout extends Pick<Document, 'at' | 'id' | 'title' | 'url'> {
  /** UTF-16 units. */
  readonly size: number;
  readonly passages: number;
}

/** Among a few parts a word that one of them has would seem common beside those that none has. */
const ELSEWHERE = 500;

/** The documents of a bot in memory, in parts, which a question finds. */
export class Documents {
  readonly #search: FaqSearch;
  readonly #about = new Map<string, DocumentAbout>();
  readonly #passages = new Map<string, DocumentPassage>();

  constructor(tokenizer: Tokenizer) {
    this.#search = new FaqSearch(tokenizer, [], ELSEWHERE);
  }

  /** The newest first. */
  get all(): readonly DocumentAbout[] {
    return [...this.#about.values()].sort((a, b) => b.at - a.at);
  }

  /** UTF-16 units of all but one. */
  sizeWithout(id: string): number {
    return this.all.reduce((sum, each) => sum + (each.id === id ? 0 : each.size), 0);
  }

  /** Adds one with its parts, or puts it in place of the one with its id; `rest` is waited for between them, and what is put or taken away meanwhile has the say. */
  async set({ at, id, text, title, url }: Document, parts: readonly Part[], rest: () => Promise<void>): Promise<void> {
    this.delete(id);
    const about = { at, id, title, url, size: text.length, passages: parts.length };
    this.#about.set(id, about);
    for (const [index, part] of parts.entries()) {
      await rest();
      if (this.#about.get(id) !== about) return;
      const key = keyOf(id, index);
      this.#passages.set(key, { id, url, title: part.heading === '' || part.heading === title ? title : `${title} › ${part.heading}`, text: part.text });
      this.#search.set({ id: key, post: `${title} ${part.heading} ${part.text}`, similar: [], enabled: true, categories: [] });
    }
  }

  delete(id: string): void {
    const { passages = 0 } = this.#about.get(id) ?? {};
    this.#about.delete(id);
    for (let index = 0; index < passages; index++) {
      this.#passages.delete(keyOf(id, index));
      this.#search.delete(keyOf(id, index));
    }
  }

  /** The parts that hold most of what is asked, the best first; `score`: how much of it, 0 to 1. */
  search(question: string, k: number): readonly { readonly passage: DocumentPassage; readonly score: number }[] {
    return this.#search.covering(question, k).flatMap(({ id, score }) => {
      const passage = this.#passages.get(id);
      return passage === undefined ? [] : [{ passage, score }];
    });
  }
}

const keyOf = (id: string, index: number): string => `${id} ${index}`;
