/** Where a text may be cut, the best first. */
const BORDERS = [/\n(?=[^\n]*$)/, /[。！？!?…](?=[^。！？!?…]*$)|[.;；](?=\s[^.;；]*$)/, /[\s，,、](?=[^\s，,、]*$)/];

/** Who reads a part that is less than this of what it could be thinks that something is missing. */
const LEAST = 0.5;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** In parts of at most `most` bytes of UTF-8, cut between lines, sentences or words where that can be, never within a character. */
export function split(text: string, most: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (Buffer.byteLength(rest) > most) {
    const head = headOf(rest, most);
    const cut = cutOf(head);
    parts.push(head.slice(0, cut).trimEnd());
    rest = rest.slice(cut).replace(/^\s+/, '');
  }
  return [...parts, rest].filter((part) => part !== '');
}

/** As much as fits. */
function headOf(text: string, most: number): string {
  // No unit has less than a byte.
  const near = text.slice(0, most);
  let [bytes, units] = [0, 0];
  for (const { segment } of graphemes.segment(near)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > most) break;
    units += segment.length;
  }
  return units === 0 ? pointsOf(near, most) : near.slice(0, units);
}

/** One character of very many marks is cut between them. */
function pointsOf(text: string, most: number): string {
  let head = '';
  for (const point of text) {
    if (Buffer.byteLength(head + point) > most) break;
    head += point;
  }
  return head;
}

function cutOf(head: string): number {
  for (const border of BORDERS) {
    const at = head.search(border);
    if (at >= head.length * LEAST) return at + 1;
  }
  return head.length;
}
