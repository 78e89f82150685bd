import type { Texts } from '../i18n/en.ts';

/** Nobody told us who they are: the server gives such visitors a number, `#4711`. */
const isNumbered = (name: string): boolean => /^#\d+$/u.test(name);

/** What a visitor calls themselves, where lists say that it is another name than the house's; nobody calls themselves by a number. */
export const ownName = (name: string | undefined): string | null => (name === undefined || name === '' || isNumbered(name) ? null : name);

/** A visitor as people speak of them. */
export const visitorName = (name: string, { inbox }: Texts): string => (name === '' ? inbox.anonymous : isNumbered(name) ? inbox.numbered(name.slice(1)) : name);
