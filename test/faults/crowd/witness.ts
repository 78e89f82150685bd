import type { Audience } from '#domain/events.ts';
import type { ConversationPicture, Pending } from '#sdk/index.ts';
import type { Incoming } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { AckFrame, ConversationPage, NoticeFrame, RefusalFrame } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import { printOf, type Post, type RefusedRequest, type Sight } from '../evidence.ts';

interface OpenPost {
  readonly id: string;
  conversation: string;
  readonly text: string | null;
  readonly who: string;
  readonly postedAt: number;
  readonly acks: { seq: number | null; at: number }[];
  refused: string | null;
  settledAt: number | null;
}

interface Seen {
  readonly conversation: string;
  readonly who: string;
  readonly audience: Audience;
  readonly shown: Record<number, string>;
  readonly conflicts: string[];
}

export type Picture = Pick<ConversationPicture, 'events' | 'more'>;

/** Remembers what everybody gave, what was acknowledged and what was shown, as it came over the sockets. */
export class Witness {
  readonly #posts = new Map<string, OpenPost>();
  readonly #unanswered = new Set<string>();
  readonly #sights = new Map<string, Seen>();
  /** Requests that were refused for good. */
  readonly requests: RefusedRequest[] = [];
  readonly refusals: Record<string, number> = {};
  acknowledged = 0;
  lastShownAt = Date.now();

  get inFlight(): number {
    return this.#unanswered.size;
  }

  posted(who: string, id: string, conversation: string, text: string | null): void {
    this.#posts.set(id, { id, who, conversation, text, postedAt: Date.now(), acks: [], refused: null, settledAt: null });
    this.#unanswered.add(id);
  }

  /** Whoever is refused for good does not send it again, and neither does a network. */
  isRefused(id: string): boolean {
    return this.#posts.get(id)?.refused !== null;
  }

  failed({ id, code }: Pending): void {
    const post = this.#posts.get(id);
    if (post !== undefined) post.refused = code ?? 'unknown';
    this.#unanswered.delete(id);
  }

  /** A frame that came down; `conversation` where the socket has one only. */
  down(who: string, audience: Audience, { type, payload }: Incoming, conversation: string | null): void {
    switch (type) {
      case Frame.ack: return this.#acked(payload as AckFrame);
      case Frame.refusal: {
        const { code } = payload as RefusalFrame;
        this.refusals[code] = (this.refusals[code] ?? 0) + 1;
        return;
      }
      case Frame.notice: {
        const { c = conversation, e } = payload as NoticeFrame;
        if (c !== null) this.#show(who, audience, c, [e]);
        return;
      }
      case Frame.opened:
      case Frame.welcome: {
        const { conversation: c, events } = payload as Partial<ConversationPage>;
        if (c !== undefined && events !== undefined) this.#show(who, audience, c, events);
      }
    }
  }

  posts(open: ReadonlySet<string>): Post[] {
    return [...this.#posts.values()].map((post) => ({ ...post, open: open.has(post.id) }));
  }

  /** `view` answers with the events of the client's picture, null where it has none. */
  sights(view: (who: string, conversation: string) => Picture | null): Sight[] {
    return [...this.#sights.values()].map((seen) => {
      const picture = view(seen.who, seen.conversation);
      return { ...seen, view: picture === null ? null : { from: picture.events[0]?.seq ?? 1, prints: picture.events.map(printOf), more: picture.more } };
    });
  }

  #acked({ id, seq }: AckFrame): void {
    const post = id === undefined ? undefined : this.#posts.get(id);
    if (post === undefined || post.acks.some((ack) => ack.seq === seq)) return;
    post.acks.push({ seq, at: Date.now() });
    if (seq !== null) this.#settle(post);
    this.#unanswered.delete(post.id);
  }

  #settle(post: OpenPost): void {
    this.#unanswered.delete(post.id);
    if (post.settledAt !== null) return;
    post.settledAt = Date.now();
    if (post.text !== null) this.acknowledged++;
  }

  #show(who: string, audience: Audience, conversation: string, events: readonly ConversationEvent[]): void {
    this.lastShownAt = Date.now();
    const key = `${who} ${conversation}`;
    let seen = this.#sights.get(key);
    if (seen === undefined) {
      seen = { conversation, who, audience, shown: {}, conflicts: [] };
      this.#sights.set(key, seen);
    }
    for (const event of events) {
      const print = printOf(event);
      const before = seen.shown[event.seq];
      if (before !== undefined && before !== print) seen.conflicts.push(`${event.seq}: ${before}, then ${print}`);
      seen.shown[event.seq] = print;
      const post = event.id === undefined ? undefined : this.#posts.get(event.id);
      if (post?.who === who) this.#settle(post);
    }
  }
}
