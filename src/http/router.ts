import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The names in a pattern: `/things/:id/parts/*` has `id` and `*`. */
export type ParamsOf<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? ParamOf<Segment> | ParamsOf<Rest>
  : ParamOf<Path>;
type ParamOf<Segment extends string> = Segment extends `:${infer Name}` ? Name : Segment extends '*' ? '*' : never;

export interface RouteOptions<Params extends string> {
  /** Bytes of body; beyond, 413 without reading on. Default 64 KiB. */
  readonly maxBody?: number;
  /** Time for the body to arrive; beyond, 408. Default 10 s. */
  readonly bodyTimeoutMs?: number;
  /** The handler reads the body as it comes, from `request.stream`. Default no. */
  readonly streams?: boolean;
  handler(request: HttpRequest<Params>): HttpResponse | Promise<HttpResponse>;
}

export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly maxBody: number;
  readonly bodyTimeoutMs: number;
  readonly streams: boolean;
  handler(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

export const defaultMaxBody = 64 * 1024;
export const defaultBodyTimeoutMs = 10_000;

/** One route. `:name` matches one segment, a final `*` all the rest (at least one segment). GET answers HEAD too. */
export function route<const Path extends `/${string}`>(
  method: Method,
  path: Path,
  options: RouteOptions<ParamsOf<Path>>,
): Route {
  return { maxBody: defaultMaxBody, bodyTimeoutMs: defaultBodyTimeoutMs, streams: false, ...options, method, path };
}

export type Match =
  | { readonly route: Route; readonly params: Readonly<Record<string, string>> }
  /** The methods that the path does answer; none for an unknown path. */
  | { readonly allowed: readonly string[] };

interface Node {
  readonly children: Map<string, Node>;
  param?: { readonly name: string; readonly node: Node };
  rest?: Node;
  readonly routes: Map<string, Route>;
}

/** A tree of path segments: a literal wins over a parameter, a parameter over the rest. */
export class Router {
  readonly #root = node();

  constructor(routes: readonly Route[]) {
    for (const entry of routes) this.#add(entry);
  }

  /** Throws URIError when a parameter of a known path is not well-formed. */
  match(method: string, path: string): Match {
    const values: string[] = [];
    const found = find(this.#root, path.split('/'), 1, values);
    if (!found) return { allowed: [] };
    const { target, names } = found;
    const match = target.routes.get(method === 'HEAD' ? 'GET' : method);
    if (!match) return { allowed: methodsOf(target) };
    const params: Record<string, string> = Object.create(null);
    names.forEach((name, index) => (params[name] = decodeURIComponent(values[index] ?? '')));
    return { route: match, params };
  }

  #add(entry: Route): void {
    const segments = entry.path.split('/').slice(1);
    const target = segments.reduce((at, segment, index) => descend(at, segment, index === segments.length - 1), this.#root);
    if (target.routes.has(entry.method)) throw new Error(`two routes for ${entry.method} ${entry.path}`);
    target.routes.set(entry.method, entry);
  }
}

function node(): Node {
  return { children: new Map(), routes: new Map() };
}

function descend(at: Node, segment: string, last: boolean): Node {
  if (segment === '*' && last) return (at.rest ??= node());
  if (!segment.startsWith(':')) {
    const child = at.children.get(segment) ?? node();
    at.children.set(segment, child);
    return child;
  }
  at.param ??= { name: segment.slice(1), node: node() };
  if (at.param.name !== segment.slice(1)) throw new Error(`:${at.param.name} and ${segment} name the same segment`);
  return at.param.node;
}

function find(at: Node, segments: string[], index: number, values: string[], names: string[] = []): { target: Node; names: string[] } | undefined {
  const segment = segments[index];
  if (segment === undefined) return at.routes.size > 0 ? { target: at, names } : undefined;
  const literal = at.children.get(segment);
  const found = literal && find(literal, segments, index + 1, values, names);
  if (found) return found;
  if (at.param && segment !== '') {
    values.length = names.length;
    values.push(segment);
    const inner = find(at.param.node, segments, index + 1, values, [...names, at.param.name]);
    if (inner) return inner;
  }
  if (!at.rest) return undefined;
  values.length = names.length;
  values.push(segments.slice(index).join('/'));
  return { target: at.rest, names: [...names, '*'] };
}

function methodsOf(at: Node): string[] {
  const methods = [...at.routes.keys()];
  return methods.includes('GET') ? [...methods, 'HEAD', 'OPTIONS'] : [...methods, 'OPTIONS'];
}
