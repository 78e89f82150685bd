import { z } from 'zod';
import type { LocalText, PluginField } from '#wire/api.ts';
import type { Plugin } from './define.ts';

export interface SettingTexts {
  readonly title: LocalText;
  readonly hint?: LocalText;
  /** Written and never read back: sealed in the store, left out of every answer. */
  readonly secret?: boolean;
  /** Of a choice: what people read for each value. Default: the values. */
  readonly options?: Readonly<Record<string, LocalText>>;
}

const texts = z.registry<SettingTexts>();

/** One value that an administrator may set, and how its line of the settings form reads. */
export const setting = <S extends z.ZodType>(schema: S, about: SettingTexts): S => {
  texts.add(schema, about);
  return schema;
};

/** Texts that may be longer than this get more than one line. */
const ONE_LINE = 200;

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A config as its form needs it, and as a question of values. Throws a TypeError for what no form can show. */
export function formOf(plugin: string, config: z.ZodObject): Pick<Plugin, 'check' | 'defaults' | 'fields'> {
  const defaults = Object.entries(config.shape).map(([name, schema]) => [name, (schema as z.ZodType).safeParse(undefined).data] as const);
  return {
    fields: fieldsOf(plugin, config),
    defaults: Object.fromEntries(defaults.filter(([, value]) => value !== undefined)),
    check: (values) => {
      const { data, error } = config.safeParse(values);
      return data === undefined ? { flaws: Object.fromEntries((error?.issues ?? []).map(({ path, code }) => [path.join('.'), code])) } : { values: data };
    },
  };
}

function fieldsOf(plugin: string, config: z.ZodObject): readonly PluginField[] {
  return Object.entries(config.shape).map(([name, schema]) => {
    const about = texts.get(schema as z.ZodType);
    if (about === undefined) throw new TypeError(`plugin ${plugin}: config.${name} is no setting(...)`);
    const json = z.toJSONSchema(schema as z.ZodType, { io: 'input' });
    const shown = kindOf(json);
    const kind = about.secret === true && shown?.endsWith('text') === true ? 'secret' : about.secret === true ? null : shown;
    if (kind === null) throw new TypeError(`plugin ${plugin}: config.${name} is of a type that the settings form does not know`);
    return {
      name, kind, title: about.title, hint: about.hint ?? null,
      required: !(schema as z.ZodType).safeParse(undefined).success,
      options: (json.enum ?? []).map((value) => ({ value: String(value), title: about.options?.[String(value)] ?? { en: String(value), 'zh-CN': String(value) } })),
      min: json.minimum ?? json.minLength ?? json.minItems ?? null,
      max: json.maximum ?? json.maxLength ?? json.maxItems ?? null,
    };
  });
}

function kindOf({ type, enum: options, maxLength, items }: JsonSchema): PluginField['kind'] | null {
  if (options !== undefined) return type === 'string' ? 'choice' : null;
  switch (type) {
    case 'string': return (maxLength ?? 0) > ONE_LINE ? 'long-text' : 'text';
    case 'number': case 'integer': return 'number';
    case 'boolean': return 'switch';
    case 'array': return typeof items === 'object' && 'type' in items && items.type === 'string' ? 'list' : null;
    default: return null;
  }
}

/** Names of the values that are secrets. */
export const secretsOf = (fields: readonly PluginField[]): ReadonlySet<string> => new Set(fields.flatMap(({ kind, name }) => (kind === 'secret' ? [name] : [])));
