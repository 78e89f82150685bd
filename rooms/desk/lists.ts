import type { Card } from '#wire/protocol.ts';

/** The cards that an agent's consoles show, by why they show them: own, offered, waiting in a department. */
export class Lists {
  readonly #own = new Map<string, Card>();
  readonly #waiting = new Map<string, Map<string, Card>>();
  readonly #put = new Set<string>();
  readonly #drop = new Set<string>();

  /** A chat of the agent's, or offered to them. */
  setOwn(card: Card): void {
    this.#own.set(card.id, card);
    this.#changed(card.id);
  }

  dropOwn(id: string): void {
    if (this.#own.delete(id)) this.#changed(id);
  }

  get own(): Iterable<string> {
    return this.#own.keys();
  }

  setWaiting(department: string, cards: readonly Card[]): void {
    const queue = this.#queue(department);
    for (const card of cards) {
      queue.set(card.id, card);
      this.#changed(card.id);
    }
  }

  /** The whole queue of a department: what is not in it goes. */
  replaceWaiting(department: string, cards: readonly Card[]): void {
    this.keepWaiting(department, new Set(cards.map(({ id }) => id)));
    this.setWaiting(department, cards);
  }

  /** All others wait there no longer. */
  keepWaiting(department: string, there: ReadonlySet<string>): void {
    this.dropWaiting(department, [...this.#queue(department).keys()].filter((id) => !there.has(id)));
  }

  dropWaiting(department: string, ids: readonly string[]): void {
    const queue = this.#queue(department);
    for (const id of ids) if (queue.delete(id)) this.#changed(id);
  }

  /** Departments that the agent no longer belongs to. */
  keepDepartments(departments: ReadonlySet<string>): void {
    for (const [department, queue] of this.#waiting) {
      if (departments.has(department)) continue;
      this.#waiting.delete(department);
      for (const id of queue.keys()) this.#changed(id);
    }
  }

  get(id: string): Card | undefined {
    const own = this.#own.get(id);
    if (own !== undefined) return own;
    for (const queue of this.#waiting.values()) {
      const card = queue.get(id);
      if (card !== undefined) return card;
    }
    return undefined;
  }

  get all(): Card[] {
    const cards = new Map<string, Card>();
    for (const queue of this.#waiting.values()) for (const [id, card] of queue) cards.set(id, card);
    for (const [id, card] of this.#own) cards.set(id, card);
    return [...cards.values()];
  }

  get dirty(): boolean {
    return this.#put.size + this.#drop.size > 0;
  }

  /** What consoles must be told since the last time. */
  takeChanges(): { readonly put: readonly Card[]; readonly drop: readonly string[] } {
    const put = [...this.#put].flatMap((id) => this.get(id) ?? []);
    const drop = [...this.#drop];
    this.#put.clear();
    this.#drop.clear();
    return { put, drop };
  }

  #queue(department: string): Map<string, Card> {
    let queue = this.#waiting.get(department);
    if (queue === undefined) this.#waiting.set(department, (queue = new Map()));
    return queue;
  }

  #changed(id: string): void {
    const gone = this.get(id) === undefined;
    (gone ? this.#drop : this.#put).add(id);
    (gone ? this.#put : this.#drop).delete(id);
  }
}
