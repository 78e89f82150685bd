import { createDeskClient } from '#sdk/index.ts';
import type { DeskClient } from '#sdk/index.ts';
import { decide } from '#domain/decide.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { Frame } from '#wire/protocol.ts';
import type { Card, CommandFrame, DeskFrame, OpenFrame, RefusalFrame } from '#wire/protocol.ts';
import type { Command, ConversationEvent } from '#wire/vocabulary.ts';
import { AGENT, VISITOR } from './model-server.ts';
import { SimClock } from './sim-clock.ts';
import { ServerSocket } from './sockets.ts';

class Log {
  state: ConversationState = initialState;
  events: ConversationEvent[] = [];

  take(command: Command, by = AGENT, id: string | null = null, now = 0): readonly ConversationEvent[] {
    const decision = decide(this.state, { id, by, command }, now);
    if ('code' in decision) throw new Error(decision.code);
    this.events.push(...decision);
    this.state = decision.reduce(evolve, this.state);
    return decision;
  }
}

export const cardOf = (id: string, seq = 1): Card => ({
  id, seq, status: 'active', department: 'd1', assignee: '1', assigneeName: 'Lin', visitor: 'Visitor', transfer: null, transferFrom: null, preview: '', previewBy: '',
  startedAt: 0, queuedAt: null, updatedAt: 0, endedAt: null, unread: 0, locale: 'en', channel: 'web', channelIcon: null, ticket: null,
});

/** A desk that shows two chats of its agent. */
export class ModelDesk {
  readonly clock = new SimClock();
  readonly sockets: ServerSocket[] = [];
  readonly chats = new Map(['c1', 'c2'].map((id) => [id, new Log()]));
  readonly watched = new Set<string>();
  cards = [cardOf('c1'), cardOf('c2')];
  openRefusal: RefusalFrame | null = null;
  answer = true;
  readonly client: DeskClient;

  constructor() {
    for (const chat of this.chats.values()) {
      chat.take({ type: 'conversation.start', visitor: VISITOR, department: 'd1', locale: 'en', bot: null });
      chat.take({ type: 'conversation.assign', agent: AGENT, reason: 'accepted', offer: null });
    }
    this.client = createDeskClient({
      storageKey: 'desk', ticket: async () => ({ url: 'ws://localhost/desk?ticket=x' }), clock: this.clock, random: () => 0.5, storage: null, locks: null,
      openSocket: (url) => this.#accept(url),
    });
  }

  get socket(): ServerSocket {
    return this.sockets.at(-1)!;
  }

  say(c: string, text: string): void {
    this.#tell(c, this.chats.get(c)!.take({ type: 'message.post', kind: 'text', body: { text }, audience: 'public' }, VISITOR));
  }

  #tell(c: string, events: readonly ConversationEvent[]): void {
    if (this.watched.has(c)) for (const e of events) this.socket.push(Frame.notice, { c, e });
  }

  #accept(url: string): ServerSocket {
    const socket = new ServerSocket(url, this.clock);
    this.watched.clear();
    socket.onJoined = () => socket.push(Frame.welcome, {
      version: 1, self: AGENT.id, heartbeat: 20_000, cards: this.cards, desk: { status: 'online', capacity: 5, seats: 2, departments: ['d1'] },
    });
    socket.onFrame = ({ type, payload }) => {
      if (type === Frame.open) this.#open(socket, payload as OpenFrame);
      if (type === Frame.command) this.#command(socket, payload as Required<CommandFrame>);
      if (type === Frame.leave) this.watched.delete((payload as OpenFrame).c);
      if (type === Frame.ping) socket.push(Frame.pong, { t: 0 });
      if (type === Frame.desk && this.answer) this.#request(socket, payload as DeskFrame);
    };
    this.sockets.push(socket);
    socket.greet();
    return socket;
  }

  #open(socket: ServerSocket, { c, since }: OpenFrame): void {
    if (!this.answer) return;
    if (this.openRefusal !== null) return socket.push(Frame.refusal, { ...this.openRefusal, c });
    const { state, events } = this.chats.get(c)!;
    this.watched.add(c);
    socket.push(Frame.opened, {
      conversation: c, state, more: false, receipts: [], resumed: since > 0, visitor: { online: true }, events: events.filter(({ seq }) => seq > since),
    });
  }

  #command(socket: ServerSocket, { c, id, cmd }: Required<CommandFrame>): void {
    const events = this.chats.get(c)!.take(cmd, AGENT, id);
    this.#tell(c, events);
    socket.push(Frame.ack, { c, id, seq: events[0]?.seq ?? null });
  }

  #request(socket: ServerSocket, { n, cmd }: DeskFrame): void {
    if (cmd.type === 'chat.accept') socket.push(Frame.refusal, { n, code: 'queue.empty', retryable: false });
    else socket.push(Frame.ack, { n, seq: null });
  }
}
