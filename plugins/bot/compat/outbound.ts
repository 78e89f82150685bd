import type { OutboundRequest } from 'parlor/plugin';
import { parseJson } from '../engine/text/json.ts';
import type { Own } from '../own.ts';

type Method = NonNullable<OutboundRequest['method']>;
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
/** Ms; less than a function may take in all. */
const MOST_TIMEOUT_MS = 5_000;

/** Calls another server for a function of a bot: one that an administrator has allowed, and public. Rejects with why not. */
export async function sendFor(ctx: Pick<Own, 'config' | 'http'>, given: unknown): Promise<{ readonly status: number; readonly statusText: string; readonly headers: Readonly<Record<string, string>>; readonly data: unknown }> {
  const { data, headers, method, responseType, timeout, url } = Object(given) as Readonly<Record<string, unknown>>;
  const host = typeof url === 'string' ? URL.parse(url)?.hostname : undefined;
  if (typeof url !== 'string' || host === undefined) throw new Error('The address is none');
  if (!isAllowed(host, ctx.config.functionHosts)) throw new Error(`Functions may not call ${host}: an administrator allows servers in the settings of the plugin`);
  if (typeof method !== 'string' || !METHODS.includes(method)) throw new Error('The method is none');
  const sent = bodyOf(data);
  const answer = await ctx.http.request({
    url, method: method as Method, timeout: Math.min(MOST_TIMEOUT_MS, Number(timeout) > 0 ? Number(timeout) : MOST_TIMEOUT_MS),
    headers: { ...(sent.json ? { 'content-type': 'application/json' } : {}), ...headersOf(headers) }, ...(sent.body === undefined ? {} : { body: sent.body }),
  });
  return { status: answer.status, statusText: '', headers: answer.headers, data: responseType === 'text' ? answer.body : answerText(answer.body) };
}

/** Whether an administrator has allowed bots to call a host. */
export const isAllowed = (host: string, allowed: readonly string[]): boolean => allowed.some((each) => each === '*' || each === host || (each.startsWith('*.') && host.endsWith(each.slice(1))));

function bodyOf(data: unknown): { readonly body?: string; readonly json: boolean } {
  if (data == null) return { json: false };
  return typeof data === 'string' ? { body: data, json: false } : { body: JSON.stringify(data), json: true };
}

/** Names in lower case. */
const headersOf = (given: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(Object(given) as Readonly<Record<string, unknown>>).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [])));

/** JSON where it is, else the text. */
export function answerText(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? text : value;
}
