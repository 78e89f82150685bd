import type { Plugin, PluginConfig, PluginField } from '#wire/api.ts';
import type { Texts } from '../../i18n/en.ts';

/** As the form holds it: a number that is being typed may be a text, nothing is an empty text. */
export type FieldValue = string | number | boolean | readonly string[];
export type FieldValues = Readonly<Record<string, FieldValue>>;

const isText = (value: unknown): value is string => typeof value === 'string';

function valueOf(kind: PluginField['kind'], saved: unknown): FieldValue {
  switch (kind) {
    case 'switch': return saved === true;
    case 'list': return Array.isArray(saved) ? saved.filter(isText) : [];
    case 'number': return typeof saved === 'number' ? saved : '';
    case 'secret': return '';
    case 'text': case 'long-text': case 'choice': return isText(saved) ? saved : '';
  }
}

/** What the form begins with. */
export const valuesOf = ({ fields, config }: Plugin): FieldValues => Object.fromEntries(fields.map(({ name, kind }) => [name, valueOf(kind, config[name])]));

const tidied = ({ kind }: PluginField, value: FieldValue): FieldValue => (kind === 'text' && isText(value) ? value.trim() : value);

/** What is sent: no secret that was not written anew, and nothing that never had a value and has none now. */
export function configOf({ fields, config }: Plugin, values: FieldValues): PluginConfig {
  return Object.fromEntries(fields.flatMap((field) => {
    const { name, kind } = field;
    const value = tidied(field, values[name] ?? '');
    // An emptied text is one; an emptied number or choice is none.
    const absent = value === '' && (kind === 'secret' || kind === 'number' || kind === 'choice' || config[name] === undefined);
    return absent ? [] : [[name, value] as const];
  }));
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
  return words.range[kind === 'number' || kind === 'list' ? kind : 'text'](min, max);
}
