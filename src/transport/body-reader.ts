import type { RequestBody } from './http.ts';

/**
 * Collects a body up to a limit and a deadline. What comes after a refusal is counted by nobody and kept by
 * nobody: memory stays flat whatever is sent.
 */
export class BodyReader {
  /** Resolves once; stays pending for ever when the client goes away. */
  readonly body: Promise<RequestBody>;
  /** Resolves when the last byte came, refused or not. */
  readonly ended: Promise<void>;
  readonly #maxBytes: number;
  readonly #timer: NodeJS.Timeout;
  #settle: (body: RequestBody) => void = () => {};
  #end: () => void = () => {};
  #chunks: Buffer[] | undefined = [];
  #length = 0;
  #late = false;

  constructor(maxBytes: number, timeoutMs: number) {
    this.#maxBytes = maxBytes;
    this.body = new Promise((resolve) => (this.#settle = resolve));
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#timer = setTimeout(() => this.refuse('too-slow'), timeoutMs);
  }

  /** The chunk must be the reader's to keep. */
  push(chunk: Buffer): void {
    if (!this.#chunks) return;
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) return this.refuse('too-large');
    this.#chunks.push(chunk);
  }

  end(): void {
    this.#end();
    const chunks = this.#chunks;
    if (!chunks) return;
    this.#release();
    const [first = Buffer.alloc(0)] = chunks;
    this.#settle({ bytes: chunks.length <= 1 ? first : Buffer.concat(chunks, this.#length) });
  }

  refuse(reason: 'too-large' | 'too-slow'): void {
    if (!this.#chunks) return;
    this.#release();
    this.#late = reason === 'too-slow';
    this.#settle({ refused: reason });
  }

  /** The client went away. */
  abort(): void {
    this.#release();
    this.#end();
  }

  get wants(): boolean {
    return this.#chunks !== undefined;
  }

  /** It was refused because it took too long. */
  get late(): boolean {
    return this.#late;
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#chunks = undefined;
  }
}
