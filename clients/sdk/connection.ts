import { shouldReconnect } from '#wire/close-codes.ts';
import { decode, encodeUp } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { DownFrames, DownType, UpFrames, UpType } from '#wire/protocol.ts';
import type { Platform, SocketLike } from './platform.ts';
import type { Connection } from './types.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** Ticket, socket and welcome together. */
const JOIN_TIMEOUT_MS = 15_000;
/** A line that held for so long starts the back-off anew; one that breaks at once does not. */
const STABLE_MS = 5_000;
/** Colyseus' JOIN_ROOM: answered with the same byte, or the room sends nothing. */
const JOIN_ROOM = 10;

export type Handlers = { readonly [T in DownType]?: (payload: DownFrames[T]) => void };

export interface LineEvents {
  /** A fresh address for every join. A rejection with `retryable: false` stops the line with its `code`. */
  readonly address: () => Promise<string>;
  /** The welcome's runs first; then the line is online. */
  readonly handlers: Handlers;
  /** Around everything that one frame causes. */
  readonly batch: (run: () => void) => void;
  readonly changed: (connection: Connection) => void;
}

/** One line to the server that comes back by itself: back-off with full jitter, and half-open detection. */
export class Line {
  readonly #platform: Platform;
  readonly #events: LineEvents;
  #status: Connection['status'] = 'idle';
  /** Told apart from callbacks of sockets and tickets that were given up. */
  #attempt = 0;
  #socket: SocketLike | null = null;
  #cancelTimer = () => {};
  #stopWaking: (() => void) | null = null;
  #failures = 0;
  #heartbeat = 0;
  #onlineAt = Infinity;
  #heardAt = 0;
  #sentAt = 0;
  /** A ping is unanswered. */
  #pinged = false;

  constructor(platform: Platform, events: LineEvents) {
    this.#platform = platform;
    this.#events = events;
  }

  open(): void {
    if (this.#status === 'connecting' || this.#status === 'online') return;
    this.#stopWaking ??= this.#platform.onWake(() => this.#wake());
    this.#join();
  }

  close(): void {
    this.#end({ status: 'idle' });
  }

  /** False when the line is down: nothing is kept here. */
  send<T extends UpType>(type: T, payload: UpFrames[T]): boolean {
    if (this.#status !== 'online') return false;
    this.#sentAt = this.#platform.clock.now();
    this.#socket?.send(encodeUp(type, payload));
    return true;
  }

  /** Drops the line and joins again: the picture is not to be trusted. */
  rejoin(): void {
    const { clock, random } = this.#platform;
    this.#drop();
    if (clock.now() - this.#onlineAt >= STABLE_MS) this.#failures = 0;
    this.#onlineAt = Infinity;
    const delay = random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
    this.#schedule(delay, () => this.#join());
    this.#set({ status: 'waiting', retryAt: clock.now() + delay });
  }

  #join(): void {
    this.#drop();
    const attempt = this.#attempt;
    const current = () => attempt === this.#attempt;
    this.#schedule(JOIN_TIMEOUT_MS, () => this.rejoin());
    this.#set({ status: 'connecting' });
    const dial = async () => {
      const url = await this.#events.address();
      if (!current()) return;
      this.#socket = this.#platform.openSocket(url, {
        message: (bytes) => current() && this.#receive(bytes),
        close: (code) => current() && (shouldReconnect(code) ? this.rejoin() : this.#end({ status: 'stopped', code })),
      });
    };
    dial().catch((error: unknown) => current() && this.#refused(error));
  }

  #refused(error: unknown): void {
    const { retryable = true, code = '' } = (error ?? {}) as { retryable?: boolean; code?: string };
    if (retryable) this.rejoin();
    else this.#end({ status: 'stopped', code });
  }

  #receive(bytes: Uint8Array): void {
    this.#heardAt = this.#platform.clock.now();
    this.#pinged = false;
    if (bytes[0] === JOIN_ROOM) return this.#socket?.send(new Uint8Array([JOIN_ROOM]));
    const incoming = decode(bytes);
    if (incoming === null) return;
    const { type, payload } = incoming as { readonly type: DownType; readonly payload: DownFrames[DownType] };
    const handle = this.#events.handlers[type] as ((payload: unknown) => void) | undefined;
    this.#events.batch(() => {
      const joining = this.#attempt;
      handle?.(payload);
      if (type === Frame.welcome && joining === this.#attempt) this.#welcome((payload as DownFrames[typeof Frame.welcome]).heartbeat);
    });
  }

  #welcome(heartbeat: number): void {
    this.#heartbeat = heartbeat;
    this.#onlineAt = this.#sentAt = this.#platform.clock.now();
    this.#schedule(heartbeat, () => this.#beat());
    this.#set({ status: 'online' });
  }

  /** Tests the line when either side was silent: the server, too, gives up on who is never heard. */
  #beat(): void {
    if (this.#pinged) return this.rejoin();
    const silence = this.#platform.clock.now() - Math.min(this.#heardAt, this.#sentAt);
    if (silence >= this.#heartbeat) this.#ping();
    else this.#schedule(this.#heartbeat - silence, () => this.#beat());
  }

  #ping(): void {
    this.#pinged = this.send(Frame.ping, { t: this.#platform.clock.now() });
    this.#schedule(this.#heartbeat, () => this.#beat());
  }

  #wake(): void {
    if (this.#status === 'waiting') this.#join();
    else if (this.#status === 'online' && !this.#pinged) this.#ping();
  }

  #end(connection: Connection): void {
    this.#drop();
    this.#stopWaking?.();
    this.#stopWaking = null;
    this.#failures = 0;
    this.#set(connection);
  }

  #drop(): void {
    this.#attempt++;
    this.#cancelTimer();
    this.#socket?.close();
    this.#socket = null;
  }

  #schedule(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#platform.clock.after(ms, run);
  }

  #set(connection: Connection): void {
    this.#status = connection.status;
    this.#events.changed(connection);
  }
}
