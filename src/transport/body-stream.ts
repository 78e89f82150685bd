import type { RequestBody } from './http.ts';

/** Has the sender wait, and go on. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** Why a body that was being read ended before its end. `gone`: the client went away. */
export class BodyError extends Error {
  readonly reason: 'gone' | 'too-large' | 'too-slow';

  constructor(reason: BodyError['reason']) {
    super(`the body is ${reason}`);
    this.name = 'BodyError';
    this.reason = reason;
  }
}

/** What may wait for its reader, bytes: beyond it the sender waits as well, until half of it is read. */
const MOST_WAITING = 256 << 10;

/** A body as it comes, up to a limit and a deadline. Whoever reads it slowly slows its sender down; who stops reading has the rest thrown away. */
export class BodyStream implements AsyncIterable<Buffer> {
  readonly body: Promise<RequestBody> = Promise.resolve({ stream: this });
  /** Resolves when the last byte came, read or not. */
  readonly ended: Promise<void>;
  readonly #maxBytes: number;
  readonly #flow: Flow;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: Buffer[] = [];
  #end: () => void = () => {};
  #wake: () => void = () => {};
  #length = 0;
  #waitingBytes = 0;
  #paused = false;
  #wanted = true;
  #whole = false;
  #broken: BodyError['reason'] | undefined;

  constructor(maxBytes: number, timeoutMs: number, flow: Flow) {
    this.#maxBytes = maxBytes;
    this.#flow = flow;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#timer = setTimeout(() => this.#break('too-slow'), timeoutMs);
  }

  get wants(): boolean {
    return this.#wanted;
  }

  /** It was broken off because it took too long. */
  get late(): boolean {
    return this.#broken === 'too-slow';
  }

  /** The client may still be sending. */
  get unfinished(): boolean {
    return !this.#whole;
  }

  /** The chunk must be the reader's to keep. */
  push(chunk: Buffer): void {
    if (!this.#wanted) return;
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) return this.#break('too-large');
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > MOST_WAITING && !this.#paused) {
      this.#paused = true;
      this.#flow.pause();
    }
    this.#wake();
  }

  end(): void {
    this.#whole = true;
    clearTimeout(this.#timer);
    this.#end();
    this.#wake();
  }

  /** The client went away. */
  abort(): void {
    if (!this.#whole) this.#break('gone');
    this.#end();
  }

  /** What still comes is read and kept by nobody: an answer that read none of it must not leave its sender paused. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#wanted = false;
    this.#waiting.length = 0;
    this.#resume();
  }

  /** Once. Throws a {@link BodyError} where it ends too early. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (this.#broken !== undefined) throw new BodyError(this.#broken);
        const chunk = this.#waiting.shift();
        if (chunk !== undefined) {
          this.#waitingBytes -= chunk.length;
          if (this.#waitingBytes < MOST_WAITING / 2) this.#resume();
          yield chunk;
        } else if (this.#whole) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.forget();
    }
  }

  #break(reason: BodyError['reason']): void {
    this.#broken ??= reason;
    this.forget();
    this.#wake();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#flow.resume();
  }
}
