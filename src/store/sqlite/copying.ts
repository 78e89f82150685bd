import { Worker } from 'node:worker_threads';
import type { Failure } from './protocol.ts';

/** Batches after which what they logged is copied: about 2,000 pages while people talk. */
const EVERY = 200;
/** Pages of log from which on the writer is asked to copy the last ones itself, so that the log begins anew. */
const LONG = 4_000;

/** What the copying thread answers: how long the log is, or that the disk failed. */
export type Copied = { readonly pages: number } | { readonly failure: Failure };

export interface CopyingOptions {
  readonly path: string;
  /** Nearly all of the log is copied: what is left is little, and only the writer can let it begin anew. */
  readonly finish: () => void;
  readonly failed: (failure: Failure) => void;
}

/**
 * Has the log of commits copied into the file by a thread of its own, beside the one that writes: for 25 ms in every three seconds nothing
 * could be committed while that did both. The thread comes with the first that is to be copied; whoever writes little never has one.
 */
export class Copying {
  readonly #options: CopyingOptions;
  #thread: Worker | undefined;
  #busy = false;
  #batches = 0;

  constructor(options: CopyingOptions) {
    this.#options = options;
  }

  /** A batch is on its way to the log. */
  batch(): void {
    if (++this.#batches < EVERY || this.#busy) return;
    this.#batches = 0;
    this.#busy = true;
    this.#thread ??= this.#start();
    this.#thread.postMessage(null);
  }

  /** Before the writer closes the file: the last one to close it copies what is left. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const { failed, finish, path } = this.#options;
    const thread = new Worker(new URL('./copier.ts', import.meta.url), { workerData: { path }, name: 'parlor-copy' });
    thread.on('message', (copied: Copied) => {
      this.#busy = false;
      if ('failure' in copied) failed(copied.failure);
      else if (copied.pages > LONG) finish();
    });
    // Then the writer copies, as it does without.
    thread.on('error', () => undefined);
    return thread;
  }
}
