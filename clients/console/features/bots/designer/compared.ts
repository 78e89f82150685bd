import type { Case, Choice, Named, Scalar } from './flow.ts';
import type { DesignerTexts } from './texts/en.ts';
import { caseLabel } from './words.ts';

/** Of a field. */
export type Value = object | Scalar | null | undefined;

interface Spoken {
  readonly words: DesignerTexts;
  readonly labelOf: (node: string) => string;
  readonly nameOfFlow: (id: string) => string;
}

/** Fields that name a step. */
const TARGETS: ReadonlySet<string> = new Set(['next', 'onFail', 'onError', 'otherwise', 'start']);
const NOTHING = '—';

/** What a field of a step, or of the settings, is called in its form. */
export function fieldOf(field: string, { form, ports, settings }: DesignerTexts): string {
  const names: Readonly<Record<string, unknown>> = {
    ...form, next: ports.next, onFail: ports.onFail(1), onError: ports.onError, otherwise: ports.otherwise, cases: form.match, validate: form.limits, timeoutMs: form.timeout, start: form.isStart,
    phrases: settings.phrases, whenBegun: settings.whenBegun, faq: settings.faq, human: settings.human, texts: settings.words,
  };
  const name = Object.hasOwn(names, field) ? names[field] : undefined;
  return typeof name === 'string' ? name : field;
}

/** The value of a field as somebody would read it in its form. */
export function valueOf(field: string, value: Value, spoken: Spoken): string {
  const { labelOf, words: { form, node, types } } = spoken;
  if (TARGETS.has(field)) return typeof value === 'string' ? labelOf(value) : field === 'onFail' ? node.toPerson : node.toEnd;
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return value ? form.yes : form.no;
  if (field === 'type' && typeof value === 'string') return Object.hasOwn(types, value) ? types[value as keyof typeof types] : value;
  if (field === 'timeoutMs') return String(Number(value) / 1_000);
  return typeof value === 'object' ? partsOf(field, value, spoken).join('\n') || NOTHING : String(value);
}

function partsOf(field: string, value: object, { labelOf, nameOfFlow, words: { form, node, settings } }: Spoken): readonly string[] {
  switch (field) {
    case 'choices': return (value as readonly Choice[]).map(({ label, value: kept }) => (label === kept ? label : `${label} → ${kept}`));
    case 'cases': return (value as readonly Case[]).map((each) => `${caseLabel(each, form.yes)} → ${each.next === null ? node.toEnd : labelOf(each.next)}`);
    case 'args':
    case 'headers': return (value as readonly Named[]).map(({ name, value: sent }) => `${name}: ${sent}`);
    case 'save': return (value as readonly { readonly slot: string; readonly path: string }[]).map(({ path, slot }) => `${slot}: ${path}`);
    case 'flow': {
      const { id, version } = value as { readonly id: string; readonly version: number };
      return id === '' ? [] : [`${nameOfFlow(id)} · ${node.version(version)}`];
    }
    case 'texts': return named(value, settings.texts);
    case 'validate': return named(value, form);
    default: return Array.isArray(value) ? value.map(String) : [JSON.stringify(value)];
  }
}

/** The parts of an object that are set, by their names in a form. */
const named = (value: object, names: object): readonly string[] =>
  Object.entries(value).flatMap(([key, part]) => (part === undefined || part === '' ? [] : [`${Object.hasOwn(names, key) ? String((names as Readonly<Record<string, unknown>>)[key]) : key}: ${String(part)}`]));
