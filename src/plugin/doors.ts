import { RefusalError, isErrorCode } from '#domain/errors.ts';
import type { Ctx } from './ctx.ts';
import type { PluginRoute, RouteAnswer, RouteRequest } from './routes.ts';
import { within } from './within.ts';

const DEFAULT_BODY = 64 << 10;
const ROUTE_BUDGET_MS = 10_000;
/** Requests of one plugin at a time on this node. */
const MOST_AT_A_TIME = 256;
/** The others wait in line, so many and so long, ms: what many people say in one moment. Then they are asked to come again. */
const MOST_IN_LINE = 2_048;
const LINE_MS = 1_000;
/** All their bodies together, characters: a process of its own has them in its memory. */
const MOST_WAITING = 4 << 20;

interface Door {
  readonly routes: readonly PluginRoute<Ctx>[];
  readonly ctx: Ctx;
  readonly failed: (error: unknown) => void;
  open: number;
  waiting: number;
  /** Each is told when it is its turn. */
  readonly line: Set<() => void>;
}

/** What plugins answer on this node. */
export class Doors {
  readonly #doors = new Map<string, Door>();
  readonly #hasRoutes: (plugin: string) => boolean;

  /** `hasRoutes`: whether there is code of this plugin that answers requests, on or off. */
  constructor(hasRoutes: (plugin: string) => boolean) {
    this.#hasRoutes = hasRoutes;
  }

  /** From now on instead of what was there before. Returns how to close them again. */
  open(plugin: string, routes: readonly PluginRoute<Ctx>[], ctx: Ctx, failed: (error: unknown) => void): () => void {
    const door: Door = { routes, ctx, failed, open: 0, waiting: 0, line: new Set() };
    this.#doors.set(plugin, door);
    return () => {
      if (this.#doors.get(plugin) === door) this.#doors.delete(plugin);
    };
  }

  /**
   * Rejects with a RefusalError: `route.unknown`, `route.method`, `request.too-large`, `busy`, what the handler refuses with,
   * `internal` for what else became of it, or `unavailable` where the plugin is off: who calls it should come again.
   */
  async answer(plugin: string, request: Omit<RouteRequest, 'params'>): Promise<RouteAnswer> {
    const door = this.#doors.get(plugin);
    if (door === undefined) throw new RefusalError(this.#hasRoutes(plugin) ? 'unavailable' : 'route.unknown');
    const found = door.routes.flatMap((route) => {
      const params = paramsIn(route.path, request.path);
      return params === null ? [] : [{ route, params }];
    });
    if (found.length === 0) throw new RefusalError('route.unknown');
    const match = found.find(({ route }) => route.method === request.method);
    if (match === undefined) throw new RefusalError('route.method');
    const { route, params } = match;
    if (Buffer.byteLength(request.rawBody, request.encoding) > (route.maxBody ?? DEFAULT_BODY)) throw new RefusalError('request.too-large');
    const size = request.rawBody.length;
    if (door.open > 0 && door.waiting + size > MOST_WAITING) throw new RefusalError('busy');
    door.waiting += size;
    try {
      await turn(door);
    } catch (error) {
      door.waiting -= size;
      throw error;
    }
    try {
      return answerOf(await within(Promise.resolve(route.handle(door.ctx, { ...request, params })), ROUTE_BUDGET_MS));
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== null) throw refusal;
      door.failed(error);
      // It may go well the next time: whoever calls must not take it for an answer.
      throw new RefusalError('internal');
    } finally {
      door.waiting -= size;
      leave(door);
    }
  }
}

/** Resolves with a place in the door; rejects with `busy`. */
async function turn(door: Door): Promise<void> {
  if (door.open < MOST_AT_A_TIME) return void door.open++;
  if (door.line.size >= MOST_IN_LINE) throw new RefusalError('busy');
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  door.line.add(resolve);
  const timer = setTimeout(() => {
    door.line.delete(resolve);
    reject(new RefusalError('busy'));
  }, LINE_MS);
  await promise.finally(() => clearTimeout(timer));
}

/** Whoever is first in line gets the place. */
function leave(door: Door): void {
  const [next] = door.line;
  if (next === undefined) return void door.open--;
  door.line.delete(next);
  next();
}

/** A refusal that has come through a plugin's own process is an error with its code. */
function refusalIn(error: unknown): RefusalError | null {
  if (error instanceof RefusalError) return error;
  const { code } = Object(error) as { readonly code?: unknown };
  return isErrorCode(code) ? new RefusalError(code) : null;
}

/** Null where the path is another. */
function paramsIn(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const isOpen = wanted.at(-1) === '*';
  if (isOpen ? given.length < wanted.length : wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of (isOpen ? wanted.slice(0, -1) : wanted).entries()) {
    const part = given[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== part) return null;
    } else {
      const text = decoded(part);
      if (text === null || text === '') return null;
      params[segment.slice(1)] = text;
    }
  }
  return params;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

const MAX_ANSWER = 1 << 20;
const MAX_HEADER = 2_000;
/** Nothing that sets cookies, relaxes a policy or leads somewhere as ours. */
const HEADER = /^(?:cache-control|content-type|retry-after|x-[a-z0-9-]{1,60})$/;
const PRINTABLE = /^[\t\x20-\x7e]*$/;

/** What a handler answers is whatever its author wrote. */
function answerOf(answer: unknown): RouteAnswer {
  const { body = '', genuine = false, headers = {}, status } = Object(answer) as { readonly [K in keyof RouteAnswer]?: unknown };
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) throw new TypeError('a route answered without a status from 200 to 599');
  if (typeof body !== 'string' || body.length > MAX_ANSWER) throw new TypeError(`a route answered with a body that is no text of at most ${MAX_ANSWER} characters`);
  const kept = Object.entries(Object(headers) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    HEADER.test(name) && typeof value === 'string' && value.length <= MAX_HEADER && PRINTABLE.test(value) ? [[name, value] as const] : []);
  return { status, body, headers: Object.fromEntries(kept), ...(genuine === true ? { genuine } : {}) };
}
