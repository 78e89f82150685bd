/**
 * Why nothing usable came from outside. Of the house: `off` switched off, `paused` after failures, `spent` for today, `enough` for
 * this person today, `late` in the turn. Of the other side: `time` it took too long, `key` not taken, `missing` no such address or model, `busy` too many
 * calls, `rejected` it did not take the call, `down` it failed, `unreachable`, `private` the address is not public, `unreadable`.
 */
export const FAILURES = ['off', 'paused', 'spent', 'enough', 'late', 'time', 'key', 'missing', 'busy', 'rejected', 'down', 'unreachable', 'private', 'unreadable'] as const;

export type Failure = (typeof FAILURES)[number];

const MOST_DETAIL = 200;

/** `detail` is the other side's own words, for who looks after the bot. */
export class OutsideError extends Error {
  readonly failure: Failure;
  readonly detail: string;

  constructor(failure: Failure, detail = '') {
    super(`${failure} ${detail}`);
    this.failure = failure;
    // eslint-disable-next-line no-control-regex -- what is in it is not known
    this.detail = detail.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, MOST_DETAIL).toWellFormed().trim();
  }
}
