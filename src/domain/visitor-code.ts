/** How a nameless visitor is called everywhere and in every language: `#4821`. Clients put their word for visitor before it. */
export function visitorCode(contact: string): string {
  let code = 0;
  for (const char of contact) code = (code * 31 + char.charCodeAt(0)) % 9_000;
  return `#${1_000 + code}`;
}

/** Any language's word for visitor may stand before it. */
const ASKED = /^(?:\p{L}*[ #]*)(\d{4})$/u;

/** The code that somebody looks for with `Visitor 4821`, `访客 4821`, `#4821` or `4821`; null for what asks for none. */
export function codeAsked(text: string): string | null {
  const digits = ASKED.exec(text.trim())?.[1];
  return digits === undefined ? null : `#${digits}`;
}
