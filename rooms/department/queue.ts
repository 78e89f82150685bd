import { byTicket } from '#domain/routing.ts';
import type { Waiting } from '#domain/routing.ts';
import type { Card } from '#wire/protocol.ts';

export interface Place extends Waiting {
  /** Null while the chat has not said yet how it looks: its place is known, nobody is shown it. */
  readonly card: Card | null;
}

interface Hold {
  readonly by: string;
  readonly until: number;
}

/** Who waits, in the order of the tickets that the database issued. */
export class Queue {
  /** Ascending by ticket. */
  readonly #places: Place[] = [];
  readonly #byConversation = new Map<string, Place>();
  readonly #holds = new Map<string, Hold>();
  readonly #told = new Map<string, string>();

  get size(): number {
    return this.#places.length;
  }

  [Symbol.iterator](): Iterator<Place> {
    return this.#places[Symbol.iterator]();
  }

  find(conversation: string): Place | undefined {
    return this.#byConversation.get(conversation);
  }

  /** Puts a chat in its place, or renews its card. */
  set(place: Place): void {
    const before = this.#byConversation.get(place.conversation);
    // A card with every message: most of the time it is where it was.
    if (before?.ticket === place.ticket) this.#places[this.#indexOf(before)] = place;
    else {
      this.#remove(place.conversation);
      this.#places.splice(this.#indexOf(place), 0, place);
    }
    this.#byConversation.set(place.conversation, place);
  }

  /** The chat knows nothing of its place: it is told once more. */
  untold(conversation: string): void {
    this.#told.delete(conversation);
  }

  take(conversation: string): Place | undefined {
    this.#holds.delete(conversation);
    this.#told.delete(conversation);
    return this.#remove(conversation);
  }

  /** The first that is not held for somebody else. */
  first(now: number, agent: string | null): Place | undefined {
    return this.#places.find(({ conversation }) => {
      const hold = this.#holds.get(conversation);
      return hold === undefined || hold.until <= now || hold.by === agent;
    });
  }

  hold(conversation: string, by: string, until: number): void {
    this.#holds.set(conversation, { by, until });
  }

  /** When the next of the holds ends; null when nothing is held. */
  heldUntil(now: number): number | null {
    let next: number | null = null;
    for (const { until } of this.#holds.values()) if (until > now && (next === null || until < next)) next = until;
    return next;
  }

  /** Whoever else holds it meanwhile keeps it. */
  release(conversation: string, by: string): void {
    if (this.#holds.get(conversation)?.by === by) this.#holds.delete(conversation);
  }

  /** Places whose position, the number of those who wait, or whether anybody is there has changed since they were last told. */
  *moved(staffed: boolean): Iterable<{ readonly conversation: string; readonly position: number }> {
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places[i];
      // To tell it would bring it up: it hears of its place when it has.
      if (place === undefined || place.card === null) continue;
      const { conversation } = place;
      const now = `${i + 1}/${this.#places.length}/${staffed}`;
      if (this.#told.get(conversation) === now) continue;
      this.#told.set(conversation, now);
      yield { conversation, position: i + 1 };
    }
  }

  #remove(conversation: string): Place | undefined {
    const place = this.#byConversation.get(conversation);
    if (place === undefined) return undefined;
    this.#byConversation.delete(conversation);
    this.#places.splice(this.#indexOf(place), 1);
    return place;
  }

  /** Where it is; else where it belongs, behind those with the same ticket. */
  #indexOf(place: Place): number {
    let [from, to] = [0, this.#places.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (byTicket(this.#places[middle] ?? place, place) <= 0) from = middle + 1;
      else to = middle;
    }
    for (let at = from - 1; at >= 0 && this.#places[at]?.ticket === place.ticket; at--) if (this.#places[at] === place) return at;
    return from;
  }
}
