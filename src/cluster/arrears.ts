import { keyOf } from './identity.ts';
import type { Identity } from './identity.ts';

/** Losses come in numbers: they are made up for together, ms. */
const PAY_MS = 500;

/** Who was to be told something that was lost. Desks and departments compare what they hold with what is; chats believe only their log. */
export class Arrears {
  readonly #compare: (identity: Identity<'desk' | 'department'>) => void;
  readonly #owed = new Map<string, Identity<'desk' | 'department'>>();

  /** `compare` asks for it; where that is lost too, it is owed again. */
  constructor(compare: (identity: Identity<'desk' | 'department'>) => void) {
    this.#compare = compare;
  }

  owe({ kind, id }: Identity): void {
    if (kind === 'conversation') return;
    if (this.#owed.size === 0) setTimeout(() => this.#pay(), PAY_MS).unref();
    this.#owed.set(keyOf({ kind, id }), { kind, id });
  }

  #pay(): void {
    const owed = [...this.#owed.values()];
    this.#owed.clear();
    for (const identity of owed) this.#compare(identity);
  }
}
