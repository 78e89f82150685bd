import type { ErrorCode } from '#wire/vocabulary.ts';

type Meta = Readonly<Record<string, unknown>>;

/** The server said no. Nothing changed, except for `unavailable`: then the outcome is not known. */
export class RefusedError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly meta: Meta | undefined;

  constructor(code: ErrorCode, retryable: boolean, meta?: Meta) {
    super(code);
    this.code = code;
    this.retryable = retryable;
    this.meta = meta;
  }
}

/** What `ticket()` rejects with: not `retryable` stops the client with `code`. Any other rejection is tried again with back-off. */
export { RefusedError as TicketError };
