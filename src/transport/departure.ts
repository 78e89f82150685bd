/** Whether a client still waits for its answer. A signal is made for those alone who ask. */
export class Departure {
  #gone = false;
  #controller: AbortController | undefined;

  /** Aborted once the client has gone without its answer. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#gone) this.#controller.abort();
    return this.#controller.signal;
  }

  tell(): void {
    this.#gone = true;
    this.#controller?.abort();
  }
}
