import type { Texts } from '../i18n/en.ts';

/** Nobody told us who they are: the server gives such visitors a number, `#4711`. */
const isNumbered = (name: string): boolean => /^#\d+$/u.test(name);

/** A visitor as people speak of them. */
export const visitorName = (name: string, { inbox }: Texts): string => (name === '' ? inbox.anonymous : isNumbered(name) ? inbox.numbered(name.slice(1)) : name);
