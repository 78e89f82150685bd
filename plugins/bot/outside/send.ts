import type { OutboundRequest } from 'parlor/plugin';
import { parseJson } from '../engine/text/json.ts';
import type { Own } from '../own.ts';
import { OutsideError, type Failure } from './failure.ts';

type Http = Pick<Own, 'http'>;

/** JSON there and back. Rejects with an {@link OutsideError} for whatever is no answer; secrets are in none of its words. */
export async function sendJson({ http }: Http, { body, headers = {}, ms, url }: { readonly url: string; readonly headers?: OutboundRequest['headers']; readonly body: unknown; readonly ms: number }): Promise<unknown> {
  const answer = await http.request({ url, method: 'POST', timeout: ms, headers: { 'content-type': 'application/json', accept: 'application/json', ...headers }, body: JSON.stringify(body) }).catch((error: unknown) => {
    throw failureOf(error);
  });
  const read = answer.truncated ? undefined : parseJson(answer.body);
  if (answer.status >= 200 && answer.status < 300 && read !== undefined) return read;
  throw new OutsideError(BY_STATUS.get(answer.status) ?? byClass(answer.status), `${answer.status} ${wordsIn(read)}`);
}

const BY_STATUS: ReadonlyMap<number, Failure> = new Map([[401, 'key'], [403, 'key'], [404, 'missing'], [408, 'time'], [429, 'busy']]);

const byClass = (status: number): Failure => (status >= 500 ? 'down' : status >= 400 ? 'rejected' : 'unreadable');

/** What ends with the plugin's activation is no failure of the other side. */
function failureOf(error: unknown): unknown {
  const { code, meta } = Object((Object(error) as { readonly refusal?: unknown }).refusal) as { readonly code?: unknown; readonly meta?: { readonly reason?: unknown } };
  const reason = String(meta?.reason);
  if (code === 'http.not-allowed') return new OutsideError(reason === 'private' ? 'private' : 'unreachable', reason);
  if (code === 'http.failed' && reason !== 'aborted' && reason !== 'closed') return new OutsideError(reason === 'timeout' ? 'time' : 'unreachable', reason);
  return error;
}

/** As such APIs say what is wrong: `{ error: { message } }`, or `{ error }`. */
function wordsIn(read: unknown): string {
  const { error } = Object(read) as { readonly error?: unknown };
  const { message } = Object(error) as { readonly message?: unknown };
  return typeof message === 'string' ? message : typeof error === 'string' ? error : '';
}
