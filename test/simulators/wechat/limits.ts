/** WeChat's rules for messages to a person; times in ms. */
const DAY_MS = 86_400_000;
const WINDOW_MS = 2 * DAY_MS;
const MOMENT_MS = 60_000;
const PER_MESSAGE = 5;
const PER_EVENT = 3;
export const MAX_TEXT_BYTES = 2_048;

interface Person { messageAt: number; eventAt: number; messages: number; events: number; follows: boolean }

/** Who may be written to, and how often. */
export class Limits {
  readonly #people = new Map<string, Person>();
  /** Calls that are left today. */
  callsLeft = Infinity;

  wrote(openid: string, now: number): void {
    Object.assign(this.#person(openid), { messageAt: now, messages: PER_MESSAGE, follows: true });
  }

  did(openid: string, now: number): void {
    Object.assign(this.#person(openid), { eventAt: now, events: PER_EVENT, follows: true });
  }

  left(openid: string): void {
    this.#person(openid).follows = false;
  }

  /** As if they had been heard so much earlier. */
  age(openid: string, ms: number): void {
    const person = this.#person(openid);
    person.messageAt -= ms;
    person.eventAt -= ms;
  }

  /** An error code, or 0 where it may be sent; then it counts. */
  send(openid: string, now: number): number {
    const person = this.#people.get(openid);
    if (person === undefined) return 40003;
    if (!person.follows) return 43004;
    if (this.callsLeft <= 0) return 45009;
    this.callsLeft--;
    const [inMoment, inWindow] = [now < person.eventAt + MOMENT_MS, now < person.messageAt + WINDOW_MS];
    if (!inMoment && !inWindow) return 45015;
    if (inMoment && person.events > 0) person.events--;
    else if (inWindow && person.messages > 0) person.messages--;
    else return 45047;
    return 0;
  }

  #person(openid: string): Person {
    const known = this.#people.get(openid) ?? { messageAt: -Infinity, eventAt: -Infinity, messages: 0, events: 0, follows: true };
    this.#people.set(openid, known);
    return known;
  }
}
