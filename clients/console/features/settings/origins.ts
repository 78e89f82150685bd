/** What was typed, as origins; the first line that is none, if there is one. `*` alone allows every site. */
export function parseOrigins(text: string): { readonly origins: readonly string[]; readonly bad: string | null } {
  const lines = text.split(/[\s,]+/u).filter((line) => line !== '');
  const origins: string[] = [];
  for (const line of lines) {
    if (line === '*') {
      origins.push('*');
      continue;
    }
    // People paste addresses of pages: the origin is what they mean.
    const address = URL.canParse(line) ? new URL(line) : null;
    if (address === null || (address.protocol !== 'https:' && address.protocol !== 'http:')) return { origins: [], bad: line };
    origins.push(address.origin);
  }
  return { origins: [...new Set(origins)], bad: null };
}
