import { z } from 'zod';
import type { LocalText, PluginField } from '#wire/api.ts';
import type { Plugin } from './define.ts';

export interface SettingTexts {
  readonly title: LocalText;
  readonly hint?: LocalText;
  /** Written and never read back: sealed in the store, left out of every answer. */
  readonly secret?: boolean;
  /** Of a choice, and of a list of choices: what people read for each value. Default: the values. */
  readonly options?: Readonly<Record<string, LocalText>>;
  /** A text that is the id of a department: chosen from those that there are. */
  readonly department?: boolean;
  /** A text that is an `http` or `https` address which the plugin calls: values with one that it may not reach are not saved. */
  readonly called?: boolean;
  /** A text that stands, as `:value`, in a path behind `/plugins/<id>`: the form shows the whole address, to be copied to whoever calls it. */
  readonly leadsTo?: { readonly title: LocalText; readonly path: string };
  /** A secret that is made up here: the form makes one by chance, of 43 letters, digits, dashes and underscores. */
  readonly random?: boolean;
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
    // What no JSON can be is of no kind that a form knows.
    fields: fieldsOf(plugin, config, z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' })),
    defaults: Object.fromEntries(defaults.filter(([, value]) => value !== undefined)),
    check: (values) => {
      const { data, error } = config.safeParse(values);
      return data === undefined ? { flaws: Object.fromEntries((error?.issues ?? []).map(({ path, code }) => [path.join('.'), code])) } : { values: data };
    },
  };
}

/**
 * A list of objects of settings is a list of records, each known by its first value, a text that it must have and that is never
 * secret.
 */
function fieldsOf(plugin: string, config: z.ZodObject, { properties = {} }: JsonSchema, place = 'config'): readonly PluginField[] {
  return Object.entries(config.shape).map(([name, schema]) => {
    const about = texts.get(schema as z.ZodType);
    if (about === undefined) throw new TypeError(`plugin ${plugin}: ${place}.${name} is no setting(...)`);
    const json = Object(properties[name]) as JsonSchema;
    const record = place === 'config' ? recordIn(schema as z.ZodType) : null;
    const fields = record === null ? [] : fieldsOf(plugin, record, Object(json.items) as JsonSchema, `${place}.${name}`);
    const kind = record === null ? kindFor(about, kindOf(json)) : isKey(fields[0]) ? 'records' : null;
    if (kind === null) throw new TypeError(`plugin ${plugin}: ${place}.${name} is of a type that the settings form does not know`);
    return {
      name, kind, fields, title: about.title, hint: about.hint ?? null,
      required: !(schema as z.ZodType).safeParse(undefined).success,
      options: (json.enum ?? choicesIn(json)).map((value) => ({ value: String(value), title: about.options?.[String(value)] ?? { en: String(value), 'zh-CN': String(value) } })),
      min: json.minimum ?? json.minLength ?? json.minItems ?? null,
      max: json.maximum ?? json.maxLength ?? json.maxItems ?? null,
      ...(kind === 'text' && about.leadsTo !== undefined ? { leadsTo: { title: about.leadsTo.title, path: `/plugins/${plugin}${about.leadsTo.path}` } } : {}),
      ...(kind === 'secret' && about.random === true ? { random: true as const } : {}),
    };
  });
}

/** What a list is made of, where it is one of objects. */
function recordIn(schema: z.ZodType): z.ZodObject | null {
  if (schema instanceof z.ZodDefault) return recordIn(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodArray && schema.element instanceof z.ZodObject ? schema.element : null;
}

/** What a list may hold, where that is known. */
const choicesIn = ({ items }: JsonSchema): readonly unknown[] => (typeof items === 'object' && 'enum' in items ? (items.enum ?? []) : []);

const isKey = (field: PluginField | undefined): boolean => field?.kind === 'text' && field.required;

function kindFor({ called, department, secret }: SettingTexts, shown: PluginField['kind'] | null): PluginField['kind'] | null {
  if (secret === true) return shown?.endsWith('text') === true ? 'secret' : null;
  if (department === true) return shown === 'text' ? 'department' : null;
  if (called === true) return shown === 'text' ? 'address' : null;
  return shown;
}

function kindOf({ type, enum: options, format, items, maxLength }: JsonSchema): PluginField['kind'] | null {
  if (options !== undefined) return type === 'string' ? 'choice' : null;
  switch (type) {
    case 'string': return (maxLength ?? 0) > ONE_LINE && format !== 'uri' ? 'long-text' : 'text';
    case 'number': case 'integer': return 'number';
    case 'boolean': return 'switch';
    case 'array': return typeof items === 'object' && 'type' in items && items.type === 'string' ? 'list' : null;
    default: return null;
  }
}
