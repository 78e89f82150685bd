import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';

/** How often the event loop is looked at, ms, and how often while the node is strained. In a longer turn, once: at its end. */
const LOOK_MS = 50;
const CLOSE_LOOK_MS = 10;
/** A turn after which the node is strained, ms: at a load that it keeps up with, turns take a few. */
const LONG_MS = 100;
/** So long without a turn that counts, and the node keeps up again, ms. Shorter, and turns that wait for a commit would do. */
const STRAIN_MS = 300;
/**
 * Long turns after the first for so long, none much shorter than the one before, are overload, ms. One pause (a collector,
 * a busy neighbour) and what it held up, which turns ever shorter make good, turn nobody away. More would be felt: what
 * comes during one turn is read in the next and answered in the one after, so people wait for about three.
 */
const OVERLOAD_MS = 250;
const SHORTER = 0.75;
/** What a turn should take while words are refused, ms. A turn brings one commit, so long ones would leave the journal behind. */
const TURN_MS = 40;
/** How much of a turn's room there is in the next, at least and at most: what it was good for shows some turns later. */
const SHRINK = 0.2;
const GROW = 1.08;
/** Words that a turn always has room for: a house with few people refuses nobody, however slow its machine. */
const LEAST_WORDS = 25;
/** Over how long it is known what this node takes, ms. */
const MEMORY_MS = 1_000;
/** Whoever is refused stays away at least so long, and not much longer than that: the load may be gone, the store back, ms. */
const MIN_RETRY_MS = 250;
const MAX_RETRY_MS = 750;

export interface LoadOptions {
  /** How long the oldest of what is to be written has waited for its commit, ms. */
  readonly waitMs: () => number;
  /** The first words since {@link ended} are refused. */
  readonly began?: () => void;
  /** The node keeps up again; `refused`: how many times it did not. */
  readonly ended?: (refused: number) => void;
}

/**
 * Whether this node falls behind, by its event loop: where the CPU is the bottleneck, what waits does so in sockets that
 * nobody has read yet, and shows as turns that become longer and longer. A strained node has room for so many of people's
 * words a turn and refuses the rest, which costs little: turns stay short, and so do waits.
 */
export class Load {
  /** This turn has no room for more of people's words. A property and no method: it is asked for every frame. */
  full = false;
  readonly #options: LoadOptions;
  #strained = false;
  /** Words that a turn has room for, and those of this one. */
  #room = Infinity;
  #taken = 0;
  #lookedAt = 0;
  #turn = 0;
  /** The turn, or how long a commit is waited for where that is longer: turns may be short while the journal is behind. */
  #pace = 0;
  /** Since the last turn that counts, ms. */
  #calm = 0;
  /** The last long turn, and those that were overload, ms. */
  #long = 0;
  #behind = 0;
  /** Words a ms that were taken lately. */
  #rate = 0;
  #refused = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lookedAt = performance.now();
    this.#lookEvery(LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.full = false;
    this.#room = Infinity;
  }

  /** Takes somebody's words, if there is room. */
  take(): boolean {
    if (this.full) return false;
    this.#taken += 1;
    if (this.#taken >= this.#room) this.full = true;
    return true;
  }

  /** Of somebody's words: come back after about a turn. */
  refusal(): Refusal {
    if (this.#refused++ === 0) this.#options.began?.();
    return busy(this.#pace);
  }

  /** At the begin of a turn. `at`: ms of a clock that is never set. */
  look(at: number): void {
    const before = this.#pace;
    this.#turn = at - this.#lookedAt;
    this.#pace = Math.max(this.#turn, this.#options.waitMs());
    this.#lookedAt = at;
    this.#rate += (this.#taken / this.#turn - this.#rate) * (1 - Math.exp(-this.#turn / MEMORY_MS));
    if (this.#strained) this.#follow(before);
    else if (this.#turn > LONG_MS) this.#strain();
    this.full = false;
    this.#taken = 0;
  }

  #strain(): void {
    this.#strained = true;
    this.#calm = 0;
    this.#long = this.#turn;
    this.#behind = 0;
    this.#lookEvery(CLOSE_LOOK_MS);
  }

  /** `before`: the pace of the turn before. */
  #follow(before: number): void {
    this.#calm = this.#pace > TURN_MS / 2 ? 0 : this.#calm + this.#turn;
    if (this.#calm > STRAIN_MS) return this.#relax();
    if (this.#room < Infinity) return this.#steer(before);
    if (this.#turn <= LONG_MS) return;
    if (this.#turn > this.#long * SHORTER) this.#behind += this.#turn;
    this.#long = this.#turn;
    if (this.#behind > OVERLOAD_MS) this.#room = Math.max(LEAST_WORDS, this.#rate * LONG_MS);
  }

  /** Towards turns of {@link TURN_MS}. */
  #steer(before: number): void {
    // What is taken in one turn costs time in the next as well, when it is committed: so two are looked at together,
    // and the root keeps that echo from swinging. Room that was not used says nothing of more.
    const change = Math.sqrt((2 * TURN_MS) / (before + this.#pace));
    if (this.full || change < 1) this.#room = Math.max(LEAST_WORDS, this.#room * within(SHRINK, change, GROW));
  }

  #relax(): void {
    this.#strained = false;
    this.#room = Infinity;
    this.#lookEvery(LOOK_MS);
    if (this.#refused > 0) this.#options.ended?.(this.#refused);
    this.#refused = 0;
  }

  #lookEvery(ms: number): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.look(performance.now()), ms);
    this.#timer.unref();
  }
}

/** When to come back: after about as long as others wait now, ms, and not all at once. */
export const busy = (waitMs: number): Refusal =>
  refuse('busy', { retryAfter: Math.round(within(MIN_RETRY_MS, waitMs, MAX_RETRY_MS) * (1 + Math.random())) });

const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));
