import type { Plugin, PluginConfig, PluginField } from '#wire/api.ts';
import type { Texts } from '../../i18n/en.ts';

/** As the form holds it: a number that is being typed may be a text, nothing is an empty text. */
export type FieldValue = string | number | boolean | readonly string[] | readonly FieldValues[];
export interface FieldValues { readonly [name: string]: FieldValue }

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is PluginConfig => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueOf({ fields, kind }: PluginField, saved: unknown): FieldValue {
  switch (kind) {
    case 'switch': return saved === true;
    case 'list': return Array.isArray(saved) ? saved.filter(isText) : [];
    case 'records': return Array.isArray(saved) ? saved.filter(isRecord).map((config) => valuesOf({ fields, config })) : [];
    case 'number': return typeof saved === 'number' ? saved : '';
    case 'secret': return '';
    case 'text': case 'long-text': case 'choice': case 'department': case 'address': return isText(saved) ? saved : '';
  }
}

type Form = Pick<Plugin, 'fields' | 'config'>;

/** What the form begins with. */
export const valuesOf = ({ fields, config }: Form): FieldValues => Object.fromEntries(fields.map((field) => [field.name, valueOf(field, config[field.name])]));

/** Of a value of that kind. */
export const recordsIn = (value: FieldValue): readonly FieldValues[] => (Array.isArray(value) ? value.filter((each): each is FieldValues => typeof each === 'object') : []);
export const textsIn = (value: FieldValue): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** What a record is known by. */
export function keyOf({ fields: [first] }: PluginField, record: FieldValues): string {
  const key = record[first?.name ?? ''];
  return isText(key) ? key.trim() : '';
}

const tidied = ({ kind }: PluginField, value: FieldValue): FieldValue => ((kind === 'text' || kind === 'address') && isText(value) ? value.trim() : value);

/** Whether it is a channel by which nobody comes: it has no account. */
export const lacksAccounts = ({ config, fields, permissions, state }: Pick<Plugin, 'config' | 'fields' | 'permissions' | 'state'>): boolean =>
  state !== 'available' && permissions.some(({ name }) => name === 'channels.run')
  && fields.some((field) => field.kind === 'records' && field.name === 'accounts' && recordsIn(valueOf(field, config[field.name])).length === 0);

/** What is sent: no secret that was not written anew, and nothing that never had a value and has none now. */
export function configOf({ fields, config }: Form, values: FieldValues): PluginConfig {
  return Object.fromEntries(fields.flatMap((field): readonly (readonly [string, unknown])[] => {
    const { name, kind } = field;
    if (kind === 'records') return [[name, recordsIn(values[name] ?? []).map((record) => configOf({ fields: field.fields, config: savedOf(field, config[name], record) }, record))]];
    const value = tidied(field, values[name] ?? '');
    // An emptied text is one; an emptied number or choice is none.
    const absent = value === '' && (kind === 'secret' || kind === 'number' || kind === 'choice' || config[name] === undefined);
    return absent ? [] : [[name, value] as const];
  }));
}

/** The record that was saved under the same key. */
const savedOf = (field: PluginField, saved: unknown, record: FieldValues): PluginConfig =>
  (Array.isArray(saved) ? saved.filter(isRecord).find((known) => known[field.fields[0]?.name ?? ''] === keyOf(field, record)) : undefined) ?? {};

/** A value with its place in the form: `callback`, or `accounts.0.callback` in the first record. */
export interface FormLine {
  readonly path: string;
  readonly field: PluginField;
  readonly value: FieldValue;
  /** A secret that has a value. */
  readonly kept: boolean;
}

/** All of them, in order. */
export function linesOf(fields: readonly PluginField[], values: FieldValues, kept: readonly string[], path = '', place = ''): readonly FormLine[] {
  return fields.flatMap((field) => {
    const value = values[field.name] ?? '';
    const line: FormLine = { path: `${path}${field.name}`, field, value, kept: kept.includes(`${place}${field.name}`) };
    if (field.kind !== 'records') return [line];
    return [line, ...recordsIn(value).flatMap((record, index) => linesOf(field.fields, record, kept, `${line.path}.${index}.`, `${field.name}.${keyOf(field, record)}.`))];
  });
}

/** Bounds that mean something to people: whole numbers come with the largest that a computer counts to. */
export function boundsOf({ kind, min, max }: PluginField): readonly [number | null, number | null] {
  const lowest = kind === 'number' ? Number.MIN_SAFE_INTEGER : 0;
  return [min === null || min <= lowest ? null : min, max === null || max >= Number.MAX_SAFE_INTEGER ? null : max];
}

/** What is wrong with a value as far as the page can tell; the plugin itself may know more. */
export function flawOf(field: PluginField, value: FieldValue, kept: boolean, words: Texts['plugins']): string | undefined {
  const { kind, required } = field;
  const now = tidied(field, value);
  if (kind === 'switch' || typeof now === 'boolean') return undefined;
  if (now === '') return required && !kept ? words.needed : undefined;
  if (kind === 'number' && typeof now !== 'number') return words.notNumber;
  const size = typeof now === 'number' ? now : now.length;
  const [min, max] = boundsOf(field);
  if ((min === null || size >= min) && (max === null || size <= max)) return undefined;
  return words.range[kind === 'number' ? kind : kind === 'list' || kind === 'records' ? 'list' : 'text'](min, max);
}
