type MaybePromise<T> = T | Promise<T>;

/** A request as a plugin gets it. JSON: of the headers none that could be somebody's session here. */
export interface RouteRequest {
  /** In upper case. */
  readonly method: string;
  /** Behind `/plugins/<id>`, percent-encoded as it came. */
  readonly path: string;
  /** What the `:names` of the route's path stand for. */
  readonly params: Readonly<Record<string, string>>;
  /** The first value of each name. */
  readonly query: Readonly<Record<string, string>>;
  /** What stands behind the `?`, as it came: for those who sign it. */
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came: `Buffer.from(rawBody, encoding)` are its bytes. Base64 where they are no UTF-8. */
  readonly rawBody: string;
  readonly encoding: 'utf8' | 'base64';
  readonly ip: string;
}

/** Names of headers in lower case; those that would mean something to a browser on our pages are left out. */
export interface RouteAnswer {
  /** 200 to 599. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Whoever asked has proved who they are: it is not counted against their network, which may ask 100 times a second. A provider's
   * machines call for all of its people.
   */
  readonly genuine?: boolean;
}

/** An address under `/plugins/<id>`, answered on every node where the plugin is active. It is open to the world: the handler says who is let in. */
export interface PluginRoute<X> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/`; `:name` stands for one segment, `/*` at the end for whatever follows. Of several that match the first one answers. */
  readonly path: string;
  /** Bytes of body. Default 64 KiB, at most 1 MiB. */
  readonly maxBody?: number;
  /** Within 10 s. A refusal of the catalogue that it throws is the answer. */
  readonly handle: (ctx: X, request: RouteRequest) => MaybePromise<RouteAnswer>;
}

export const MAX_ROUTE_BODY = 1 << 20;
const SEGMENT = /^(?::[a-z][a-zA-Z0-9]{0,30}|[a-z0-9][a-z0-9._-]{0,60})$/;

/** Why a path is none; null for one that is. */
export const flawOfPath = (path: string): string | null =>
  (path.startsWith('/') && path.slice(1).replace(/\/\*$/, '').split('/').every((segment) => SEGMENT.test(segment)) ? null : 'begins with / and has segments of lower case letters, digits, dots and dashes, or :names; at its end /* may stand');
