import type { Audience } from '#domain/events.ts';
import type { ConversationState } from '#domain/state.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import type { Store } from '#store/store.ts';
import { encodeEvent } from '#wire/log-line.ts';
import { projectState } from '#wire/project.ts';
import type { ChatLog } from './chat-log.ts';

/** Events that a fresh picture starts with, and the most that a resume brings. */
const PAGE = 50;
const MAX_RESUME = 200;

/** A picture of a conversation for one audience; `events` is JSON already. */
export interface PageJson {
  readonly state: ConversationState;
  readonly events: readonly string[];
  readonly more: boolean;
  readonly resumed: boolean;
}

/** Reads pages of one conversation: from memory where it reaches back far enough, else from the log. */
export class Pages {
  readonly #store: Pick<Store, 'events' | 'lines'>;
  readonly #conversation: number;
  readonly #log: ChatLog;
  /** The end of the log as the actor came up from it: those who come back first need no more. */
  #tail: readonly StoredEvent[];

  constructor(store: Pick<Store, 'events' | 'lines'>, conversation: number, log: ChatLog, tail: readonly StoredEvent[] = []) {
    this.#store = store;
    this.#conversation = conversation;
    this.#log = log;
    this.#tail = tail;
  }

  /** Forgets what memory holds for convenience only. */
  trim(): void {
    this.#tail = [];
  }

  /**
   * What an audience sees after `since` (0: the newest page). Ends at the last commit at the time of the call's
   * return, in the same tick: whatever is committed later comes as a notice.
   */
  read(since: number, audience: Audience): PageJson | Promise<PageJson> {
    const end = this.#position(this.#log.durable, audience);
    const valid = since > 0 && since <= end && end - since <= MAX_RESUME;
    const after = valid ? since : Math.max(0, end - PAGE);
    const lines = this.#fromMemory(after, audience) ?? this.#fromTail(after, audience);
    if (lines !== null) return this.#page(lines, after, valid, audience);
    return this.#readOn(after, valid, audience);
  }

  async #readOn(after: number, resumed: boolean, audience: Audience): Promise<PageJson> {
    this.#log.readers += 1;
    try {
      const logged = await this.#fromLog(after, audience);
      // The store may be ahead of what this actor has been told is committed: that comes as notices.
      const end = this.#position(this.#log.durable, audience);
      const events = logged.filter(({ position }) => position <= end);
      const last = events.at(-1)?.position ?? after;
      return this.#page([...events.map(({ json }) => json), ...(this.#fromMemory(last, audience) ?? [])], after, resumed, audience);
    } finally {
      this.#log.readers -= 1;
    }
  }

  #page(events: readonly string[], after: number, resumed: boolean, audience: Audience): PageJson {
    return { state: projectState(this.#log.durable, audience), events, more: !resumed && after > 0, resumed };
  }

  #position(state: ConversationState, audience: Audience): number {
    return audience === 'public' ? state.publicSeq : state.seq;
  }

  /** Null when memory does not reach back to `after`. */
  #fromMemory(after: number, audience: Audience): readonly string[] | null {
    const { recent, durable } = this.#log;
    if (after >= this.#position(durable, audience)) return [];
    const lines: string[] = [];
    let first = Infinity;
    for (const line of recent) {
      const position = audience === 'public' ? line.publicSeq : line.seq;
      if (position === null) continue;
      first = Math.min(first, position);
      const json = audience === 'public' ? line.public : line.full;
      if (position > after && json !== null) lines.push(json);
    }
    return first <= after + 1 ? lines : null;
  }

  /** Null where it does not reach back to `after`, or something was said since. */
  #fromTail(after: number, audience: Audience): readonly string[] | null {
    if (this.#tail.at(-1)?.seq !== this.#log.durable.seq) return null;
    const positions = this.#tail.map((row) => (audience === 'public' ? row.publicSeq : row.seq));
    const first = positions.find((position) => position !== null) ?? Infinity;
    return first > after + 1 ? null : this.#shown(this.#tail.filter((_, i) => (positions[i] ?? 0) > after), audience).map(({ json }) => json);
  }

  async #fromLog(after: number, audience: Audience): Promise<readonly Shown[]> {
    const { events } = this.#store;
    return this.#shown(
      audience === 'public' ? await events.publicRange(this.#conversation, after, MAX_RESUME) : await events.range(this.#conversation, after, MAX_RESUME),
      audience,
    );
  }

  #shown(rows: readonly StoredEvent[], audience: Audience): readonly Shown[] {
    return rows.flatMap((row) => {
      const encoded = encodeEvent(this.#store.lines.event(this.#conversation, row));
      const [position, json] = audience === 'public' ? [row.publicSeq, encoded.public] : [row.seq, encoded.full];
      return position === null || json === null ? [] : [{ position, json }];
    });
  }
}

interface Shown {
  readonly position: number;
  readonly json: string;
}
