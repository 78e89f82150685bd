import type { AckFrame, NoticeFrame, RefusalFrame } from '#wire/protocol.ts';
import { Frame } from '#wire/protocol.ts';
import type { Incoming } from './dialects.ts';
import type { Wire } from './line.ts';
import { AGENT, VISITOR } from './schedule.ts';

/** What comes back. A receiver is twice the chat, plus 1 for its agent; so is a sender. Times are `performance.now`. */
export interface Arrivals {
  notice(receiver: number, position: number, text: string, at: number): void;
  ack(sender: number, number: number, at: number): void;
  /** `retryAfter`: ms, where the server named it. */
  refused(code: string, sender: number, number: number, retryAfter: number | undefined): void;
  closed(): void;
}

/** A chat that is set up, with the position that each side has seen. */
export interface OpenChat {
  readonly id: string;
  readonly visitor: Wire;
  readonly agent: Wire;
  readonly visitorPosition: number;
  readonly agentPosition: number;
}

/** All chats of a run, as senders and receivers by number. */
export class Chats {
  readonly chats: readonly OpenChat[];
  readonly #arrivals: Arrivals;
  readonly #byId: ReadonlyMap<string, number>;
  readonly #stream: string;

  /** `stream` tells this run's devices from those of earlier ones. */
  constructor(chats: readonly OpenChat[], stream: string, arrivals: Arrivals) {
    this.chats = chats;
    this.#arrivals = arrivals;
    this.#stream = stream;
    this.#byId = new Map(chats.map(({ id }, index) => [id, index]));
    const consoles = new Set(chats.map(({ agent }) => agent));
    for (const line of consoles) line.heard = (incoming, at) => this.#toAgent(incoming, at);
    chats.forEach(({ visitor }, index) => (visitor.heard = (incoming, at) => this.#take(2 * index + VISITOR, incoming, at)));
  }

  /** `previous`: the command of the same sender that this one must not overtake. */
  post(sender: number, number: number, text: string, previous = number - 1): void {
    const chat = this.chats[sender >> 1];
    if (chat === undefined) return;
    const byAgent = (sender & 1) === AGENT;
    const head = byAgent ? `{"c":"${chat.id}","id":"${this.#stream}-agent` : `{"id":"${this.#stream}-guest`;
    const json = `${head}:${number}","p":${previous},"cmd":{"type":"message.post","kind":"text","body":{"text":"${text}"},"audience":"public"}}`;
    (byAgent ? chat.agent : chat.visitor).send(Frame.command, json);
  }

  close(): void {
    for (const { visitor, agent } of this.chats) {
      visitor.close();
      agent.close();
    }
  }

  #toAgent(incoming: Incoming, at: number): void {
    const { c } = Object(incoming.payload) as { c?: string };
    const index = c === undefined ? undefined : this.#byId.get(c);
    if (index !== undefined) this.#take(2 * index + AGENT, incoming, at);
  }

  #take(who: number, { type, payload }: Incoming, at: number): void {
    if (type === Frame.notice) {
      const { e } = payload as NoticeFrame;
      if (e.type === 'message.posted') this.#arrivals.notice(who, e.seq, e.body.text ?? '', at);
    } else if (type === Frame.ack) {
      const { id } = payload as AckFrame;
      if (id !== undefined) this.#arrivals.ack(who, numberIn(id), at);
    } else if (type === Frame.refusal) {
      const { code, id = '', retryAfter } = payload as RefusalFrame;
      this.#arrivals.refused(code, who, numberIn(id), retryAfter);
    }
  }
}

const numberIn = (id: string): number => Number(id.slice(id.lastIndexOf(':') + 1));
