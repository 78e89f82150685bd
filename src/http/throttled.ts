import type { ErrorCode } from '#domain/errors.ts';
import { problem, type HttpResponse } from './response.ts';

/** A refusal that says when to come back, in whole seconds, as header and as `meta.retryAfter`. */
export const throttled = (code: ErrorCode, seconds: number): HttpResponse =>
  problem({ code, meta: { retryAfter: seconds } }, { 'retry-after': String(seconds) });
