import type { CommandFrame, Position } from '#wire/protocol.ts';
import type { Command, ConversationEvent, ErrorCode } from '#wire/vocabulary.ts';
import type { Platform } from './platform.ts';
import { createShelf } from './storage.ts';
import type { Item } from './storage.ts';
import type { Pending } from './types.ts';

/** Commands on their way at once. Small: once over the server's rate all of them are refused, and count as an offence. */
const WINDOW = 4;
/** `retryAfter` is when one frame may go; a second more lets a handful go. */
const PATIENCE_MS = 1_000;
/** A node may forget to answer: after so long without an answer the unanswered are sent again. */
const ANSWER_MS = 10_000;
/** Grows by half each time, as that of the line. */
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 2_000;

/** Name of the conversation that is yet to be. */
export const NEXT = '';

/** The commands for one conversation. */
interface Lane {
  /** Of one stream ascending by number. */
  items: readonly Item[];
  readonly onTheWay: Set<Item>;
  /** A refusal asked for patience. */
  waiting: boolean;
  failures: number;
  cancelTimer: () => void;
}

export interface OutboxEvents {
  /** Puts a command on the wire; false when this conversation cannot be reached now. */
  readonly transmit: (conversation: string, frame: CommandFrame) => boolean;
  /** The position up to which its events are shown; Infinity where nobody looks. */
  readonly position: (conversation: string) => Position;
  /** `pending(conversation)` is another. */
  readonly changed: (conversation: string) => void;
}

export interface Refused {
  readonly id?: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds. */
  readonly retryAfter?: number;
}

const isSending = ({ status }: Item): boolean => status === 'sending';

/**
 * Every command of this client, kept until it is answered: its own stream, and those it adopted. In order for each
 * conversation, by go-back-N: after a refusal that may be tried again everything unanswered is sent anew.
 */
export interface Outbox {
  /** Takes over what former tabs left. */
  open(): void;
  /** Leaves what is unsent to the next. */
  close(): void;
  /** Returns the id. */
  post(conversation: string, command: Command): string;
  /** All, or those of one conversation. */
  pending(conversation?: string): readonly Pending[];
  acked(id: string | undefined, seq: Position | null): void;
  refused(refusal: Refused): void;
  /** `events` are shown, and all up to `position`. */
  shown(conversation: string, events: readonly ConversationEvent[], position: Position): void;
  /** Removes a failed command and returns it. */
  take(id: string): Command | null;
  /**
   * From here on there is this conversation only. What was given before there was one goes to it: it was never sent,
   * and keeps its id. What was meant for another cannot be delivered any more.
   */
  settle(conversation: string): void;
  /** The line is down: nothing that was sent counts as on its way. */
  pause(): void;
  /** The line is up, or a conversation within reach: sends what is unanswered. */
  resume(): void;
}

