export interface Part {
  readonly from: number;
  /** Behind the last byte. */
  readonly to: number;
}

/** The part that a Range header asks for; null where the whole is the answer: without one, for several at once, or for what cannot be read. */
export function rangeOf(header: string | undefined, size: number): Part | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : { from: Math.max(0, size - Number(last)), to: size };
  const from = Number(first);
  const to = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < from) return null;
  return from < size ? { from, to } : 'unsatisfiable';
}
