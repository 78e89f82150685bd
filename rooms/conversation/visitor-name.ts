import type { TimerWheel } from '#cluster/timer-wheel.ts';
import { StoreError } from '#store/store-error.ts';
import type { Store } from '#store/store.ts';

/** After which the store is asked again, ms. */
const RETRY_MS = 1_000;

export interface NameDeps {
  /** The actor, to which its timers belong. */
  readonly owner: { readonly retiring: boolean };
  readonly people: Pick<Store['people'], 'name'>;
  readonly timers: TimerWheel;
  readonly call: (name: string | null) => void;
  readonly onError: (error: unknown) => void;
}

/** What the house calls the visitor. Nobody waits for it: until it is known they are who they say they are. */
export class VisitorName {
  readonly #deps: NameDeps;
  /** How often it was looked up: only the last answer counts. */
  #looks = 0;

  constructor(deps: NameDeps) {
    this.#deps = deps;
  }

  look(contact: string): void {
    const { call, onError, owner, people, timers } = this.#deps;
    const look = ++this.#looks;
    void people.name(contact).then((name) => {
      if (look === this.#looks && !owner.retiring) call(name ?? null);
    }, (error: unknown) => {
      if (!(error instanceof StoreError)) onError(error);
      else if (!owner.retiring) timers.set(owner, 'recognise', RETRY_MS, () => this.look(contact));
    });
  }
}
