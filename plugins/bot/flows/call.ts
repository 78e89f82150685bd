import { answerText, isAllowed } from '../compat/outbound.ts';
import { picked, type FlowRequest } from '../engine/flow/request.ts';
import type { Own } from '../own.ts';

export interface Called {
  readonly ok: boolean;
  /** Only what was wanted of the answer. */
  readonly data: unknown;
  /** For traces: `200`, `timeout`. Never what was sent, which may be secret. */
  readonly why: string;
  /** What came back, for who tries it: UTF-16 units up to {@link MOST_SHOWN}. Null: nothing did. */
  readonly answer: { readonly status: number; readonly body: string } | null;
}

/** Asks another system. Never rejects: what fails goes along the edge of errors. */
export type Call = (asked: { readonly call: string; readonly request: FlowRequest; readonly wanted: readonly string[]; readonly timeoutMs: number }) => Promise<Called>;

type Means = Pick<Own, 'config' | 'http' | 'log'>;

/** Of all calls of a turn, ms: within what a bot may take over it. */
const TURN_MS = 15_000;
/** Where somebody tries it: within what a page may take, ms. */
export const TRY_MS = 4_000;
/** Less is no time to ask anybody. */
const LEAST_MS = 50;
const MOST_SHOWN = 4_000;

/**
 * The calls of one turn. `turn` names it: a turn that comes again after a crash asks again, under the same keys, so that a receiver
 * that honours `Idempotency-Key` acts once.
 */
export function callsOf(ctx: Means, turn: string, budgetMs = TURN_MS): Call {
  const endsAt = performance.now() + budgetMs;
  return async ({ call, request, timeoutMs, wanted }) => {
    const timeout = Math.floor(Math.min(timeoutMs, endsAt - performance.now()));
    const target = targetOf(ctx.config, request);
    const why = 'refused' in target ? target.refused : timeout < LEAST_MS ? 'no time left' : null;
    const called = why === null && !('refused' in target) ? await send(ctx, request, target, { key: `${turn}-${call}`, timeout, wanted }) : failed(why ?? '');
    if (!called.ok) ctx.log('a call of a flow failed', { host: hostOf('refused' in target ? request.url : target.url), why: called.why });
    return called;
  };
}

const failed = (why: string): Called => ({ ok: false, data: null, why, answer: null });

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where it goes: to the server of its connection, with its secret, or to one that bots may call. */
function targetOf({ connections, functionHosts }: Own['config'], { connection, url }: FlowRequest): Target | { readonly refused: string } {
  if (connection === '') return isAllowed(hostOf(url), functionHosts) ? { url, headers: {} } : { refused: 'server not allowed' };
  const known = connections.find(({ name }) => name === connection);
  if (known === undefined) return { refused: 'no such connection' };
  return { url: known.address.replace(/\/+$/, '') + url, headers: known.secret === '' ? {} : { [known.header.toLowerCase()]: known.secret } };
}

/** Whether a call could be made at all: for who draws it. */
export const isConnected = (config: Own['config'], request: Pick<FlowRequest, 'connection' | 'url'>): boolean => !('refused' in targetOf(config, { ...request, method: 'GET', headers: {}, body: null }));

const hostOf = (url: string): string => URL.parse(url)?.hostname ?? '';

async function send({ http }: Means, { body, headers, method }: FlowRequest, target: Target, { key, timeout, wanted }: { readonly key: string; readonly timeout: number; readonly wanted: readonly string[] }): Promise<Called> {
  try {
    // The secret last: nothing that is drawn takes its place.
    const answer = await http.request({ url: target.url, method, timeout, headers: { accept: 'application/json', ...headers, 'idempotency-key': key, ...target.headers }, ...(body === null ? {} : { body }) });
    const shown = { status: answer.status, body: answer.body.slice(0, MOST_SHOWN).toWellFormed() };
    if (answer.status < 200 || answer.status > 299) return { ...failed(String(answer.status)), answer: shown };
    if (answer.truncated) return { ...failed('answer too large'), answer: shown };
    return { ok: true, data: picked(answerText(answer.body), wanted), why: String(answer.status), answer: shown };
  } catch (error) {
    const why = reasonOf(error);
    if (why === null) throw error;
    return failed(why);
  }
}

/** Why no answer came; null where it is the plugin that ends: the turn is asked again. */
function reasonOf(error: unknown): string | null {
  const { refusal } = Object(error) as { readonly refusal?: { readonly code: string; readonly meta?: { readonly reason?: string } } };
  return refusal?.code.startsWith('http.') === true ? refusal.meta?.reason ?? refusal.code : null;
}
