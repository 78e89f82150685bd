import type { Agent, Channel, Department, Ticket, WidgetSession, WidgetTicket } from '#wire/api.ts';
import { Frame } from '#wire/protocol.ts';
import type { AckFrame, OpenedFrame, RefusalFrame } from '#wire/protocol.ts';
import type { OpenChat } from './chats.ts';
import { frames } from './dialects.ts';
import type { Incoming } from './dialects.ts';
import { Line } from './line.ts';
import { place } from './placement.ts';
import type { NodePlan, TargetPlan } from './plan.ts';
import { inParallel } from './tasks.ts';

export const ADMIN_PASSWORD = 'a bench needs no secret';
const PASSWORD = { once: 'given by the administrator', own: 'chosen by the agent' };
const AGENTS_AT_A_TIME = 4;
const CHATS_AT_A_TIME = 32;
const MAX_ATTEMPTS = 3;

/** A Parlor server from outside: accounts over HTTP, chats as widgets and consoles open them. */
export class House {
  readonly #nodes: readonly NodePlan[];
  readonly #closed: () => void;
  readonly #adminPassword: string;

  constructor(nodes: readonly NodePlan[], closed: () => void, adminPassword = ADMIN_PASSWORD) {
    this.#nodes = nodes;
    this.#closed = closed;
    this.#adminPassword = adminPassword;
  }

