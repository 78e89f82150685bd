export interface PresenceDeps {
  /** Whether any socket of the visitor is here. */
  readonly isHere: () => boolean;
  readonly tell: (online: boolean) => void;
  readonly place: { keep(): void; returned(): void };
}

/** Whether the visitor is there: those who watch hear of it when it changes, and a place in the queue is kept meanwhile. */
export class VisitorPresence {
  readonly #deps: PresenceDeps;
  #online = false;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** As those who watch were told last: who begins to watch is told the same. */
  get online(): boolean {
    return this.#online;
  }

  /** Sockets have come or gone. Several may have before the first of them is greeted, or it is gone by then. */
  changed(): void {
    const { isHere, place, tell } = this.#deps;
    const here = isHere();
    if (here) place.returned();
    else place.keep();
    if (here === this.#online) return;
    this.#online = here;
    tell(here);
  }
}
