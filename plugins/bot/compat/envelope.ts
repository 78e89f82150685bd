import type { RouteAnswer } from 'parlor/plugin';

/** What a call answers: `rc` 0. */
export interface Envelope {
  readonly data?: unknown;
  readonly msg?: string;
  readonly rc?: number;
  readonly error?: string;
  readonly total?: number;
  readonly current_page?: number;
  readonly total_page?: number;
}

/** Why a call is not answered. For ever: clients have them in their code. */
export const RC = {
  /** Also: of the state that something is in. */
  badInput: 1,
  /** Is there already; of a training: it runs. */
  exists: 2,
  missing: 3,
  tooMuch: 4,
  notAllowed: 5,
  failed: 6,
  noSession: 11,
} as const;

/** A call that cannot be answered as asked; `message` is for whoever writes the client. */
export class CallError extends Error {
  readonly rc: number;

  constructor(rc: number, message: string) {
    super(message);
    this.rc = rc;
  }
}

/** The bot was removed while it was called. */
export const gone = (): CallError => new CallError(RC.missing, 'The bot is not there any more');

/** Characters of an answer, below what a route may answer. */
const MOST_ANSWER = 1_000_000;

export interface Page {
  readonly limit: number;
  readonly page: number;
}

export function paged<T>(all: readonly T[], { limit, page }: Page, shown: (each: T) => unknown = (each) => each): Envelope {
  return { total: all.length, current_page: page, total_page: Math.max(1, Math.ceil(all.length / limit)), data: all.slice((page - 1) * limit, page * limit).map(shown) };
}

/** Clients turn every status but 200 into an error that says nothing: what is wrong stands in the body. */
export function answered(envelope: Envelope): RouteAnswer {
  const body = JSON.stringify({ rc: 0, ...envelope });
  return body.length > MOST_ANSWER ? refused(RC.tooMuch, 'The answer is too large: ask for it in pages, by limit and page') : { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

export const refused = (rc: number, error: string): RouteAnswer => answered({ rc, error });
