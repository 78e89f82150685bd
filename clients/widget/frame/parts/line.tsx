import type { Line as LineRow } from '../rows.ts';
import type { Words } from '../words/words.ts';

const textOf = (line: LineRow, { lines }: Words): string => ('name' in line ? lines[line.type](line.name) : lines[line.type]);

/** Something that happened, small and in the middle. */
export const Line = ({ line, words }: { readonly line: LineRow; readonly words: Words }) => <p class="line">{textOf(line, words)}</p>;
