import { refuse } from '#domain/errors.ts';
import type { Actor } from './actor.ts';

/** What waits for one actor at most: more is refused as `busy`. */
const MAX_WAITING = 1_000;

/** A message on its way to an actor. `timeout` null: told, nobody waits for its reply. */
export interface Message {
  readonly method: string;
  readonly request: unknown;
  readonly reply: (reply: unknown) => void;
  readonly timeout: number | null;
}

/**
 * Messages for actors of which is not known yet where they live, or that are coming up: one line an actor, so that
 * nothing overtakes what was sent before it.
 */
export class WaitingLines {
  readonly #lines = new Map<string, Message[]>();
  readonly #onError: (error: unknown) => void;
  #opening: Actor | null = null;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** The actor that is taking its line right now: what is sent to it meanwhile joins the line. */
  get opening(): Actor | null {
    return this.#opening;
  }

  /** Whether something waits for this actor. */
  waits(key: string): boolean {
    return this.#lines.has(key);
  }

  /** `first`: whoever sent it sees to it that the line moves. */
  join(key: string, message: Message): 'first' | 'waits' | 'refused' {
    const line = this.#lines.get(key);
    if (line === undefined) {
      this.#lines.set(key, [message]);
      return 'first';
    }
    if (line.length >= MAX_WAITING) {
      message.reply(refuse('busy'));
      return 'refused';
    }
    line.push(message);
    return 'waits';
  }

  /** An actor that has come up takes what waits for it. */
  open(key: string, actor: Actor, take: (message: Message) => void): void {
    const line = this.#lines.get(key);
    if (line === undefined) return;
    this.#opening = actor;
    this.#each(line, take);
    this.#opening = null;
    this.#lines.delete(key);
  }

  /** Everything that waits goes elsewhere, or is refused. */
  leave(key: string, take: (message: Message) => void): void {
    const line = this.#lines.get(key);
    this.#lines.delete(key);
    if (line !== undefined) this.#each(line, take);
  }

  /** Those that join meanwhile included. One that throws keeps no other from its turn. */
  #each(line: readonly Message[], take: (message: Message) => void): void {
    for (const message of line) {
      try {
        take(message);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
