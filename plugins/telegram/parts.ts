/** UTF-16 units of one message. */
export const MAX_TEXT = 4_096;

/** Where a text is cut rather than anywhere, the best first: what stands behind one of these begins the next part. */
const BORDERS = [/\n\s*\n/g, /\n/g, /(?<=[.!?…])\s+|(?<=[。！？；])/g, /\s+/g] as const;

/** A text in messages that Telegram takes: cut where a reader would, and never within a character. None is only white space. */
export function partsOf(text: string, max = MAX_TEXT): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const { end, next } = cutIn(rest, max);
    parts.push(rest.slice(0, end));
    rest = rest.slice(next);
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

/** Up to `end` is a part, and the next begins at `next`: white space between them goes. Not before the middle, or parts were many. */
function cutIn(text: string, max: number): { readonly end: number; readonly next: number } {
  for (const border of BORDERS) {
    const last = [...text.slice(0, max + 1).matchAll(border)].findLast(({ index }) => index >= max / 2 && index <= max);
    if (last !== undefined) return { end: last.index, next: last.index + last[0].length };
  }
  const end = isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max;
  return { end, next: end };
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
