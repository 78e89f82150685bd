import type { ApiMethods, ApiResponse } from '@grammyjs/types';
import type { Account, Own } from './config.ts';

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
export async function call<M extends Method>({ http }: Own, { apiUrl, token }: Account, method: M, params: Params<M>, timeout?: number): Promise<Result<M>> {
  const { body, status } = await http.request({
    url: `${apiUrl.replace(/\/+$/, '')}/bot${token}/${method}`, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params ?? {}),
    ...(timeout === undefined ? {} : { timeout }),
  });
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