export function createOutbox({ clock, random, storage, locks }: Platform, storageKey: string, { transmit, position, changed }: OutboxEvents): Outbox {
  const shelf = createShelf(storage, locks, storageKey);
  const lanes = new Map<string, Lane>();
  let last = 0;

  const laneOf = (conversation: string): Lane => {
    const lane = lanes.get(conversation) ?? { items: [], onTheWay: new Set(), waiting: false, failures: 0, cancelTimer: () => {} };
    lanes.set(conversation, lane);
    return lane;
  };

  const allItems = (): readonly Item[] => [...lanes.values()].flatMap(({ items }) => items);
  const find = (id: string | undefined): Item | undefined => allItems().find((item) => item.id === id);

  const tell = ({ stream, conversation }: Item): void => {
    shelf.save(stream, () => allItems().filter((item) => item.stream === stream && item.status !== 'accepted'));
    changed(conversation);
  };

  const insert = (item: Item): void => {
    const lane = laneOf(item.conversation);
    lane.items = [...lane.items, item].sort((a, b) => (a.stream === b.stream ? a.number - b.number : a.at - b.at));
    tell(item);
    pump(item.conversation);
  };

  const replace = (item: Item, next: Item | null): void => {
    const lane = laneOf(item.conversation);
    lane.onTheWay.delete(item);
    lane.items = lane.items.flatMap((each) => (each === item ? (next ?? []) : [each]));
    tell(item);
  };

  const schedule = (lane: Lane, ms: number, run: () => void): void => {
    lane.cancelTimer();
    lane.cancelTimer = clock.after(ms, run);
  };

  const goBack = (conversation: string, delay: number): void => {
    const lane = laneOf(conversation);
    lane.onTheWay.clear();
    lane.waiting = true;
    schedule(lane, delay, () => {
      lane.waiting = false;
      pump(conversation);
    });
  };

  /**
   * Streams take turns, so that older words come first. `p` is the unanswered command before, else 0: what was answered
   * is in the log or had no effect, and a server that has forgotten this stream must not wait for it.
   */
  const pump = (conversation: string): void => {
    const lane = laneOf(conversation);
    if (lane.waiting) return;
    let before: Item | null = null;
    for (const item of lane.items.filter(isSending)) {
      if (before !== null && before.stream !== item.stream) break;
      if (!lane.onTheWay.has(item)) {
        const frame = { id: item.id, p: before?.number ?? 0, cmd: item.command };
        if (lane.onTheWay.size >= WINDOW || !transmit(conversation, frame)) break;
        lane.onTheWay.add(item);
      }
      before = item;
    }
    lane.cancelTimer();
    if (lane.onTheWay.size > 0) schedule(lane, ANSWER_MS, () => goBack(conversation, 0));
  };

  const progress = (item: Item, next: Item | null): void => {
    replace(item, next);
    laneOf(item.conversation).failures = 0;
    pump(item.conversation);
  };

  return {
    open: () => shelf.open((items) => items.filter(({ id }) => !find(id)).forEach(insert)),
    close: shelf.close,

    post(conversation, command) {
      const { own: stream } = shelf;
      const number = ++last;
      const id = `${stream}:${number}`;
      insert({ id, stream, number, conversation, command, at: clock.now(), status: 'sending', code: null, seq: 0 });
      return id;
    },

    pending: (conversation) => (conversation === undefined ? allItems() : laneOf(conversation).items),

    acked(id, seq) {
      const item = find(id);
      if (!item) return;
      let next: Item | null = null;
      // A message without effect was refused: the refusal was lost, and this answers the repetition.
      if (seq === null && item.command.type === 'message.post') next = { ...item, status: 'failed', code: 'message.refused' };
      // The event may be on its way still: until it is shown the command stays in `pending`, so that nothing flickers.
      if (seq !== null && seq > position(item.conversation)) next = { ...item, status: 'accepted', seq };
      progress(item, next);
    },

    refused({ id, code, retryable, retryAfter }) {
      const item = find(id);
      // Not on the way: an answer to what was sent before we went back.
      if (!item || !laneOf(item.conversation).onTheWay.has(item)) return;
      if (!retryable) return progress(item, { ...item, status: 'failed', code });
      goBack(item.conversation, retryAfter ? retryAfter + PATIENCE_MS : random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 1.5 ** laneOf(item.conversation).failures++));
    },

    // An event of ours is as good as an ack, which may have been lost with the line.
    shown(conversation, events, position) {
      for (const item of laneOf(conversation).items) {
        if ((item.status === 'accepted' && item.seq <= position) || events.some(({ id }) => id === item.id)) progress(item, null);
      }
    },

    take(id) {
      const item = find(id);
      if (item?.status !== 'failed') return null;
      replace(item, null);
      return item.command;
    },

    settle(conversation) {
      for (const item of allItems()) {
        if (item.conversation === conversation || !isSending(item)) continue;
        const yetToBe = item.conversation === NEXT;
        replace(item, yetToBe ? null : { ...item, status: 'failed', code: 'conversation.ended' });
        if (yetToBe) insert({ ...item, conversation });
      }
    },

    pause() {
      for (const lane of lanes.values()) {
        lane.cancelTimer();
        lane.onTheWay.clear();
        lane.waiting = false;
      }
    },

    resume: () => [...lanes.keys()].forEach(pump),
  };
}
