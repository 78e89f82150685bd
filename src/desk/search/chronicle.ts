import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatWords, Lacking } from '#store/chat-words.repository.ts';
import type { Store } from '#store/store.ts';
import { linesOf } from './lines.ts';

/** Ended chats that are looked at together. */
const PAGE = 100;
/** UTF-16 units that are written in one statement, and the last chat's: a MySQL server may refuse more than 16 MB. */
const MOST_UNITS = 500_000;
/** Between the looks for what has ended since, ms: search reads the log of those meanwhile. */
const LOOK_EVERY_MS = 5_000;
/** Of its time, the part in which it works: everybody else has the database for the rest. */
const SHARE = 1 / 4;

export interface ChronicleOptions {
  readonly store: Pick<Store, 'chatWords' | 'events' | 'lines'>;
  /** Whether it is this node's to do now. */
  readonly mine: () => boolean;
  readonly onError: (error: unknown) => void;
  /** For tests. Default 5,000 ms. */
  readonly everyMs?: number;
}

/**
 * Writes down what was said in chats that have ended, so that search need not read their logs: behind everything else, one node
 * at a time. It finds its work in the database alone: chats that ended before there was search, or while it was
 * away, are as good as any. Search does not depend on it: of what it has not written yet the log is read.
 */
export class Chronicle {
  readonly #options: ChronicleOptions;
  readonly #end = new AbortController();
  #done: Promise<void> | undefined;

  constructor(options: ChronicleOptions) {
    this.#options = options;
  }

  start(): void {
    this.#done = this.#go();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  /** From the last end to the first; with `newest` only until nothing is missing in a whole page. How many chats it wrote. */
  async round(newest: boolean): Promise<number> {
    const { chatWords } = this.#options.store;
    let written = 0;
    for (let after: string | undefined; this.#mayWork;) {
      const began = performance.now();
      const { lacking, next } = await chatWords.lacking(PAGE, after);
      await this.#write(lacking);
      written += lacking.length;
      if (next === null || (newest && lacking.length === 0)) break;
      after = next;
      await this.#rest((performance.now() - began) * (1 / SHARE - 1));
    }
    return written;
  }

  get #mayWork(): boolean {
    return !this.#end.signal.aborted && this.#options.mine();
  }

  async #write(chats: readonly Lacking[]): Promise<void> {
    const { store } = this.#options;
    const lines = await linesOf(store, chats.map(({ id }) => id));
    let some: ChatWords[] = [];
    let units = 0;
    for (const { endedAt, id } of chats) {
      const said = lines.get(id) ?? [];
      const words = said.map((line) => line.words).join('\n');
      some.push({ conversationId: id, endedAt, words, seqs: said.map(({ seq }) => seq).join(',') });
      units += words.length;
      if (units < MOST_UNITS) continue;
      await store.chatWords.write(some);
      some = [];
      units = 0;
    }
    await store.chatWords.write(some);
  }

  /** Everything once, whenever it becomes this node's, then what ends. */
  async #go(): Promise<void> {
    for (let whole = true; !this.#end.signal.aborted; await this.#rest(this.#options.everyMs ?? LOOK_EVERY_MS)) {
      try {
        if (this.#mayWork) await this.round(!whole);
        // What was cut short, or failed, is looked for once more.
        whole = !this.#mayWork;
      } catch (error) {
        whole = true;
        this.#options.onError(error);
      }
    }
  }

  #rest(ms: number): Promise<void> {
    return sleep(ms, undefined, { ref: false, signal: this.#end.signal }).catch(() => {});
  }
}