  /** Every agent has a department to themselves, so that no queue is told to many desks. */
  async openChats(plan: TargetPlan): Promise<OpenChat[]> {
    const { chats, chatsPerAgent } = plan;
    const places = place(plan);
    const admin = await this.#signIn('admin', this.#adminPassword);
    const run = Date.now().toString(36);
    const desks = await inParallel(places.desks.length, AGENTS_AT_A_TIME, (index) => this.#openDesk(admin, `bench-${run}-${index}`, chatsPerAgent, places.desks[index] ?? 0));
    return inParallel(chats, CHATS_AT_A_TIME, async (index) => {
      const desk = desks[Math.floor(index / chatsPerAgent)];
      if (desk === undefined) throw new Error('a chat without an agent');
      const { visitor, id } = await this.startChat(desk.token, places.chats[index] ?? 0);
      await desk.console.accept(id);
      const opened = await desk.console.open(id);
      return { id, visitor, agent: desk.console.line, visitorPosition: opened.state.publicSeq, agentPosition: opened.state.seq };
    });
  }

  /** A widget's way: session, ticket, socket, welcome. The chat comes up on this node. */
  async startChat(token: string, node: number): Promise<{ visitor: Line; id: string }> {
    const session = await this.#call<WidgetSession>('POST', '/widget/session', null, { token, locale: 'en' }, node);
    let id = '';
    const visitor = await this.#admitted(node, async () => {
      const { url, conversation } = await this.#call<WidgetTicket>('POST', '/widget/ticket', null, { token, visitor: session.visitor, start: true, locale: 'en' }, node);
      id = conversation;
      return url;
    });
    return { visitor, id };
  }

  /** A socket that is turned away comes again with a new ticket, as our clients do. */
  async #admitted(node: number, ticket: () => Promise<string>): Promise<Line> {
    for (let attempt = 1; ; attempt++) {
      const url = await ticket();
      // The actor comes up where it is asked for, or the bench measures something else than it says.
      const owner = new URL(url).pathname.split('/')[1];
      if (owner !== this.#nodes[node]?.name) throw new Error(`an actor is on ${owner ?? '?'} and not on ${this.#nodes[node]?.name ?? '?'}`);
      try {
        return await welcomed(url, this.#closed);
      } catch (error) {
        console.warn(`a socket was turned away: ${String(error)}`);
        if (attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** A department of nobody, for chats that only wait. */
  async openDepartment(): Promise<string> {
    const admin = await this.#signIn('admin', this.#adminPassword);
    return this.#department(admin, `Bench ${Date.now().toString(36)}`, []);
  }

  async #openDesk(admin: string, login: string, capacity: number, node: number): Promise<{ token: string; console: Console }> {
    const agent = await this.#call<Agent>('POST', '/agents', admin, { login, name: login, capacity, password: PASSWORD.once });
    const token = await this.#department(admin, login, [agent.id]);
    const first = await this.#signIn(login, PASSWORD.once);
    const session = await this.#session('PUT', '/me/password', first, { current: PASSWORD.once, next: PASSWORD.own });
    const line = await this.#admitted(node, async () => (await this.#call<Ticket>('POST', '/desk/ticket', session, {}, node)).url);
    return { token, console: new Console(line) };
  }

  /** Its channel's public token. */
  async #department(admin: string, name: string, members: readonly string[]): Promise<string> {
    const { id } = await this.#call<Department>('POST', '/departments', admin, { name, members });
    const channels = await this.#call<readonly Channel[]>('GET', '/channels', admin);
    const channel = channels.find(({ department }) => department === id);
    if (channel === undefined) throw new Error('a department without a channel');
    return channel.token;
  }

  #signIn(login: string, password: string): Promise<string> {
    return this.#session('POST', '/session', null, { login, password });
  }

  /** The bearer token in the cookie of the answer. */
  async #session(method: string, path: string, bearer: string | null, body: object): Promise<string> {
    const response = await this.#fetch(method, path, bearer, body);
    const cookie = /^[^=]+=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
    if (cookie === undefined) throw new Error(`${path} set no cookie`);
    return cookie;
  }

  async #call<T>(method: string, path: string, bearer: string | null, body?: object, node = 0): Promise<T> {
    return (await (await this.#fetch(method, path, bearer, body, node)).json()) as T;
  }

  async #fetch(method: string, path: string, bearer: string | null, body?: object, node = 0): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }) };
    const response = await fetch(`http://127.0.0.1:${this.#nodes[node]?.port ?? 0}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}

/** A socket of ours once it has been greeted; rejects when it is closed instead. */
async function welcomed(url: string, closed: () => void): Promise<Line> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let greeted = false;
  promise.catch(() => {});
  const line = await Line.open(url, frames, ({ type }) => {
    if (type !== Frame.welcome) return;
    greeted = true;
    resolve();
  }, (reason) => {
    if (greeted) closed();
    reject(new Error(`closed without a welcome: ${reason}`));
  });
  await promise;
  return line;
}

/** An agent's console while chats are set up. */
class Console {
  readonly line: Line;
  readonly #answers = new Map<number | string, (payload: unknown) => void>();
  #asked = 0;

  constructor(line: Line) {
    this.line = line;
    line.heard = (incoming) => this.#hear(incoming);
  }

  async accept(conversation: string): Promise<void> {
    const n = ++this.#asked;
    const answer = this.#answer(n);
    this.line.send(Frame.desk, JSON.stringify({ n, cmd: { type: 'chat.accept', conversation } }));
    const { code } = (await answer) as Partial<RefusalFrame>;
    if (code !== undefined) throw new Error(`accepting a chat: ${code}`);
  }

  async open(conversation: string): Promise<OpenedFrame> {
    const answer = this.#answer(conversation);
    this.line.send(Frame.open, JSON.stringify({ c: conversation, since: 0 }));
    const opened = (await answer) as OpenedFrame | RefusalFrame;
    if ('code' in opened) throw new Error(`opening a chat: ${opened.code}`);
    return opened;
  }

  #answer(key: number | string): Promise<unknown> {
    return new Promise((resolve) => this.#answers.set(key, resolve));
  }

  #hear({ type, payload }: Incoming): void {
    const { n, c } = payload as AckFrame | RefusalFrame;
    const key = type === Frame.opened ? (payload as OpenedFrame).conversation : type === Frame.ack || type === Frame.refusal ? (n ?? c) : undefined;
    if (key === undefined) return;
    this.#answers.get(key)?.(payload);
    this.#answers.delete(key);
  }
}
