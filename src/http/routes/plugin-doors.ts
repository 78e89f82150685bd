import { setTimeout as wait } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import { MAX_ROUTE_BODY } from '#plugin/routes.ts';
import { isLoopback, networkOf } from '../client-address.ts';
import type { Context } from '../context.ts';
import type { HttpRequest } from '../request.ts';
import { problem, type HttpResponse } from '../response.ts';
import { route, type Method, type Route } from '../router.ts';
import { defaultLimits } from '../routes-deps.ts';
import { createThrottle } from '../throttle.ts';
import { throttled } from '../throttled.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** A page of a plugin stands under our name: it runs nothing, loads nothing, and is nobody's frame. */
const POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Who asks one thing after the other, as tools do that bring data in, is slowed down to what is allowed and not refused: looks at the limit, ms between them, and requests of all networks that wait so at a time. */
const PATIENCE = { looks: 5, everyMs: 20, most: 32 } as const;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What plugins answer. Open to the world: each handler says for itself who is let in. */
export function pluginDoorRoutes({ config, doors, now }: Context): readonly Route[] {
  const requests = createThrottle((config.limits ?? defaultLimits).pluginRequestsPerNetwork, now);
  let paced = 0;

  const waitFor = async (network: string): Promise<number> => {
    let seconds = requests.take(network);
    if (seconds !== 1 || paced >= PATIENCE.most) return seconds;
    paced++;
    for (let look = 0; seconds > 0 && look < PATIENCE.looks; look++) {
      await wait(PATIENCE.everyMs);
      seconds = requests.take(network);
    }
    paced--;
    return seconds;
  };

  const answer = async (request: HttpRequest<'*' | 'id'>): Promise<HttpResponse> => {
    const { id } = request.params;
    const network = isLoopback(request.ip) ? null : `${id} ${networkOf(request.ip)}`;
    const seconds = network === null ? 0 : await waitFor(network);
    if (seconds > 0) return throttled('rate.limited', seconds);
    try {
      const { body = '', genuine, headers, status } = await doors.answer(id, {
        method: request.method, path: pathBehind(request.path), query: Object.fromEntries([...request.query].reverse()), rawQuery: request.rawQuery,
        headers: headersFor(request), ip: request.ip, ...textOf(request.body),
      });
      if (genuine === true && network !== null) requests.giveBack(network);
      return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers, 'content-security-policy': POLICY } };
    } catch (error) {
      if (error instanceof RefusalError && ['busy', 'unavailable'].includes(error.refusal.code)) return problem(error.refusal, { 'retry-after': '1' });
      throw error;
    }
  };
  return METHODS.map((method) => route(method, '/plugins/:id/*', { maxBody: MAX_ROUTE_BODY, handler: answer }));
}

/** What follows the plugin's id, as it was sent. */
const pathBehind = (path: string): string => `/${path.split('/').slice(3).join('/')}`;

/** Whoever signs in here is no plugin's business, nor what proxies in front of the house say to it. */
const OURS = /^(?:cookie|forwarded|via|x-real-ip|x-forwarded-.*|proxy-.*)$/;
const headersFor = ({ headers }: HttpRequest): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(headers).filter(([name]) => !OURS.test(name)));

function textOf(bytes: Buffer): { readonly rawBody: string; readonly encoding: 'utf8' | 'base64' } {
  try {
    return { rawBody: utf8.decode(bytes), encoding: 'utf8' };
  } catch {
    return { rawBody: bytes.toString('base64'), encoding: 'base64' };
  }
}
