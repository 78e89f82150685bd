import type { z } from 'zod';
import { RefusalError } from '#domain/errors.ts';
import type { HttpRequest } from './request.ts';

/** The body as the schema wants it. Refuses with `request.malformed` (no JSON) or `input.invalid`. */
export const bodyOf = <T extends z.ZodType>(request: Pick<HttpRequest, 'json'>, schema: T): z.output<T> => checked(schema, request.json());

/** The query as the schema wants it; the first of values with one name. Refuses with `input.invalid`. */
export const queryOf = <T extends z.ZodType>(request: Pick<HttpRequest, 'query'>, schema: T): z.output<T> =>
  checked(schema, Object.fromEntries([...request.query].reverse()));

/** `meta.fields` names each wrong value by its path, with what is wrong: `{"fields": {"capacity": "too_big"}}`. */
function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, code }) => [path.join('.'), code] as const);
  throw new RefusalError('input.invalid', { fields: Object.fromEntries(fields) });
}
