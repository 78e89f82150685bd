/** How a nameless visitor is called everywhere and in every language: `#4821`. Clients put their word for visitor before it. */
export function visitorCode(contact: string): string {
  let code = 0;
  for (const char of contact) code = (code * 31 + char.charCodeAt(0)) % 9_000;
  return `#${1_000 + code}`;
}

/** Any language's word for visitor may stand before it. */
const ASKED = /^(?:\p{L}*[ #]*)(\d{4})$/u;

/** What the nameless are called in the languages of the console, in lower case. */
const NAMELESS: readonly string[] = ['visitor', 'visitors', '访客', '游客'];

/** Whether somebody looks for whoever has no name, whichever their number: with `Visitor` or `访客` alone. */
export const isNamelessAsked = (text: string): boolean => NAMELESS.includes(text.trim().toLowerCase());

/** The code that somebody looks for with `Visitor 4821`, `访客 4821`, `#4821` or `4821`; null for what asks for none. */
export function codeAsked(text: string): string | null {
  const digits = ASKED.exec(text.trim())?.[1];
  return digits === undefined ? null : `#${digits}`;
}
