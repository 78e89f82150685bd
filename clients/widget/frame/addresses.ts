/** Stops before spaces, quotes and Chinese punctuation, and before marks that more likely end the sentence. */
const ADDRESS = /https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uffef]*[^\s<>"'.,;:!?)\]\u3000-\u303f\uff00-\uffef]/g;

export type Part = { readonly text: string } | { readonly address: string };

/** A text in parts: words, and addresses of web pages. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ address });
    from = index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}
