import type { Agent, Channel, Department, Role, Ticket, WidgetSession, WidgetTicket } from '#wire/api.ts';
import { ADMIN_PASSWORD, type ServerNode } from './node.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, reason?: string) {
    super([status, code, ...(reason === undefined ? [] : [`(${reason})`])].join(' '));
    this.status = status;
    this.code = code;
  }
}

/** One call of the HTTP API, with JSON or an archive; throws an {@link HttpError} for anything but success. */
export async function call<T>(node: Pick<ServerNode, 'origin'>, method: Method, path: string, body?: unknown, bearer?: string, headers: Readonly<Record<string, string>> = {}): Promise<{ value: T; headers: Headers }> {
  const response = await fetch(`${node.origin}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': Buffer.isBuffer(body) ? 'application/gzip' : 'application/json' }), ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const value = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new HttpError(response.status, value?.code ?? text, value?.meta?.reason);
  return { value: value as T, headers: response.headers };
}

const tokenOf = (headers: Headers): string => /=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';

/** Somebody who is signed in; their token is good on every node. */
export interface Staff {
  readonly id: string;
  readonly participant: string;
  readonly name: string;
  call<T>(node: Pick<ServerNode, 'origin'>, method: Method, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  ticket(node: Pick<ServerNode, 'origin'>): Promise<Ticket>;
}

async function signIn(node: ServerNode, login: string, password: string): Promise<{ agent: Agent; token: string }> {
  const { value, headers } = await call<{ agent: Agent }>(node, 'POST', '/session', { login, password });
  return { agent: value.agent, token: tokenOf(headers) };
}

function staff({ id, name }: Agent, token: string): Staff {
  const own: Staff = {
    id, name,
    participant: `a_${id}`,
    call: async (node, method, path, body, more) => (await call<never>(node, method, path, body, token, more)).value,
    ticket: (node) => own.call(node, 'POST', '/desk/ticket'),
  };
  return own;
}

/** A department with its web channel. */
export interface Place {
  readonly id: string;
  readonly token: string;
}

/** What the administrator of a fresh server sets up. */
export class House {
  readonly #node: ServerNode;
  readonly admin: Staff;
  readonly support: Place;
  #hired = 0;

  private constructor(node: ServerNode, admin: Staff, support: Place) {
    this.#node = node;
    this.admin = admin;
    this.support = support;
  }

  static async open(node: ServerNode): Promise<House> {
    const { agent, token } = await signIn(node, 'admin', ADMIN_PASSWORD);
    const admin = staff(agent, token);
    const [channel] = await admin.call<Channel[]>(node, 'GET', '/channels');
    return new House(node, admin, { id: channel!.department, token: channel!.token });
  }

  async department(name: string, assignment: Department['assignment'] = 'manual'): Promise<Place> {
    const { id } = await this.admin.call<Department>(this.#node, 'POST', '/departments', { name, assignment });
    const channels = await this.admin.call<Channel[]>(this.#node, 'GET', '/channels');
    return { id, token: channels.find(({ department }) => department === id)!.token };
  }

  async hire({ capacity = 5, departments = [this.support.id], role = 'agent' }: { capacity?: number; departments?: readonly string[]; role?: Role } = {}): Promise<Staff> {
    const login = `agent-${++this.#hired}`;
    const password = `the first password of ${login}`;
    const next = `the own password of ${login}`;
    const agent = await this.admin.call<Agent>(this.#node, 'POST', '/agents', { login, name: `Agent ${this.#hired}`, password, role, capacity, departments });
    const { token } = await signIn(this.#node, login, password);
    const { headers } = await call(this.#node, 'PUT', '/me/password', { current: password, next }, token);
    return staff(agent, tokenOf(headers));
  }
}

/** A visitor of a channel, as the widget's storage knows them. */
export class Person {
  readonly channel: string;
  readonly token: string;
  readonly participant: string;

  private constructor(channel: string, { visitor, self }: WidgetSession) {
    this.channel = channel;
    this.token = visitor;
    this.participant = self;
  }

  static async arrive(node: ServerNode, { token }: Place): Promise<Person> {
    const { value } = await call<WidgetSession>(node, 'POST', '/widget/session', { token, locale: 'en' });
    return new Person(token, value);
  }

  async ticket(node: Pick<ServerNode, 'origin'>, start = true): Promise<WidgetTicket> {
    return (await call<WidgetTicket>(node, 'POST', '/widget/ticket', { token: this.channel, visitor: this.token, start, locale: 'en' })).value;
  }
}
