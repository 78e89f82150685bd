import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginField } from '#wire/api.ts';
import type { PluginHttp } from './ctx.ts';

interface Callee {
  /** In the form: `callback`, or `accounts.0.callback` in the first record. */
  readonly place: string;
  readonly url: URL;
}

function calleesIn(fields: readonly PluginField[], values: JsonObject, within = ''): readonly Callee[] {
  return fields.flatMap(({ fields: inner, kind, name }): readonly Callee[] => {
    const value = values[name];
    const place = `${within}${name}`;
    if (kind === 'records') return Array.isArray(value) ? value.flatMap((record: unknown, index) => calleesIn(inner, Object(record) as JsonObject, `${place}.${index}.`)) : [];
    const url = kind === 'address' && typeof value === 'string' ? URL.parse(value) : null;
    return url === null ? [] : [{ place, url }];
  });
}

/**
 * Refuses values by which a plugin would call servers that it may not, as `input.invalid`: whoever saves them learns of it then, and not
 * from what was never delivered. An address that nobody knows now may be known later.
 */
export async function refuseCallees(http: Pick<PluginHttp, 'addresses'>, fields: readonly PluginField[], values: JsonObject): Promise<void> {
  const flaws = await Promise.all(calleesIn(fields, values).map(async ({ place, url: { hostname, port, protocol } }) => {
    try {
      await http.addresses({ host: hostname, port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port) });
      return [];
    } catch (error) {
      return isPrivate(error) ? [[place, 'private-address'] as const] : [];
    }
  }));
  if (flaws.flat().length > 0) throw new RefusalError('input.invalid', { fields: Object.fromEntries(flaws.flat()) });
}

const isPrivate = (error: unknown): boolean => error instanceof RefusalError && error.refusal.code === 'http.not-allowed' && error.refusal.meta?.['reason'] === 'private';
