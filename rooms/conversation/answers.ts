import { describeError, isRefusal } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Positions } from './stream-gate.ts';

/** Answers one command: after the commit of its events, or of what it was decided on where it has none. */
export type Answer = (outcome: Positions | Refusal) => void;

/** An answer that rests on the first so many decisions with events. */
interface Follower {
  readonly decided: number;
  readonly answer: Answer;
  readonly outcome: Positions | Refusal;
}

/** The list is compacted when so many are spent, so that a long pipeline stays linear. */
const SPENT = 256;

/** Another try may have another outcome. */
export const mayChange = (outcome: Positions | Refusal): boolean => isRefusal(outcome) && describeError(outcome.code).retryable;

/** What is to be answered once the disk has it, in the order of the decisions. */
export class Answers {
  #pending: Answer[] = [];
  #pendingSince = 0;
  /** Decisions with events: so far, and those that are committed. */
  #decided = 0;
  #written = 0;
  readonly #followers: Follower[] = [];
  /** Why nothing holds any more that was decided here. */
  #lost: Refusal | null = null;

  /** Of a decision with events: until {@link next}, or {@link fail}. */
  wait(answer: Answer): void {
    this.#pending.push(answer);
    this.#decided++;
  }

  /**
   * Of a decision without events: once all that it was made on is on disk. Where that is lost, so is the reason for the
   * outcome, and the answer is a retryable refusal.
   */
  follow(answer: Answer, outcome: Positions | Refusal): void {
    if (this.#lost !== null) return answer(this.#lost);
    if (this.#written === this.#decided || mayChange(outcome)) return answer(outcome);
    this.#followers.push({ decided: this.#decided, answer, outcome });
  }

  /** The oldest decision with events is committed. */
  next(outcome: Positions): void {
    const answer = this.#pending[this.#pendingSince++];
    if (this.#pendingSince === this.#pending.length) {
      this.#pending.length = 0;
      this.#pendingSince = 0;
    } else if (this.#pendingSince > SPENT) {
      this.#pending = this.#pending.slice(this.#pendingSince);
      this.#pendingSince = 0;
    }
    this.#written++;
    answer?.(outcome);
    if (this.#followers.length > 0) this.#answerFollowers();
  }

  fail(refusal: Refusal): void {
    this.#lost ??= refusal;
    const waiting = [...this.#pending.slice(this.#pendingSince), ...this.#followers.splice(0).map(({ answer }) => answer)];
    this.#pending = [];
    this.#pendingSince = 0;
    for (const answer of waiting) answer(refusal);
  }

  #answerFollowers(): void {
    const first = this.#followers.findIndex(({ decided }) => decided > this.#written);
    for (const { answer, outcome } of this.#followers.splice(0, first < 0 ? this.#followers.length : first)) answer(outcome);
  }
}
