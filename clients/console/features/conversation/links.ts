/** A piece of a message: plain words, or an address that may be followed. */
export type Piece = { readonly text: string; readonly href?: never } | { readonly text: string; readonly href: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`，。；：！？（）【】《》、“”]+/giu;
/** Punctuation that ends a sentence rather than an address. */
const TRAILING = /[.,;:!?]+$/u;

function trimmed(found: string): string {
  let address = found.replace(TRAILING, '');
  // A closing bracket belongs to the address only when the opening one does.
  while (/[)\]}]$/u.test(address) && !/[([{]/u.test(address)) address = address.slice(0, -1).replace(TRAILING, '');
  return address;
}

/** Finds http and https addresses; nothing else ever becomes a link. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (!URL.canParse(address)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: address, href: address });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
