import type { Card } from '#wire/protocol.ts';

const NOBODY: ReadonlySet<never> = new Set();

export interface Arrival {
  readonly seq: number;
  readonly frame: string;
}

/** A console that is being shown a chat: the page is on its way. */
export interface Opening<C> {
  readonly console: C;
  readonly conversation: string;
  /** What is said meanwhile waits: the page may or may not contain it. */
  readonly arrivals: Arrival[];
}

/** Which consoles have which chats open, or are about to, and which chats are watched for them. */
export class Viewing<C> {
  readonly #viewers = new Map<string, Set<C>>();
  readonly #openings = new Map<string, Set<Opening<C>>>();
  readonly #watched = new Map<string, Card>();

  viewers(conversation: string): ReadonlySet<C> {
    return this.#viewers.get(conversation) ?? NOBODY;
  }

  sees(console: C, conversation: string): boolean {
    return this.viewers(conversation).has(console);
  }

  /* ---- watching ---- */

  get watched(): readonly string[] {
    return [...this.#watched.keys()];
  }

  /** Where a chat that is watched stood when it was last looked at. */
  card(conversation: string): Card | undefined {
    return this.#watched.get(conversation);
  }

  /** The chat is watched from here on. */
  watch(card: Card): void {
    this.#watched.set(card.id, card);
  }

  /** The chat stands elsewhere now; nothing to remember of one that is not watched. */
  moved(card: Card): void {
    if (this.#watched.has(card.id)) this.watch(card);
  }

  /** True, once, when nobody has the chat open or waits for it: it need not be watched any more. */
  release(conversation: string): boolean {
    return !this.#viewers.has(conversation) && !this.#openings.has(conversation) && this.#watched.delete(conversation);
  }

  /* ---- opening and leaving ---- */

  begin(console: C, conversation: string): Opening<C> {
    const opening = { console, conversation, arrivals: [] };
    add(this.#openings, conversation, opening);
    return opening;
  }

  /** The page is here, or will not come. False when the console did not wait for it. */
  end(opening: Opening<C>): boolean {
    return drop(this.#openings, opening.conversation, opening);
  }

  arrive(conversation: string, arrival: Arrival): void {
    for (const { arrivals } of this.#openings.get(conversation) ?? []) arrivals.push(arrival);
  }

  open({ console, conversation }: Opening<C>): void {
    add(this.#viewers, conversation, console);
  }

  leave(console: C, conversation: string): void {
    drop(this.#viewers, conversation, console);
    for (const opening of this.#openings.get(conversation) ?? []) if (opening.console === console) this.end(opening);
  }

  /** The console is gone. */
  close(console: C): void {
    for (const conversation of new Set([...this.#viewers.keys(), ...this.#openings.keys()])) this.leave(console, conversation);
  }
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** An empty set is none. */
function drop<K, V>(map: Map<K, Set<V>>, key: K, value: V): boolean {
  const set = map.get(key);
  if (set === undefined || !set.delete(value)) return false;
  if (set.size === 0) map.delete(key);
  return true;
}
