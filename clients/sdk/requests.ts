import { Frame } from '#wire/protocol.ts';
import type { AckFrame, DeskCommand, DeskFrame, RefusalFrame } from '#wire/protocol.ts';
import { RefusedError } from './errors.ts';
import type { Clock } from './platform.ts';

const ANSWER_MS = 15_000;

interface Waiting {
  readonly resolve: (ack: AckFrame) => void;
  readonly reject: (error: RefusedError) => void;
  readonly cancel: () => void;
}

/** Questions to the desk and their answers. They do not outlive the line: somebody waits in front of the screen. */
export class Requests {
  readonly #clock: Clock;
  readonly #send: (type: typeof Frame.desk, payload: DeskFrame) => boolean;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(clock: Clock, send: (type: typeof Frame.desk, payload: DeskFrame) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  ask(cmd: DeskCommand): Promise<AckFrame> {
    return new Promise((resolve, reject) => {
      const n = ++this.#last;
      const cancel = this.#clock.after(ANSWER_MS, () => this.#lost(n));
      this.#waiting.set(n, { resolve, reject, cancel });
      if (!this.#send(Frame.desk, { n, cmd })) this.#lost(n);
    });
  }

  acked(n: number, ack: AckFrame): void {
    this.#take(n)?.resolve(ack);
  }

  refused(n: number, { code, retryable, meta }: RefusalFrame): void {
    this.#take(n)?.reject(new RefusedError(code, retryable, meta));
  }

  offline(): void {
    for (const n of this.#waiting.keys()) this.#lost(n);
  }

  #lost(n: number): void {
    this.#take(n)?.reject(new RefusedError('unavailable', true));
  }

  #take(n: number): Waiting | undefined {
    const waiting = this.#waiting.get(n);
    waiting?.cancel();
    this.#waiting.delete(n);
    return waiting;
  }
}
