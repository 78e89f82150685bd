import { Worker } from 'node:worker_threads';
import type { Failure } from './protocol.ts';

/** Requests of usual size after which what they logged is copied: about 2,000 pages while people talk. */
const EVERY = 200;
/** After so many the writer copies itself: the thread is behind, or there is none. */
const FAR = 4 * EVERY;
/** Pages of log from which on the writer copies the last ones itself: it is too quick for the thread to reach the end, where the log would begin anew. */
const LONG = 4_000;

/** What the copying thread answers: how long the log is, or that the disk failed. */
export type Copied = { readonly pages: number } | { readonly failure: Failure };

export interface CopyingOptions {
  readonly path: string;
  /** The writer copies what is left: only it can let the log begin anew. */
  readonly finish: () => void;
  readonly failed: (failure: Failure) => void;
  /** The thread. */
  readonly thread?: URL;
  /** Of SQLite. */
  readonly version?: string;
}

/**
 * Has the log of commits copied into the file by a thread of its own, beside the one that writes: for 25 ms in every three seconds nothing
 * could be committed while that did both. The thread comes with the first that is to be copied; whoever writes little never has one.
 */
export class Copying {
  readonly #options: CopyingOptions;
  /** Null where there is none to be had. */
  #thread: Worker | null | undefined;
  #busy = false;
  #logged = 0;

  constructor(options: CopyingOptions) {
    this.#options = options;
    if (!copiesSafely(options.version ?? process.versions['sqlite'] ?? '')) this.#thread = null;
  }

  /** So many requests of usual size were sent to the writer. */
  logged(requests: number): void {
    this.#logged += requests;
    const alone = this.#busy || this.#thread === null;
    if (this.#logged < (alone ? FAR : EVERY)) return;
    this.#logged = 0;
    if (!alone) this.#thread ??= this.#start();
    if (alone || this.#thread === null) return this.#options.finish();
    this.#busy = true;
    this.#thread?.postMessage(null);
  }

  /** Before the writer closes the file: the last one to close it copies what is left. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker | null {
    const { failed, finish, path, thread: url = new URL('./copier.ts', import.meta.url) } = this.#options;
    try {
      const thread = new Worker(url, { workerData: { path }, name: 'parlor-copy' });
      thread.on('message', (copied: Copied) => {
        this.#busy = false;
        if ('failure' in copied) failed(copied.failure);
        else if (copied.pages > LONG) finish();
      });
      thread.on('error', (error) => this.#without(error));
      return thread;
    } catch (error) {
      return this.#without(error);
    }
  }

  /** Then the writer copies, as slowly as that is. */
  #without(error: unknown): null {
    process.emitWarning(`the thread that copies SQLite's log ended, the writer copies from now on: ${String(error)}`);
    this.#thread = null;
    this.#busy = false;
    return null;
  }
}

/**
 * Whether this SQLite lets one connection copy the log while another one writes: up to 3.51.2 a rare race of the two lost what was committed
 * (sqlite.org/wal.html#walresetbug), but for releases in which that was mended as well.
 */
export function copiesSafely(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}
