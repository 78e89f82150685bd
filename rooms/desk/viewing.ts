const NOBODY: ReadonlySet<never> = new Set();

export interface Arrival {
  readonly seq: number;
  readonly frame: string;
}

/** Which consoles have which chats open. */
export class Viewing<C> {
  readonly #viewers = new Map<string, Set<C>>();
  readonly #chats = new Map<C, Set<string>>();
  readonly #arrivals = new Map<string, Set<Arrival[]>>();

  viewers(conversation: string): ReadonlySet<C> {
    return this.#viewers.get(conversation) ?? NOBODY;
  }

  sees(console: C, conversation: string): boolean {
    return this.#chats.get(console)?.has(conversation) ?? false;
  }

  /** While a chat is being opened, what is said in it waits: the page that is on its way may or may not contain it. */
  awaitPage(conversation: string): Arrival[] {
    const arrivals: Arrival[] = [];
    add(this.#arrivals, conversation, arrivals);
    return arrivals;
  }

  /** The page is here, or will not come. */
  pageCame(conversation: string, arrivals: Arrival[]): void {
    const waiting = this.#arrivals.get(conversation);
    waiting?.delete(arrivals);
    if (waiting?.size === 0) this.#arrivals.delete(conversation);
  }

  arrive(conversation: string, arrival: Arrival): void {
    for (const arrivals of this.#arrivals.get(conversation) ?? []) arrivals.push(arrival);
  }

  open(console: C, conversation: string): void {
    add(this.#viewers, conversation, console);
    add(this.#chats, console, conversation);
  }

  /** True when nobody has the chat open any more. */
  leave(console: C, conversation: string): boolean {
    this.#chats.get(console)?.delete(conversation);
    const viewers = this.#viewers.get(conversation);
    if (viewers === undefined || !viewers.delete(console) || viewers.size > 0) return false;
    this.#viewers.delete(conversation);
    return true;
  }

  /** The console is gone: the chats that nobody has open any more. */
  close(console: C): string[] {
    const chats = [...(this.#chats.get(console) ?? [])];
    this.#chats.delete(console);
    return chats.filter((conversation) => {
      const viewers = this.#viewers.get(conversation);
      viewers?.delete(console);
      if (viewers?.size !== 0) return false;
      this.#viewers.delete(conversation);
      return true;
    });
  }
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
