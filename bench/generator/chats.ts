import type { AckFrame, NoticeFrame, RefusalFrame } from '#wire/protocol.ts';
import { Frame } from '#wire/protocol.ts';
import type { Incoming } from './dialects.ts';
import type { Wire } from './line.ts';
import { AGENT, VISITOR } from './schedule.ts';

/** What comes back. A receiver is twice the chat, plus 1 for its agent; so is a sender. Times are `performance.now`. */
export interface Arrivals {
  notice(receiver: number, position: number, text: string, at: number): void;
  ack(sender: number, number: number, at: number): void;
  refused(code: string): void;
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

  post(sender: number, number: number, text: string): void {
    const chat = this.chats[sender >> 1];
    if (chat === undefined) return;
    const byAgent = (sender & 1) === AGENT;
    const head = byAgent ? `{"c":"${chat.id}","id":"${this.#stream}-agent` : `{"id":"${this.#stream}-guest`;
    const json = `${head}:${number}","p":${number - 1},"cmd":{"type":"message.post","kind":"text","body":{"text":"${text}"},"audience":"public"}}`;
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
      if (id !== undefined) this.#arrivals.ack(who, Number(id.slice(id.lastIndexOf(':') + 1)), at);
    } else if (type === Frame.refusal) this.#arrivals.refused((payload as RefusalFrame).code);
  }
}
