import type { ErrorCode } from '#wire/vocabulary.ts';

/** What `ticket()` rejects with when there is no use in asking again. Any other rejection is tried again with back-off. */
export class TicketError extends Error {
  readonly code: ErrorCode;
  /** false stops the client with `code`. */
  readonly retryable: boolean;

  constructor(code: ErrorCode, retryable: boolean) {
    super(code);
    this.code = code;
    this.retryable = retryable;
  }
}

/** The desk said no. Nothing changed, except for `unavailable`: then the outcome is not known. */
export class RefusedError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly meta: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, retryable: boolean, meta?: Readonly<Record<string, unknown>>) {
    super(code);
    this.code = code;
    this.retryable = retryable;
    this.meta = meta;
  }
}
