import { valueOf } from '../session/fill.ts';
import type { Scalar, Values } from '../session/fill.ts';
import { parseJson } from '../text/json.ts';
import type { NodeOf } from './schema.ts';
import { fillTemplate, slotIn, slotsIn } from './texts.ts';

/** What an `api` node sends, with its slots filled; a connection adds its address and its secret later. */
export interface FlowRequest {
  readonly connection: string;
  readonly method: NodeOf<'api'>['method'];
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null: none. */
  readonly body: string | null;
}

/** A server is never named by a slot: what a visitor says decides whom nobody asks. */
const ADDRESS = /^https?:\/\/[^\s/?#@{}\\]+(?=[/?#]|$)/i;
/** Parsers take these for a way up, also where they are encoded. */
const WAY_UP = /^(?:\.|%2e){1,2}$/i;
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export const isAddress = (url: string, connection: string): boolean => (connection === '' ? ADDRESS.test(url) : url === '' || url.startsWith('/') || url.startsWith('?'));

/** Whether a body is a JSON template: slots stand within its texts. */
export const isBody = (body: string): boolean => body.trim() === '' || parseJson(body) !== undefined;

/** Null where the address cannot be: a slot of its path is not known, or would lead elsewhere. */
export function requestOf({ args, body, connection, headers, method, url }: NodeOf<'api'>, slots: Values): FlowRequest | null {
  const [address = ''] = url.split('#', 1);
  const [path = ''] = address.split('?', 1);
  if (!isAddress(url, connection) || slotsIn(path).some((slot) => String(valueOf(slots, slot) ?? '') === '')) return null;
  const way = fillTemplate(path, slots, encoded);
  if (way.replace(ADDRESS, '').split(/[/\\]/).some((part) => WAY_UP.test(part))) return null;
  const query = [
    fillTemplate(address.slice(path.length + 1), slots, encoded),
    ...args.map(({ name, value }) => `${encodeURIComponent(name)}=${encoded(fillTemplate(value, slots))}`),
  ].filter((part) => part !== '').join('&');
  const template = BODILESS.has(method) || body.trim() === '' ? undefined : parseJson(body);
  return {
    connection, method,
    url: query === '' ? way : `${way}?${query}`,
    headers: {
      ...(template === undefined ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), fillTemplate(value, slots)])),
    },
    body: template === undefined ? null : JSON.stringify(filledIn(template, slots)),
  };
}

const encoded = (value: Scalar): string => encodeURIComponent(String(value).toWellFormed());

/** A text that is a slot and nothing besides is its value as it is: a number stays one. What is not known is null. */
function filledIn(template: unknown, slots: Values): unknown {
  if (typeof template === 'string') {
    const slot = slotIn(template);
    return slot === null ? fillTemplate(template, slots) : (valueOf(slots, slot) ?? null);
  }
  if (Array.isArray(template)) return template.map((each: unknown) => filledIn(each, slots));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, filledIn(value, slots)]));
}

/** What is at a path of somebody else's JSON: own properties only. A name with dots in it is a name first. */
export function at(data: unknown, path: string): unknown {
  let value = data;
  for (const key of isOwn(data, path) ? [path] : path.split('.')) {
    if (!isOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** As much of an answer as is kept of it, by path: it goes through {@link at} again. */
export const picked = (data: unknown, paths: readonly string[]): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(paths.flatMap((path): readonly (readonly [string, Scalar])[] => {
    const value = at(data, path);
    if (typeof value === 'string') return [[path, value.slice(0, MOST_SAVED)]];
    return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? [[path, value]] : [];
  }));

/** UTF-16 units of a text that a slot takes out of an answer. */
const MOST_SAVED = 500;

const isOwn = (value: unknown, key: string): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && Object.hasOwn(value, key);
