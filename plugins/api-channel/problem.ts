import type { RouteAnswer } from 'parlor/plugin';

interface About {
  readonly status: number;
  readonly title: string;
  /** The same request may be taken later. */
  readonly retryable: boolean;
}

/** What is wrong with a request that the house itself does not refuse. */
const problems = {
  'signature.invalid': { status: 401, retryable: false, title: 'No account of this name has signed this, or it was not signed within the last five minutes.' },
  'idempotency-key.missing': { status: 400, retryable: false, title: 'The header idempotency-key is missing.' },
  'input.invalid': { status: 422, retryable: false, title: 'Some values are not right: the fields say which, and what is wanted.' },
  'file.unreachable': { status: 422, retryable: false, title: 'There is no file that may be fetched at this address.' },
  'file.unavailable': { status: 502, retryable: true, title: 'A file could not be fetched now.' },
} as const satisfies Readonly<Record<string, About>>;

export type ProblemCode = keyof typeof problems;

/** RFC 9457, as everything else that the house refuses. `fields`: what is wrong, by the name of each value. */
export function problem(code: ProblemCode, fields?: Readonly<Record<string, string>>): RouteAnswer {
  const { retryable, status, title } = problems[code];
  const body = { type: 'about:blank', title, status, code, retryable, ...(fields === undefined ? {} : { meta: { fields } }) };
  return { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: JSON.stringify(body) };
}
