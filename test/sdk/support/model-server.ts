import { decide } from '#domain/decide.ts';
import { describeError, isRefusal } from '#domain/errors.ts';
import type { ErrorCode } from '#domain/errors.ts';
import { evolve } from '#domain/evolve.ts';
import type { Participant } from '#domain/participant.ts';
import { initialState } from '#domain/state.ts';
import { admit, findStream, parseCommandId } from '#domain/streams.ts';
import type { CommandFrame, ReceiptFrame, VisitorWelcome } from '#wire/protocol.ts';
import { Frame } from '#wire/protocol.ts';
import { projectEvent, projectState } from '#wire/project.ts';
import type { Command, ConversationEvent } from '#wire/vocabulary.ts';
import type { SimClock } from './sim-clock.ts';
import { ServerSocket } from './sockets.ts';

export const VISITOR: Participant = { id: 'v_1', kind: 'visitor', name: 'Visitor' };
export const AGENT: Participant = { id: 'a_1', kind: 'agent', name: 'Lin' };

/** What happens to the next command instead of the usual. */
export type Fate = ErrorCode | 'silence' | 'break-before-ack' | 'ack-late';

/** A conversation actor reduced to its rules: `admit`, `decide`, and answers in the order of the commits. */
export class ModelServer {
  readonly sockets: ServerSocket[] = [];
  readonly fates: (Fate | null)[] = [];
  /** Texts that were refused for good. */
  readonly refused = new Set<string>();
  readonly tickets: { readonly start: boolean }[] = [];
  events: ConversationEvent[] = [];
  state = initialState;
  heartbeat = 20_000;
  /** Older events are not sent with a page. */
  pageSize = 50;
  /** So many of the next notices are lost. */
  lostNotices = 0;
  /** Forbids to resume. */
  forgetful = false;
  conversation = 'c1';
  ticketError: unknown = null;
  readonly clock: SimClock;
  readonly #consumed = new Map<string, number>();

  constructor(clock: SimClock, { started = true } = {}) {
    this.clock = clock;
    if (started) this.start();
  }

  start(): void {
    this.apply({ type: 'conversation.start', visitor: VISITOR, department: 'd1', locale: 'en', bot: null }, VISITOR);
  }

  get socket(): ServerSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket yet');
    return socket;
  }

  readonly ticket = async ({ start }: { readonly start: boolean }): Promise<{ url: string; conversation: string }> => {
    this.tickets.push({ start });
    await Promise.resolve();
    if (this.ticketError !== null) throw this.ticketError;
    if (start && this.state.status === null) this.start();
    return { url: 'ws://localhost/c1?ticket=x', conversation: this.conversation };
  };

  readonly openSocket = (url: string): ServerSocket => {
    const socket = new ServerSocket(url, this.clock);
    socket.onJoined = () => this.#welcome(socket);
    socket.onFrame = ({ type, payload }) => {
      if (type === Frame.command) this.#command(socket, payload as CommandFrame);
      if (type === Frame.ping) socket.push(Frame.pong, payload as { t: number });
    };
    this.sockets.push(socket);
    socket.greet();
    return socket;
  };

  /** By an agent, or by the house. */
  apply(command: Command, by: Participant, id: string | null = null): { readonly seq: number | null } | { readonly code: ErrorCode } {
    const decision = decide(this.state, { id, by, command }, this.clock.now());
    if (isRefusal(decision)) return decision;
    for (const event of decision) {
      this.events.push(event);
      this.state = evolve(this.state, event);
    }
    for (const event of decision) this.#notice(event);
    return { seq: decision[0]?.publicSeq ?? null };
  }

  say(text: string, audience: 'public' | 'agents' = 'public'): void {
    this.apply({ type: 'message.post', kind: 'text', body: { text }, audience }, AGENT);
  }

  assign(): void {
    this.apply({ type: 'conversation.assign', agent: AGENT, reason: 'accepted', offer: null }, AGENT);
  }

  get texts(): string[] {
    return this.events.flatMap((event) => (event.type === 'message.posted' ? event.body.text : []));
  }

  receipts(): ReceiptFrame[] {
    return this.sockets.flatMap((socket) => socket.of<ReceiptFrame>(Frame.receipt));
  }

  /** What the actor knew besides its log. */
  restart(): void {
    this.#consumed.clear();
    for (const socket of this.sockets) socket.end(4001);
  }

  #welcome(socket: ServerSocket): void {
    const since = Number(socket.url.searchParams.get('since') ?? 0);
    const visible = this.events.flatMap((event) => projectEvent(event, 'public') ?? []);
    const resumed = since > 0 && !this.forgetful && since <= visible.length;
    const events = resumed ? visible.filter(({ seq }) => seq > since) : visible.slice(-this.pageSize);
    const welcome: VisitorWelcome = {
      version: 1, self: VISITOR.id, resumed, queue: null, department: 'Sales', heartbeat: this.heartbeat, conversation: this.conversation,
      state: projectState(this.state, 'public'), events, more: !resumed && visible.length > events.length, receipts: [],
    };
    socket.push(Frame.welcome, welcome);
  }

  #notice(event: ConversationEvent): void {
    const e = projectEvent(event, 'public');
    if (e === null || this.lostNotices-- > 0) return;
    this.lostNotices = 0;
    for (const socket of this.sockets) if (socket.open && socket.acknowledged) socket.push(Frame.notice, { e });
  }

  #command(socket: ServerSocket, { id, p, cmd }: CommandFrame): void {
    const fate = this.fates.shift() ?? null;
    if (fate === 'silence') return;
    const answer = this.#take(id, p, cmd, fate);
    if (fate === 'break-before-ack') return socket.end(1006);
    const reply = () => {
      if ('code' in answer) socket.push(Frame.refusal, { id, code: answer.code, retryable: describeError(answer.code).retryable });
      else socket.push(Frame.ack, { id, seq: answer.seq });
    };
    if (fate === 'ack-late') this.clock.after(2_000, reply);
    else reply();
  }

  #take(id: string, p: number, command: Command, fate: Fate | null): { readonly seq: number | null } | { readonly code: ErrorCode } {
    const parsed = parseCommandId(id);
    if (parsed === null) throw new Error(`not an id: ${id}`);
    if (p >= parsed.number) throw new Error(`previous ${p} of ${id}`);
    const { stream, number } = parsed;
    if (fate !== null && fate in { busy: 1, 'rate.limited': 1, 'actor.moved': 1 }) return { code: fate as ErrorCode };
    const last = Math.max(findStream(this.state.streams, stream)?.last ?? 0, this.#consumed.get(stream) ?? 0);
    const admission = admit(last, number, p);
    if (admission === 'gap') return { code: 'stream.gap' };
    if (admission === 'duplicate') {
      const taken = this.events.find((event) => event.id === id);
      return taken === undefined ? { code: 'command.superseded' } : { seq: taken.publicSeq };
    }
    const outcome = fate === 'message.refused' ? ({ code: fate } as const) : this.apply(command, VISITOR, id);
    if ('code' in outcome && command.type === 'message.post') this.refused.add(command.body.text);
    if ('code' in outcome || outcome.seq === null) this.#consumed.set(stream, number);
    return outcome;
  }
}
