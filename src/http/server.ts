import { isErrorCode, RefusalError } from '#domain/errors.ts';
import { StoreError } from '#store/store-error.ts';
import { BodyError } from '../transport/body-stream.ts';
import type { HttpHost, Log, RawResponse, RequestBody, RequestHead, RequestPlan } from '../transport/http.ts';
import { isForeignWrite, preflight, withCors, type Cors } from './cors.ts';
import { HttpRequest } from './request.ts';
import { defaultHeaders, problem, type HttpResponse } from './response.ts';
import { defaultBodyTimeoutMs, defaultMaxBody, Router, type Match, type Route } from './router.ts';

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly cors: Cors;
  readonly log: Log;
}

/** Answers every HTTP request of the transport: what is no route of ours is a 404. */
export function serveRoutes(host: HttpHost, options: HttpServerOptions): void {
  const router = new Router(options.routes);
  host.handle((head) => plan(head, router, options));
}

function plan(head: RequestHead, router: Router, { cors, log }: HttpServerOptions): RequestPlan {
  const match = find(router, head);
  const known = match && 'route' in match ? match.route : undefined;
  return {
    maxBody: known?.maxBody ?? defaultMaxBody,
    bodyTimeoutMs: known?.bodyTimeoutMs ?? defaultBodyTimeoutMs,
    streams: known?.streams ?? false,
    answer: async (body) => {
      const origin = head.headers['origin'];
      let allowed: ReturnType<Cors> = null;
      try {
        if (origin !== undefined) allowed = cors(origin, head.path);
        return finish(withCors(await respond(head, match, body, allowed), allowed));
      } catch (error) {
        return finish(withCors(refusalOf(error, head, log), allowed));
      }
    },
  };
}

/** Undefined for a path whose percent-encoding is broken. */
function find(router: Router, { method, path }: RequestHead): Match | undefined {
  try {
    return router.match(method, path);
  } catch {
    return undefined;
  }
}

async function respond(head: RequestHead, match: Match | undefined, body: RequestBody, allowed: ReturnType<Cors>): Promise<HttpResponse> {
  if ('refused' in body) return problem(body.refused === 'too-large' ? 'request.too-large' : 'request.timeout');
  if (!match) return problem('request.malformed');
  if ('allowed' in match) {
    if (match.allowed.length === 0) return problem('route.unknown');
    if (head.method === 'OPTIONS') return preflight(head.headers, allowed, match.allowed);
    return problem('route.method', { allow: match.allowed.join(', ') });
  }
  if (isForeignWrite(head.method, head.headers, allowed)) return problem('request.forbidden-origin');
  return match.route.handler(new HttpRequest(head, match.params, 'stream' in body ? body.stream : body.bytes));
}

function refusalOf(error: unknown, head: RequestHead, log: Log): HttpResponse {
  if (error instanceof RefusalError && isErrorCode(error.refusal.code)) return problem(error.refusal);
  if (error instanceof BodyError) return problem(error.reason === 'too-slow' ? 'request.timeout' : error.reason === 'too-large' ? 'request.too-large' : 'file.broken-off');
  if (error instanceof StoreError && error.code === 'store.unavailable') {
    log.warn({ reason: error.message, method: head.method, path: head.path }, 'a route was refused for now');
    return problem('unavailable', { 'retry-after': '1' });
  }
  log.error({ err: error, method: head.method, path: head.path }, 'a route failed');
  return problem('internal');
}

const noHeaderText = /[^\t\x20-\x7e]/;

/** Fills in the defaults. A line break in a header would forge another one; beyond ASCII the engines differ. */
function finish({ status = 200, headers = {}, body = '' }: HttpResponse): RawResponse {
  const all = { ...defaultHeaders, ...headers };
  for (const [name, value] of Object.entries(all)) {
    const lines = typeof value === 'string' ? [value] : (value ?? []);
    if ([name, ...lines].some((line) => noHeaderText.test(line))) throw new Error(`the header ${JSON.stringify(name)} is not plain ASCII`);
  }
  return { status, headers: all, body };
}
