import type { HttpRequest } from './request.ts';

/** What is spoken where nothing else is known. */
export const defaultLocale = 'en';

/** A language tag in its canonical form (BCP 47, at most 35 characters), or null for what is none. */
export function canonicalLocale(tag: string | undefined): string | null {
  if (tag === undefined || tag === '' || tag.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** The first language that the browser asks for. */
export function requestedLocale({ headers }: Pick<HttpRequest, 'headers'>): string | null {
  const first = headers['accept-language']?.split(',', 1)[0]?.split(';', 1)[0]?.trim();
  return canonicalLocale(first);
}
