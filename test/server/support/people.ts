import { randomBytes } from 'node:crypto';
import type { Command } from '#domain/commands.ts';
import type { Audience } from '#domain/events.ts';
import { Frame } from '#wire/protocol.ts';
import type { AckFrame, Card, DeskCommand, DeskStateFrame, DeskWelcome, OpenedFrame, RefusalFrame, VisitorWelcome } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import { Person, type Place, type Staff } from './house.ts';
import { Line } from './line.ts';
import type { ServerNode } from './node.ts';

type At = Pick<ServerNode, 'origin'>;

/** One device's numbered commands. */
export class Stream {
  readonly name = `s${randomBytes(8).toString('hex')}`;
  #last = 0;

  next(): { id: string; p: number } {
    const p = this.#last;
    this.#last += 1;
    return { id: `${this.name}:${this.#last}`, p };
  }
}

export const say = (text: string, audience: Audience = 'public'): Command => ({ type: 'message.post', kind: 'text', body: { text }, audience });

/** Where nodes listen, by name: the balancer's part is the test's. */
export type Nodes = Readonly<Record<string, At>>;

export function routed(url: string, nodes: Nodes | undefined): string {
  if (nodes === undefined) return url;
  const parsed = new URL(url);
  const node = nodes[parsed.pathname.split('/')[1]!];
  if (node === undefined) throw new Error(`no node for ${url}`);
  parsed.host = new URL(node.origin).host;
  return parsed.href;
}

/** A visitor in a chat, on one socket. */
export class VisitorAt {
  readonly stream: Stream;
  readonly person: Person;
  readonly conversation: string;
  readonly line: Line;

  private constructor(person: Person, conversation: string, line: Line, stream: Stream) {
    this.person = person;
    this.conversation = conversation;
    this.line = line;
    this.stream = stream;
  }

  static async join(node: At, person: Person, { stream = new Stream(), since = 0, nodes }: { stream?: Stream; since?: number; nodes?: Nodes } = {}): Promise<VisitorAt> {
    const { url, conversation } = await person.ticket(node);
    const line = await Line.open(`${routed(url, nodes)}${since > 0 ? `&since=${since}` : ''}`);
    const visitor = new VisitorAt(person, conversation, line, stream);
    await visitor.welcome();
    return visitor;
  }

  /** Somebody new in a new chat. */
  static async arrive(node: ServerNode, place: Place, nodes?: Nodes): Promise<VisitorAt> {
    return VisitorAt.join(node, await Person.arrive(node, place), nodes === undefined ? {} : { nodes });
  }

  async welcome(): Promise<VisitorWelcome> {
    return (await this.line.first(Frame.welcome)) as VisitorWelcome;
  }

  /** Sends, and waits for the answer. */
  async command(cmd: Command): ReturnType<Line['answer']> {
    return this.line.answer(this.send(cmd));
  }

  send(cmd: Command): string {
    const numbered = this.stream.next();
    this.line.send(Frame.command, { ...numbered, cmd });
    return numbered.id;
  }

  say(text: string): ReturnType<Line['answer']> {
    return this.command(say(text));
  }

  event<T extends ConversationEvent['type']>(type: T, fits: (event: Extract<ConversationEvent, { type: T }>) => boolean = () => true): Promise<{ readonly e: ConversationEvent }> {
    return this.line.first(Frame.notice, ({ e }) => e.type === type && fits(e as Extract<ConversationEvent, { type: T }>));
  }
}

type Answer = AckFrame | RefusalFrame;

/** An agent's console, on one socket. */
export class Console {
  readonly stream = new Stream();
  readonly staff: Staff;
  readonly line: Line;
  #asked = 0;

  private constructor(staff: Staff, line: Line) {
    this.staff = staff;
    this.line = line;
  }

  static async open(node: At, staff: Staff, nodes?: Nodes): Promise<Console> {
    const { url } = await staff.ticket(node);
    const console = new Console(staff, await Line.open(routed(url, nodes)));
    await console.line.first(Frame.welcome);
    return console;
  }

  async welcome(): Promise<DeskWelcome> {
    return (await this.line.first(Frame.welcome)) as DeskWelcome;
  }

  ask(cmd: DeskCommand): Promise<Answer> {
    const n = ++this.#asked;
    this.line.send(Frame.desk, { n, cmd });
    return Promise.any<Answer>([this.line.first(Frame.ack, (ack) => ack.n === n), this.line.first(Frame.refusal, (refusal) => refusal.n === n)]);
  }

  /** Takes this chat, or the next. */
  accept(conversation: string | null = null): Promise<Answer> {
    return this.ask({ type: 'chat.accept', conversation });
  }

  async open(c: string, since = 0): Promise<OpenedFrame> {
    const before = this.line.all(Frame.opened).length;
    this.line.send(Frame.open, { c, since });
    let seen = 0;
    return this.line.first(Frame.opened, (opened) => ++seen > before && opened.conversation === c);
  }

  command(c: string, cmd: Command): ReturnType<Line['answer']> {
    const numbered = this.stream.next();
    this.line.send(Frame.command, { c, ...numbered, cmd });
    return this.line.answer(numbered.id);
  }

  say(c: string, text: string, audience: Audience = 'public'): ReturnType<Line['answer']> {
    return this.command(c, say(text, audience));
  }

  event<T extends ConversationEvent['type']>(c: string, type: T, fits: (event: Extract<ConversationEvent, { type: T }>) => boolean = () => true): Promise<{ readonly e: ConversationEvent }> {
    return this.line.first(Frame.notice, (notice) => notice.c === c && notice.e.type === type && fits(notice.e as Extract<ConversationEvent, { type: T }>));
  }

  /** What the desk said last of itself. */
  get desk(): DeskStateFrame {
    return this.line.all(Frame.deskState).at(-1) ?? (this.line.all(Frame.welcome)[0] as DeskWelcome).desk;
  }

  /** The lists as a console holds them. */
  get cards(): ReadonlyMap<string, Card> {
    const cards = new Map<string, Card>();
    for (const { type, payload } of this.line.frames) {
      if (type === Frame.welcome) for (const card of (payload as DeskWelcome).cards) cards.set(card.id, card);
      if (type !== Frame.cards) continue;
      const { put, drop } = payload as { put: Card[]; drop: string[] };
      for (const id of drop) cards.delete(id);
      for (const card of put) cards.set(card.id, card);
    }
    return cards;
  }
}
