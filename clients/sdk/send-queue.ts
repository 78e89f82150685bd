import type { CommandFrame, Position } from '#wire/protocol.ts';
import type { Command, ErrorCode } from '#wire/vocabulary.ts';
import type { Refused } from './outbox.ts';
import type { Platform } from './platform.ts';
import type { Kept, KeptLane } from './storage.ts';
import type { Pending } from './types.ts';

/** Commands on their way at once. Small, so that a long absence does not run into the server's rate limit. */
const WINDOW = 16;
/** A node may forget to answer; after so long without any answer the unanswered are sent again. */
const ANSWER_MS = 10_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;

interface Item extends Kept {
  readonly status: Pending['status'];
  /** Where its event will be, once accepted. */
  readonly seq: Position;
}

interface Lane {
  base: number;
  /** The highest number on its way. */
  sentTo: number;
  /** Ascending by number. */
  items: readonly Item[];
}

export interface SendQueueEvents {
  /** False when the conversation cannot be reached now. */
  readonly transmit: (frame: CommandFrame) => boolean;
  /** The position up to which events are shown; Infinity where nobody looks. */
  readonly position: () => Position;
  readonly changed: (stream: string) => void;
}

const isSending = ({ status }: Item): boolean => status === 'sending';

/**
 * The commands for one conversation, in order: a lane for each stream, the older lane first, one at a time.
 * Go-back-N: after a refusal that may be tried again everything unanswered is sent anew.
 */
export class SendQueue {
  readonly #platform: Platform;
  readonly #events: SendQueueEvents;
  readonly #lanes = new Map<string, Lane>();
  #pending: readonly Pending[] | null = null;
  /** A refusal asked for patience. */
  #waiting = false;
  #failures = 0;
  #cancelTimer = () => {};

  constructor(platform: Platform, events: SendQueueEvents) {
    this.#platform = platform;
    this.#events = events;
  }

  get pending(): readonly Pending[] {
    this.#pending ??= [...this.#lanes]
      .flatMap(([stream, { items }]) => items.map(({ number, command, at, status, code }) => ({ id: `${stream}:${number}`, command, at, status, code })))
      .sort((a, b) => a.at - b.at);
    return this.#pending;
  }

  add(stream: string, { base, items }: KeptLane): void {
    const lane = this.#lanes.get(stream) ?? { base, sentTo: 0, items: [] };
    this.#lanes.set(stream, lane);
    const added = items.map((item): Item => ({ ...item, status: item.code === null ? 'sending' : 'failed', seq: 0 }));
    this.#put(stream, lane, [...lane.items, ...added].sort((a, b) => a.number - b.number));
    this.pump();
  }

  has(id: string): boolean {
    return this.#find(id) !== null;
  }

  /** The event may be on its way still: until it is shown the command stays in `pending`, so that nothing flickers. */
  acked(id: string, seq: Position | null): void {
    const found = this.#find(id);
    if (found === null) return;
    const { stream, lane, item } = found;
    if (seq !== null) lane.base = Math.max(lane.base, item.number);
    const accepted = seq !== null && seq > this.#events.position() ? [{ ...item, status: 'accepted', seq } as const] : [];
    this.#put(stream, lane, lane.items.flatMap((each) => (each === item ? accepted : [each])));
    this.#progress();
  }

