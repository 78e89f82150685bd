import type { JsonObject } from '#store/json.ts';
import type { PluginField } from '#wire/api.ts';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a record is known by; where it has no such value it has none to keep either. */
function keyOf({ fields: [first] }: PluginField, record: JsonObject): string {
  const key = record[first?.name ?? ''];
  return typeof key === 'string' ? key : '';
}

const recordsIn = (values: JsonObject, { name }: PluginField): readonly unknown[] => {
  const list = values[name];
  return Array.isArray(list) ? list : [];
};

/** The values with each secret, wherever it stands, as `change` makes it; null leaves it out. Places: `key`, or `accounts.shop.key` in a record. */
export function mapSecrets(fields: readonly PluginField[], values: JsonObject, change: (place: string, value: unknown) => unknown, within = ''): JsonObject {
  const kinds = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => {
    const field = kinds.get(name);
    if (field?.kind === 'secret') {
      const changed = change(`${within}${name}`, value);
      return changed === null ? [] : [[name, changed]];
    }
    if (field?.kind !== 'records' || !Array.isArray(value)) return [[name, value]];
    return [[name, value.map((record: unknown) => (isObject(record) ? mapSecrets(field.fields, record, change, `${name}.${keyOf(field, record)}.`) : record))]];
  }));
}

/** What comes from a form, with the stored secrets that it leaves out: in records, those of the record that is known by the same value. */
export function keepSecrets(fields: readonly PluginField[], input: JsonObject, stored: JsonObject): JsonObject {
  const kept: Record<string, unknown> = { ...input };
  for (const field of fields) {
    const { kind, name } = field;
    if (kind === 'secret' && !Object.hasOwn(input, name) && Object.hasOwn(stored, name)) kept[name] = stored[name];
    if (kind !== 'records' || !Array.isArray(input[name])) continue;
    const known = new Map(recordsIn(stored, field).filter(isObject).map((record) => [keyOf(field, record), record]));
    kept[name] = recordsIn(input, field).map((record) => (isObject(record) ? keepSecrets(field.fields, record, known.get(keyOf(field, record)) ?? {}) : record));
  }
  return kept;
}

/** Where records are known by a value that another before them has: `accounts.1.id`. */
export function twinsIn(fields: readonly PluginField[], input: JsonObject): readonly string[] {
  return fields.filter(({ kind }) => kind === 'records').flatMap((field) => {
    const seen = new Set<string>();
    return recordsIn(input, field).flatMap((record, index) => {
      const key = isObject(record) ? keyOf(field, record) : '';
      if (key === '' || !seen.has(key)) return (seen.add(key), []);
      return [`${field.name}.${index}.${field.fields[0]?.name}`];
    });
  });
}
