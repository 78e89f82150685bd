import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { MAX_STREAMS, admit, findStream, parseCommandId } from '#domain/streams.ts';
import type { ConversationState } from '#domain/state.ts';

/** Commands without effect that are remembered for resends; of all others the log knows. */
const MAX_REMEMBERED = 64;

/** Where a command's first event stands; null when it had no effect. */
export interface Positions {
  readonly seq: number | null;
  readonly publicSeq: number | null;
}

export const NO_EFFECT: Positions = { seq: null, publicSeq: null };

export type Passage =
  | { readonly kind: 'next' }
  /** It was taken before; `answer` undefined: it may be on its way to the disk, and then the log knows. */
  | { readonly kind: 'duplicate'; readonly answer: Positions | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** So many streams are known that this one may have been forgotten: look it up in the log. */
  | { readonly kind: 'unknown' };

/**
 * Lets each device's commands in once and in order. What a refusal or a command without effect consumed is known
 * here only, not to the log: after a restart the sender, who has the answer, does not count them either.
 */
export class StreamGate {
  #consumed: Map<string, number> | undefined;
  #effectless: Set<string> | undefined;

  pass(id: string, previous: number, by: string, state: ConversationState): Passage {
    const parsed = parseCommandId(id);
    if (parsed === null || !Number.isSafeInteger(previous) || previous < 0) return { kind: 'refused', refusal: refuse('command.malformed', { field: 'id' }) };
    const known = findStream(state.streams, parsed.stream);
    // One of which the log does not say whose it is is who comes first's.
    if (known !== undefined && known.by !== '' && known.by !== by) return { kind: 'refused', refusal: refuse('stream.foreign') };
    const consumed = this.#consumed?.get(parsed.stream);
    if (known === undefined && consumed === undefined && state.streams.length >= MAX_STREAMS) return { kind: 'unknown' };
    const last = Math.max(known?.last ?? 0, consumed ?? 0);
    const admission = admit(last, parsed.number, previous);
    if (admission === 'gap') return { kind: 'refused', refusal: refuse('stream.gap', { last }) };
    if (admission === 'duplicate') return { kind: 'duplicate', answer: this.#effectless?.has(id) === true ? NO_EFFECT : undefined };
    return { kind: 'next' };
  }

  /** A command had no effect: the stream has passed it all the same. */
  consume(id: string): void {
    const parsed = parseCommandId(id);
    if (parsed === null) return;
    this.#consumed ??= new Map();
    this.#consumed.delete(parsed.stream);
    this.#consumed.set(parsed.stream, parsed.number);
    if (this.#consumed.size > MAX_STREAMS) shift(this.#consumed);
    this.#effectless ??= new Set();
    this.#effectless.add(id);
    if (this.#effectless.size > MAX_REMEMBERED) shift(this.#effectless);
  }

  trim(): void {
    this.#effectless = undefined;
  }
}

function shift(oldestFirst: Map<string, unknown> | Set<string>): void {
  for (const key of oldestFirst.keys()) {
    oldestFirst.delete(key);
    return;
  }
}
