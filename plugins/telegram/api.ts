import type { ApiMethods, ApiResponse } from '@grammyjs/types';
import type { OutboundRequest } from 'parlor/plugin';
import type { Account, Own } from './config.ts';
import { multipart, type NamedBytes } from './multipart.ts';

/** A message may be sent for so long, ms: a file takes longer than words. */
const UPLOAD_MS = 25_000;

/** A file is named by its id. */
type Methods = ApiMethods<string>;
export type Method = keyof Methods;
export type Params<M extends Method> = Parameters<Methods[M]>[0];
export type Result<M extends Method> = ReturnType<Methods[M]>;

/** Telegram's words for what it did not do. They never hold the token. */
export class BotApiError extends Error {
  /** As of HTTP. */
  readonly status: number;
  /** How long to leave it alone, s. */
  readonly retryAfter: number | undefined;

  constructor(method: Method, status: number, description: string, retryAfter?: number) {
    super(`${method}: ${status} ${description}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * One call of the Bot API. Rejects with a {@link BotApiError}, or with what `ctx.http` rejects with. The token is a part of the
 * address: nothing that names the address may be logged. `timeout`: ms.
 */
export const call = <M extends Method>(ctx: Own, account: Account, method: M, params: Params<M>, timeout?: number): Promise<Result<M>> =>
  post(ctx, account, method, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(params ?? {}), ...(timeout === undefined ? {} : { timeout }) });

/** The same with a file, under the name `part`. */
export function upload<M extends Method>(ctx: Own, account: Account, method: M, fields: Readonly<Record<string, string>>, part: string, file: NamedBytes): Promise<Result<M>> {
  const { bytes, type } = multipart(fields, part, file);
  return post(ctx, account, method, { headers: { 'content-type': type }, bytes, timeout: UPLOAD_MS });
}

/** A file by what `getFile` calls its path; null where it is there no more. */
export async function download({ http }: Own, account: Account, path: string, timeout: number): Promise<Uint8Array | null> {
  const { bytes, status, truncated } = await http.request({ url: `${baseOf(account)}/file/bot${account.token}/${path}`, as: 'bytes', timeout });
  if (status >= 500 || status === 429) throw new BotApiError('getFile', status, 'the file did not come');
  return status === 200 && !truncated && bytes !== undefined ? bytes : null;
}

const baseOf = ({ apiUrl }: Account): string => apiUrl.replace(/\/+$/, '');

async function post<M extends Method>({ http }: Own, account: Account, method: M, request: Omit<OutboundRequest, 'method' | 'url'>): Promise<Result<M>> {
  const { body, status } = await http.request({ ...request, url: `${baseOf(account)}/bot${account.token}/${method}`, method: 'POST' });
  const answer = answerIn<Result<M>>(body);
  if (answer?.ok === true) return answer.result;
  if (answer === null) throw new BotApiError(method, status, 'no answer of the Bot API');
  throw new BotApiError(method, answer.error_code, answer.description, answer.parameters?.retry_after);
}

/** Null where something else than Telegram has answered. */
function answerIn<T>(text: string): ApiResponse<T> | null {
  try {
    const answer = JSON.parse(text) as ApiResponse<T>;
    return typeof answer.ok === 'boolean' ? answer : null;
  } catch {
    return null;
  }
}
