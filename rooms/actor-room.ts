import { ErrorCode, Room, ServerError } from '@colyseus/core';
import type { AuthContext, Client } from '@colyseus/core';
import type { Activation, Actor } from '#cluster/actor.ts';
import type { ActorKind, Identity } from '#cluster/identity.ts';
import type { Handlers } from '#cluster/messages.ts';
import { Mailbox } from '#cluster/mailbox.ts';
import { RefusalError, describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { encodeDown } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { RefusalFrame } from '#wire/protocol.ts';
import { Connection } from './connection.ts';
import { readFrame } from './frames.ts';
import type { RoomServices } from './services.ts';
import { wordsIn } from './words.ts';

/** Colyseus' protocol bytes that our own clients do without: joining, leaving and pinging of the official SDK. */
const COLYSEUS_JOIN = 10;
const COLYSEUS_LEAVE = 12;
const COLYSEUS_PING = 18;
const JOIN_CONFIRMED = Buffer.from([COLYSEUS_JOIN]);
const JOINED = 1;
/** Weight of a frame over the rate: a burst of words typed offline is no attack. */
const TOO_FAST = 0.2;

/** What was told of already: once a method is enough for a log. */
const unknownMethods = new Set<string>();

/** An actor that is a Colyseus room: sockets come and go through Colyseus, everything else is ours. */
export abstract class ActorRoom<K extends ActorKind, C> extends Room implements Actor {
  /** No schema state, so no patches: an idle room costs no timer. */
  override patchRate = 2 ** 31 - 1;
  override autoDispose = false;

  identity!: Identity<K>;
  actorId = 0;
  epoch = 0;
  /** It takes nothing more. */
  retiring = false;
  /** Replaced as a whole, never changed: whoever walks over it may close connections. */
  protected connections: readonly Connection<C>[] = [];
  readonly mailbox: Mailbox = new Mailbox((error) => this.broken(error));

  /** Set on the class by the composition root. */
  abstract readonly services: RoomServices;
  /** What the actor answers to others. */
  protected abstract readonly handlers: Handlers<K, this>;

  /** Loads what the actor needs; throws a `RefusalError` when it cannot come up. */
  protected abstract load(activation: Activation): Promise<void>;
  /** Who this is, or why not. */
  protected abstract admit(auth: unknown): C | Refusal;
  /** The connection is seated: greet it. */
  protected abstract welcome(connection: Connection<C>): void | Promise<void>;
  protected abstract frame(connection: Connection<C>, type: number, payload: unknown): void;
  protected abstract left(connection: Connection<C>): void;
  /** Makes durable what must survive. */
  protected abstract settle(): Promise<void>;
  /** Out of the directory: who is told something now and answers speaks to the next activation. */
  protected gone(): void {}

  override async onCreate(activation: Activation): Promise<void> {
    this.identity = activation.identity as Identity<K>;
    this.actorId = activation.actorId;
    this.epoch = activation.epoch;
    try {
      await this.load(activation);
    } catch (error) {
      this.services.timers.release(this);
      // Colyseus prints what is not its own: a chat that does not exist is no event for the log.
      throw error instanceof RefusalError ? new ServerError(ErrorCode.APPLICATION_ERROR, error.message) : error;
    }
  }

  override async onJoin(client: Client): Promise<void> {
    const claims = this.admit(client.auth);
    if (isRefusal(claims)) throw new ServerError(ErrorCode.AUTH_FAILED, claims.code);
    const connection = new Connection(client, claims, this.services.now(), this.services.rates[this.identity.kind]);
    client.userData = connection;
    this.connections = [...this.connections, connection];
    await this.welcome(connection);
  }

  override onLeave(client: Client): void {
    const connection = client.userData;
    if (!(connection instanceof Connection)) return;
    this.connections = this.connections.filter((one) => one !== connection);
    this.left(connection as Connection<C>);
  }

  receive(method: string, request: unknown, reply: (reply: unknown) => void): unknown {
    const handler = (this.handlers as Record<string, ((actor: this, request: unknown, reply: (reply: unknown) => void) => unknown) | undefined>)[method];
    return handler === undefined ? this.unknown(method) : handler(this, request, reply);
  }

  /** Of a node of a later release: whoever asks again may meet one that knows it. Its sender should not have, so it is told of. */
  private unknown(method: string): Refusal {
    const name = `${this.identity.kind}.${method}`;
    if (!unknownMethods.has(name)) this.services.onError(new Error(`a node of another release sends ${name}, which this one does not know`));
    unknownMethods.add(name);
    return refuse('unavailable');
  }

  async retire(closeCode: number): Promise<void> {
    if (this.retiring) return;
    this.retiring = true;
    await this.settle();
    await this.leaveNode(closeCode, true);
  }

  /** Gives up at once without writing anything: the log decides what holds, the next activation reads it. */
  discard(closeCode: number): void {
    if (this.retiring) return;
    this.retiring = true;
    void this.leaveNode(closeCode, false).catch(this.services.onError);
  }

  protected push(connection: Connection<C>, frame: string): void {
    this.services.outgoing.send(connection, frame);
  }

  protected refuseFrame(connection: Connection<C>, refusal: Refusal, to: { c?: string; id?: string; n?: number } = {}): void {
    this.push(connection, encodeDown(Frame.refusal, { ...to, ...refusalBody(refusal) }));
  }

  /** A frame that no client of ours would send: told, and after too many of them not heard any more. */
  protected offence(connection: Connection<C>, refusal: Refusal): void {
    this.refuseFrame(connection, refusal);
    if (connection.offend(1, this.services.now())) this.close(connection, CloseCode.protocol);
  }

  protected close(connection: Connection<C>, code: number): void {
    this.services.outgoing.flushOne(connection);
    connection.client.leave(code);
  }

  /** A task of the mailbox threw: what it did is not known, so the actor starts again from what is stored. */
  protected broken(error: unknown): void {
    this.services.onError(error);
    this.discard(CloseCode.moved);
  }

  private async leaveNode(closeCode: number, release: boolean): Promise<void> {
    this.services.timers.release(this);
    for (const connection of this.connections) this.services.outgoing.flushOne(connection);
    // First out of the directory, so that whoever comes now waits for the next activation.
    await this.services.cluster.forget(this, release);
    this.gone();
    await this.disconnect(closeCode);
  }

  /** Every frame of a client passes here. */
  incoming(client: Client, bytes: Buffer): void {
    const connection = client.userData;
    // What lay in the socket while this node slept is not for a zombie: its sender comes again.
    if (!(connection instanceof Connection) || this.retiring || !this.services.cluster.holdsLease) return;
    const wait = connection.bucket.take(this.services.now());
    if (wait > 0) return this.limit(connection as Connection<C>, bytes, wait);
    if (this.services.load.full && this.shed(connection as Connection<C>, bytes)) return;
    const incoming = readFrame(bytes);
    if (incoming === null) return this.offence(connection as Connection<C>, refuse('frame.malformed'));
    if (incoming.type === Frame.ping) return this.pong(connection as Connection<C>, incoming.payload);
    this.frame(connection as Connection<C>, incoming.type, incoming.payload);
  }

  private pong(connection: Connection<C>, payload: unknown): void {
    const t = typeof payload === 'object' && payload !== null && 't' in payload && typeof payload.t === 'number' ? payload.t : 0;
    this.push(connection, encodeDown(Frame.pong, { t }));
  }

  /** More than this node can do: words are refused before anything is made of them. All else has its way, and ends or saves work. */
  private shed(connection: Connection<C>, bytes: Buffer): boolean {
    const words = wordsIn(bytes);
    if (words === null) return false;
    this.refuseFrame(connection, this.services.load.refusal(), words);
    return true;
  }

  /** Over the rate: a command is refused, so that its sender knows to wait; anything else is dropped. */
  private limit(connection: Connection<C>, bytes: Buffer, retryAfter: number): void {
    if (connection.offend(TOO_FAST, this.services.now())) return this.close(connection, CloseCode.flooding);
    if (bytes[1] !== Frame.command) return;
    const payload = readFrame(bytes)?.payload;
    if (typeof payload !== 'object' || payload === null) return;
    const c = 'c' in payload && typeof payload.c === 'string' ? { c: payload.c } : {};
    const id = 'id' in payload && typeof payload.id === 'string' ? { id: payload.id } : {};
    this.push(connection, encodeDown(Frame.refusal, { ...c, ...id, ...refusalBody(refuse('rate.limited', { retryAfter })) }));
  }
}

/** How a refusal looks on the wire. */
export function refusalBody({ code, meta }: Refusal): Omit<RefusalFrame, 'c' | 'id' | 'n'> {
  if (meta === undefined) return { code, retryable: describeError(code).retryable };
  const { retryAfter, ...more } = meta;
  return {
    code, retryable: describeError(code).retryable, ...(typeof retryAfter === 'number' ? { retryAfter } : {}), ...(Object.keys(more).length > 0 ? { meta: more } : {}),
  };
}

type ReceiveFrame = (this: ActorRoom<ActorKind, unknown>, client: Client, bytes: Buffer) => void;
type Join = (this: ActorRoom<ActorKind, unknown>, client: Client, context: AuthContext, options?: object) => Promise<void>;

const colyseusReceive = Room.prototype['_onMessage'] as ReceiveFrame;
const colyseusJoin = Room.prototype['_onJoin'] as Join;

/** Our frames never reach Colyseus' decoder: one byte tells them apart, and the rest is a string. */
const receiveFrame: ReceiveFrame = function receiveFrame(client, bytes) {
  const [first] = bytes;
  if (first === COLYSEUS_JOIN || first === COLYSEUS_LEAVE || first === COLYSEUS_PING) colyseusReceive.call(this, client, bytes);
  else if (client.state === JOINED) this.incoming(client, bytes);
};

/** Clients of our own socket need not confirm the join: that saves them a round trip. */
const join: Join = async function join(client, context, options) {
  await colyseusJoin.call(this, client, context, options);
  if (client.userData instanceof Connection && this.services.isOwnSocket(client.auth)) colyseusReceive.call(this, client, JOIN_CONFIRMED);
};

Object.assign(ActorRoom.prototype, { _onMessage: receiveFrame, _onJoin: join });
