import type { Apart } from './frames.ts';

type AnyFunction = (...args: readonly never[]) => unknown;

const MAX_DEPTH = 12;
const MAX_FUNCTIONS = 500;

/** Data without its functions, and the functions. Throws a TypeError for what is neither: it could not cross a pipe. */
export function takeApart(value: unknown): { readonly apart: Apart; readonly functions: readonly AnyFunction[] } {
  const paths: (readonly string[])[] = [];
  const functions: AnyFunction[] = [];
  const walk = (inner: unknown, path: readonly string[]): unknown => {
    if (typeof inner === 'function') {
      paths.push(path);
      functions.push(inner as AnyFunction);
      return undefined;
    }
    if (typeof inner !== 'object' || inner === null) return inner;
    if (path.length > MAX_DEPTH) throw new TypeError(`${path.join('.')}: nested too deep`);
    if (Array.isArray(inner)) return inner.map((each, index) => walk(each, [...path, String(index)]));
    if (![Object.prototype, null].includes(Object.getPrototypeOf(inner) as object | null)) throw new TypeError(`${path.join('.')}: neither a function nor JSON`);
    return Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, walk(each, [...path, name])]));
  };
  const data = walk(value, []);
  return { apart: { data, functions: paths }, functions };
}

/**
 * The value again, with what `make` answers in the place of each function. `data` is changed. Throws a TypeError where a path
 * leads nowhere, or to where something is already.
 */
export function putTogether({ data, functions }: Apart, make: (path: readonly string[], index: number) => AnyFunction): unknown {
  if (functions.length > MAX_FUNCTIONS) throw new TypeError(`more than ${MAX_FUNCTIONS} functions`);
  for (const [index, path] of functions.entries()) {
    const last = path.at(-1) ?? '';
    const place = path.slice(0, -1).reduce<unknown>((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), data);
    if (!isObject(place) || last === '__proto__' || (Array.isArray(place) && !/^\d{1,4}$/.test(last))) throw new TypeError(`${path.join('.')}: no place for a function`);
    if ((Object.hasOwn(place, last) ? (place[last] ?? null) : null) !== null) throw new TypeError(`${path.join('.')}: both a function and not`);
    place[last] = make(path, index);
  }
  return data;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
