import { createVisitorClient } from '#sdk/index.ts';
import type { VisitorClient } from '#sdk/index.ts';
import { isEnded } from '#domain/state.ts';
import { Person, type Place } from '../../server/support/house.ts';
import type { Crowd } from './crowd.ts';
import { MemoryStorage } from './memory-storage.ts';
import { Socket } from './socket.ts';
import type { Picture } from './witness.ts';

/** Unanswered words after which a person waits. */
const MAX_PENDING = 25;

/** One visitor with the real client, on one page after the other. */
export class Visitor {
  readonly name: string;
  conversation: string | null = null;
  readonly #crowd: Crowd;
  readonly #person: Person;
  readonly #storage = new MemoryStorage();
  #client: VisitorClient;
  #socket: Socket | null = null;
  #said = 0;
  #reopening = '';

  private constructor(name: string, crowd: Crowd, person: Person) {
    this.name = name;
    this.#crowd = crowd;
    this.#person = person;
    this.#client = this.#page();
  }

  static async arrive(name: string, crowd: Crowd, place: Place): Promise<Visitor> {
    const person = await crowd.balancer.ask((node) => Person.arrive(node as never, place));
    const visitor = new Visitor(name, crowd, person);
    visitor.#client.start();
    return visitor;
  }

  get online(): boolean {
    return this.#client.snapshot.connection.status === 'online';
  }

  get picture(): Picture {
    return this.#client.snapshot;
  }

  /** Ids of what is not answered. */
  get pending(): readonly string[] {
    return this.#client.snapshot.pending.filter(({ status }) => status === 'sending').map(({ id }) => id);
  }

  /** False when too much is unanswered already, or there is no chat to speak in. */
  say(): boolean {
    const { pending, state } = this.#client.snapshot;
    if (this.conversation === null || pending.length >= MAX_PENDING || state === null || isEnded(state)) return false;
    const text = `${this.name}-${++this.#said}`;
    this.#crowd.witness.posted(this.name, this.#client.post(text), this.conversation, text);
    return true;
  }

  /** What a page does by itself: goes on after a stop, reopens what was ended, puts away what failed. */
  tick(): void {
    const { connection, pending, state } = this.#client.snapshot;
    if (connection.status === 'stopped') this.#client.connect();
    for (const item of pending) {
      if (item.status !== 'failed') continue;
      this.#crowd.witness.failed(item);
      this.#client.discard(item.id);
    }
    const reopened = pending.some(({ id }) => id === this.#reopening);
    if (state !== null && isEnded(state) && !reopened && this.conversation !== null) {
      this.#reopening = this.#client.reopen();
      this.#crowd.witness.posted(this.name, this.#reopening, this.conversation, null);
    }
  }

  /** Loses the socket; the client comes back with `since`. */
  cut(): void {
    this.#socket?.cut();
  }

  /** Another page of the same browser: it knows what was unsent, and nothing else. */
  reload(): void {
    this.#client.disconnect();
    this.#client = this.#page();
    this.#client.connect();
  }

  leave(): void {
    this.#client.disconnect();
  }

  #page(): VisitorClient {
    const { balancer, mischief, random, witness } = this.#crowd;
    return createVisitorClient({
      storageKey: this.name, storage: this.#storage, locks: null, random: () => random.next(),
      ticket: async ({ start }) => {
        const { url, conversation } = await balancer.ask((node) => this.#person.ticket(node, start));
        this.conversation = conversation;
        return { url: balancer.route(url), conversation };
      },
      openSocket: (url) => {
        this.#socket = new Socket(url, {
          mischief, random, dialMs: this.#crowd.dialMs,
          heard: (frame) => witness.down(this.name, 'public', frame, this.conversation),
          repeatable: (id) => !witness.isRefused(id),
        });
        return this.#socket;
      },
    });
  }
}