  refused({ id, code, retryable, retryAfter }: Refused): void {
    const found = this.#find(id);
    // Beyond `sentTo`: an answer to what was sent before we went back.
    if (found === null || !isSending(found.item) || found.item.number > found.lane.sentTo) return;
    const { stream, lane, item } = found;
    if (!retryable) {
      this.#put(stream, lane, lane.items.map((each) => (each === item ? { ...item, status: 'failed', code } : each)));
      return this.#progress();
    }
    // All before the first unanswered is durable: the server has forgotten the stream, not lost a command.
    if (code === 'stream.gap' && lane.items.find(isSending) === item) lane.base = 0;
    this.#goBack();
    this.#waiting = true;
    const backOff = this.#platform.random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
    this.#schedule(retryAfter ?? backOff, () => {
      this.#waiting = false;
      this.pump();
    });
  }

  /** An event of ours is as good as an ack, which may have been lost with the line. */
  shown(ids: readonly string[], position: Position): void {
    let answered = false;
    for (const id of ids) {
      const found = this.#find(id);
      if (found === null) continue;
      answered = true;
      found.lane.base = Math.max(found.lane.base, found.item.number);
      this.#put(found.stream, found.lane, found.lane.items.filter((item) => item !== found.item));
    }
    for (const [stream, lane] of this.#lanes) {
      const rest = lane.items.filter((item) => item.status !== 'accepted' || item.seq > position);
      if (rest.length < lane.items.length) this.#put(stream, lane, rest);
    }
    if (answered) this.#progress();
  }

  /** Removes a failed command. */
  take(id: string): Command | null {
    const found = this.#find(id);
    if (found?.item.status !== 'failed') return null;
    this.#put(found.stream, found.lane, found.lane.items.filter((item) => item !== found.item));
    return found.item.command;
  }

  fail(code: ErrorCode): void {
    for (const [stream, lane] of this.#lanes) {
      if (lane.items.some(isSending)) this.#put(stream, lane, lane.items.map((item) => (isSending(item) ? { ...item, status: 'failed', code } : item)));
    }
    this.pause();
  }

  pause(): void {
    this.#goBack();
    this.#waiting = false;
    this.#failures = 0;
    this.#cancelTimer();
  }

  pump(): void {
    if (this.#waiting) return;
    const [stream, lane] = this.#firstLane();
    if (lane === null) return this.#cancelTimer();
    let previous = 0;
    let onTheWay = 0;
    for (const { number, command } of lane.items.filter(isSending)) {
      if (number > lane.sentTo) {
        const p = lane.base < number ? Math.max(lane.base, previous) : previous;
        if (onTheWay >= WINDOW || !this.#events.transmit({ id: `${stream}:${number}`, p, cmd: command })) break;
        lane.sentTo = number;
      }
      onTheWay++;
      previous = number;
    }
    if (onTheWay === 0) return;
    this.#schedule(ANSWER_MS, () => {
      this.#goBack();
      this.pump();
    });
  }

  /** What is to survive the tab; null when nothing. A refused message is somebody's words, other refusals are not. */
  kept(stream: string): KeptLane | null {
    const lane = this.#lanes.get(stream);
    const items = lane?.items.filter((item) => isSending(item) || (item.status === 'failed' && item.command.type === 'message.post')) ?? [];
    if (lane === undefined || items.length === 0) return null;
    return { base: lane.base, items: items.map(({ number, command, at, code }) => ({ number, command, at, code })) };
  }

  streams(): string[] {
    return [...this.#lanes.keys()];
  }

  #find(id: string): { readonly stream: string; readonly lane: Lane; readonly item: Item } | null {
    const colon = id.lastIndexOf(':');
    const stream = id.slice(0, colon);
    const lane = this.#lanes.get(stream);
    const item = lane?.items.find(({ number }) => number === Number(id.slice(colon + 1)));
    return lane && item ? { stream, lane, item } : null;
  }

  #firstLane(): readonly [string, Lane | null] {
    const at = (lane: Lane | null) => lane?.items.find(isSending)?.at ?? Infinity;
    let first: readonly [string, Lane | null] = ['', null];
    for (const entry of this.#lanes) if (at(entry[1]) < at(first[1])) first = entry;
    return first;
  }

  #put(stream: string, lane: Lane, items: readonly Item[]): void {
    lane.items = items;
    this.#pending = null;
    this.#events.changed(stream);
  }

  #progress(): void {
    this.#failures = 0;
    this.pump();
  }

  #goBack(): void {
    for (const lane of this.#lanes.values()) lane.sentTo = 0;
  }

  #schedule(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#platform.clock.after(ms, run);
  }
}
