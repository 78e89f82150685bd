/**
 * One thing at a time, in order. Colyseus runs handlers without awaiting them, so an actor that awaits would
 * otherwise meet itself. A task that does not wait runs at once; while one waits, later ones queue.
 */
export class Mailbox {
  #waiting: (() => void | Promise<void>)[] | undefined;
  #busy = false;
  readonly #onError: (error: unknown) => void;

  /** `onError` gets what a task throws; the next task runs all the same. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get idle(): boolean {
    return !this.#busy;
  }

  /** Resolves when everything that was given to it so far is over. */
  rest(): Promise<void> {
    return new Promise((resolve) => this.run(resolve));
  }

  run(task: () => void | Promise<void>): void {
    if (this.#busy) {
      (this.#waiting ??= []).push(task);
      return;
    }
    const pending = this.#start(task);
    if (pending !== undefined) this.#await(pending);
  }

  #start(task: () => void | Promise<void>): Promise<void> | undefined {
    this.#busy = true;
    try {
      const result = task();
      if (result !== undefined) return result;
    } catch (error) {
      this.#onError(error);
    }
    this.#busy = false;
    return undefined;
  }

  #await(pending: Promise<void>): void {
    pending.catch(this.#onError).finally(() => {
      this.#busy = false;
      this.#drain();
    });
  }

  #drain(): void {
    while (!this.#busy) {
      const task = this.#waiting?.shift();
      if (task === undefined) {
        this.#waiting = undefined;
        return;
      }
      const pending = this.#start(task);
      if (pending !== undefined) this.#await(pending);
    }
  }
}
