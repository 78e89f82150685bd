import type { Clock } from './platform.ts';

const COALESCE_MS = 1_000;

/** Our own cursors on their way up: at most one frame a second, sent again where the server knows less. */
export class Cursors {
  readonly #clock: Clock;
  readonly #send: (delivered: number, read: number) => boolean;
  #delivered = 0;
  #read = 0;
  #pending = false;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (delivered: number, read: number) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Positions only go forward; whoever read a message got it. */
  move(delivered: number, read: number): void {
    if (delivered <= this.#delivered && read <= this.#read) return;
    this.#read = Math.max(read, this.#read);
    this.#delivered = Math.max(delivered, this.#delivered, this.#read);
    this.#pending = true;
    this.#cancel ??= this.#clock.after(COALESCE_MS, () => this.#flush());
  }

  /** After a join: what the server knows of us. */
  known(delivered: number, read: number): void {
    this.#pending = this.#delivered > delivered || this.#read > read;
    this.#delivered = Math.max(delivered, this.#delivered);
    this.#read = Math.max(read, this.#read);
    if (this.#pending) this.#flush();
  }

  reset(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#delivered = this.#read = 0;
    this.#pending = false;
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#pending) this.#pending = !this.#send(this.#delivered, this.#read);
  }
}
