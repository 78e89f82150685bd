import type { PresenceStatus } from '#wire/protocol.ts';

/** Whether the agent is there, and what they say of themselves. Only consoles know: a desk that comes up anew asks them. */
export class Attendance {
  #said: PresenceStatus | null = null;
  #there = false;

  /** A console came: `last` is what it knew before, if it was here before. It counts where nobody has said anything yet. */
  come(last: PresenceStatus | null): void {
    this.#there = true;
    this.#said ??= last;
  }

  go(): void {
    this.#there = false;
  }

  say(status: PresenceStatus): void {
    this.#said = status;
  }

  /** What the agent's own consoles show. */
  get own(): PresenceStatus {
    return this.#said ?? 'online';
  }

  /** What everybody else sees. */
  get shown(): PresenceStatus {
    return this.#there ? this.own : 'offline';
  }

  get available(): boolean {
    return this.shown === 'online';
  }
}
