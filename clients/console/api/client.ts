import { isErrorCode } from '#domain/errors.ts';
import type { ErrorCode } from '#domain/errors.ts';

/** The server said no, or did not answer (`unavailable`). */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, status: number, meta: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.meta = meta;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  const code = isRecord(problem) && isErrorCode(problem['code']) ? problem['code'] : response.status >= 500 ? 'unavailable' : 'internal';
  return new ApiError(code, response.status, isRecord(problem) && isRecord(problem['meta']) ? problem['meta'] : {});
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Calls `/api/v1<path>` with the session's cookie. A file is sent as it is, everything else as JSON. `T` is trusted: both ends are built from one `#wire/api.ts`. */
export async function api<T>(method: Method, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}, signal: AbortSignal | null = null): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    signal,
    ...(body === undefined ? { headers } : body instanceof Blob ? { headers: { ...headers, 'content-type': 'application/gzip' }, body } : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError('unavailable', 0);
  });
  if (!response.ok) throw await errorOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** `signal` breaks it off. */
export const get = <T>(path: string, signal: AbortSignal | null = null): Promise<T> => api<T>('GET', path, undefined, {}, signal);
