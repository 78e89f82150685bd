import type { StreamPosition } from './state.ts';

/** `<stream>:<number>`: a device's stream and the command's number in it, from 1. At most 64 ASCII characters. */
const COMMAND_ID = /^([A-Za-z0-9_-]{8,40}):([1-9][0-9]{0,14})$/;

export interface CommandId {
  readonly stream: string;
  readonly number: number;
}

export function parseCommandId(id: string): CommandId | null {
  const match = COMMAND_ID.exec(id);
  return match === null ? null : { stream: match[1] ?? '', number: Number(match[2]) };
}

/**
 * Whether a stream's command may be taken now. `previous` is the last earlier command of the stream that
 * the sender does not know to be without effect: it must have been taken, or the order would break.
 * - `next`: take it; `duplicate`: it was taken before; `gap`: refuse it, the sender goes back.
 */
export function admit(last: number, number: number, previous: number): 'next' | 'duplicate' | 'gap' {
  if (number <= last) return 'duplicate';
  return previous <= last && previous < number ? 'next' : 'gap';
}

/** Streams remembered per conversation. The one silent for longest is forgotten; whoever meets a stranger then asks the log. */
export const MAX_STREAMS = 64;

export const findStream = (streams: readonly StreamPosition[], stream: string): StreamPosition | undefined =>
  streams.find((position) => position.stream === stream);

/** The streams after a command of `id` was taken; `author`: empty where nobody knows who gave it. */
export function advance(streams: readonly StreamPosition[], id: string, author: string): readonly StreamPosition[] {
  const colon = id.lastIndexOf(':');
  const stream = id.slice(0, colon);
  const known = findStream(streams, stream);
  const others = streams.filter((position) => position !== known);
  if (others.length >= MAX_STREAMS) others.shift();
  others.push({ stream, by: author || (known?.by ?? ''), last: Number(id.slice(colon + 1)) });
  return others;
}
