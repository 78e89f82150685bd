import type { Card } from '#wire/protocol.ts';

interface Offer {
  readonly conversation: string;
  readonly until: number;
}

/** An agent's seats: chats that are assigned, and offers that hold a place for one that may be. */
export class Seats {
  capacity = 0;
  readonly #open = new Map<string, Card>();
  readonly #offers = new Map<string, Offer>();
  /** Chats that the store says are this agent's, and that have not said so themselves yet. */
  #awaited: ReadonlySet<string> = new Set();

  /** Taken or held. One chat never takes two. */
  get used(): number {
    return this.#open.size + this.#held.size;
  }

  /** Chats that have an offer, or are awaited, and are not open. */
  get #held(): ReadonlySet<string> {
    const held = new Set<string>();
    for (const { conversation } of this.#offers.values()) if (!this.#open.has(conversation)) held.add(conversation);
    for (const conversation of this.#awaited) if (!this.#open.has(conversation)) held.add(conversation);
    return held;
  }

  /** What the store says is this agent's. A chat that cannot be asked now has its seat all the same: others may be unable to come up for seconds. */
  expect(conversations: readonly string[]): void {
    this.#awaited = new Set(conversations.filter((id) => !this.#open.has(id)));
  }

  get awaiting(): boolean {
    return this.#awaited.size > 0;
  }

  get open(): ReadonlyMap<string, Card> {
    return this.#open;
  }

  get free(): number {
    return Math.max(0, this.capacity - this.used);
  }

  /** False when there is no seat. The same offer again is granted again, and so is another one for the same chat. */
  reserve(offer: string, conversation: string, until: number): boolean {
    const again = this.#open.has(conversation) || this.#held.has(conversation);
    if (!again && this.free === 0) return false;
    this.#offers.set(offer, { conversation, until });
    return true;
  }

  release(offer: string): boolean {
    return this.#offers.delete(offer);
  }

  releaseFor(conversation: string): void {
    for (const [offer, held] of this.#offers) if (held.conversation === conversation) this.#offers.delete(offer);
  }

  /** Until when a held offer stands; null for one that is not held. */
  until(offer: string): number | null {
    return this.#offers.get(offer)?.until ?? null;
  }

  /** Offers whose time is up. They still hold: the one who asks must first find out whether the chat was assigned. */
  overdue(now: number): readonly { readonly offer: string; readonly conversation: string }[] {
    return [...this.#offers].filter(([, { until }]) => until <= now).map(([offer, { conversation }]) => ({ offer, conversation }));
  }

  take(card: Card): void {
    this.#open.set(card.id, card);
    this.#heardOf(card.id);
    this.releaseFor(card.id);
  }

  leave(conversation: string): boolean {
    this.#heardOf(conversation);
    return this.#open.delete(conversation);
  }

  #heardOf(conversation: string): void {
    if (this.#awaited.has(conversation)) this.#awaited = new Set([...this.#awaited].filter((id) => id !== conversation));
  }
}
