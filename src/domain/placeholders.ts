/** What a text says in double braces, such as `{{name}}`. */
export interface Placeholder {
  /** As it stands in the text. */
  readonly written: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  /** In lower case; null for what is more than a single word, and no placeholder of anybody. */
  readonly name: string | null;
  /** Behind a bar: what stands for a value that is not known. Empty where it does not say. */
  readonly otherwise: string;
}

const BRACES = /\{\{([^{}]*)\}\}/gu;
const SINGLE = /^\s*([\p{L}\p{N}_-]+)\s*(?:\|(.*))?$/su;

/** All that a text has, in its order. */
export const placeholdersIn = (text: string): readonly Placeholder[] =>
  [...text.matchAll(BRACES)].map(({ 0: written, 1: inside = '', index }) => {
    const [, name, otherwise = ''] = SINGLE.exec(inside) ?? [];
    return { written, at: index, name: name?.toLowerCase() ?? null, otherwise: otherwise.trim() };
  });

/**
 * A text with `values` in place of its placeholders. For one that is not known, null, stands what the placeholder says behind its bar, else `instead`; where that is nothing too, the space before it goes with it.
 * What is no name of `values` stays as it is, and so does what a value says in braces.
 */
export function fillIn(text: string, values: Readonly<Record<string, string | null>>, instead = ''): string {
  let filled = '';
  let end = 0;
  for (const { at, name, otherwise, written } of placeholdersIn(text)) {
    if (name === null || !Object.hasOwn(values, name)) continue;
    const before = text.slice(end, at);
    const value = values[name] ?? (otherwise === '' ? instead.trim() : otherwise);
    filled += `${value === '' ? before.replace(/ $/, '') : before}${value}`;
    end = at + written.length;
  }
  return `${filled}${text.slice(end)}`.trim();
}

/** What `known` does not name, each once. A single word is a slip: one of those was meant. All else is written as it stands. */
export function strangersIn(text: string, known: readonly string[]): { readonly slips: readonly string[]; readonly others: readonly string[] } {
  const strangers = placeholdersIn(text).filter(({ name }) => name === null || !known.includes(name));
  const written = (isSlip: boolean): readonly string[] => [...new Set(strangers.filter(({ name }) => (name !== null) === isSlip).map((stranger) => stranger.written))];
  return { slips: written(true), others: written(false) };
}
