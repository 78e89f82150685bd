import type { Locale } from './locale.ts';

/**
 * A catalogue is a tree of texts. A text is a string, or a function where it takes values:
 * the compiler then knows every key and every value of every language.
 */
export type Text = string | ((...values: never[]) => string);
export interface Catalogue { readonly [key: string]: Text | Catalogue }

/** The other languages `satisfies` the shape that the first one defines. */
export const defineCatalogue = <const T extends Catalogue>(texts: T): Widened<T> => texts as Widened<T>;

type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] extends Catalogue ? Widened<T[K]> : T[K] };

type Forms = { readonly other: string } & { readonly [form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string };

/** Plural forms of one language; `#` stands for the number. */
export function pluralsOf(locale: Locale): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
}
