import { shouldReconnect } from '#wire/close-codes.ts';
import { decode, encodeUp } from '#wire/codec.ts';
import { Frame, PROTOCOL_VERSION } from '#wire/protocol.ts';
import type { DownFrames, DownType, UpFrames, UpType } from '#wire/protocol.ts';
import type { Platform, SocketLike } from './platform.ts';
import type { Connection } from './types.ts';

/** The back-off grows by half each time: after a restart of seconds nobody waits for many more. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5_000;
/** Ticket, socket and welcome together. */
const JOIN_TIMEOUT_MS = 15_000;
/** A line that held for so long starts the back-off anew; one that breaks at once does not. */
const STABLE_MS = 2_000;
/** CloseCode.draining: others wait for us already. */
const DRAINING = 4002;
/** Colyseus' JOIN_ROOM: answered with the same byte, or the room sends nothing. */
const JOIN_ROOM = 10;

export interface Down<T extends DownType = DownType> {
  readonly type: T;
  readonly payload: DownFrames[T];
}

export type Handlers = { readonly [T in DownType]?: (payload: DownFrames[T]) => void };

/** Frames of a later release have no handler. */
export function handle(handlers: Handlers | undefined, { type, payload }: Down): void {
  (handlers?.[type] as ((payload: unknown) => void) | undefined)?.(payload);
}

export interface LineEvents {
  /** A fresh address for every join. A rejection with `retryable: false` stops the line with its `code`. */
  readonly address: () => Promise<string>;
  /** Of a welcome, before the line counts as online. */
  readonly receive: (down: Down) => void;
  /** Around everything that one frame causes. */
  readonly batch: (run: () => void) => void;
  readonly changed: (connection: Connection) => void;
}

/** One line to the server that comes back by itself. */
export interface Line {
  open(): void;
  close(): void;
  /** Drops the line and joins again, after a back-off with full jitter. */
  rejoin(): void;
  /** False when the line is down: nothing is kept here. */
  send<T extends UpType>(type: T, payload: UpFrames[T]): boolean;
}

export function createLine({ clock, random, openSocket, onWake }: Platform, { address, receive, batch, changed }: LineEvents): Line {
  let status: Connection['status'] = 'idle';
  let socket: SocketLike | null = null;
  /** Tells the callbacks of sockets and tickets that were given up. */
  let attempt = 0;
  let failures = 0;
  let cancelTimer = () => {};
  let stopWaking: (() => void) | null = null;
  let heartbeat = 0;
  let onlineAt = Infinity;
  /** A ping is unanswered. */
  let pinged = false;

  const set = (connection: Connection): void => {
    status = connection.status;
    changed(connection);
  };

  const schedule = (ms: number, run: () => void): void => {
    cancelTimer();
    cancelTimer = clock.after(ms, run);
  };

  const drop = (): void => {
    attempt++;
    cancelTimer();
    socket?.close();
    socket = null;
  };

  const end = (connection: Connection): void => {
    drop();
    stopWaking?.();
    stopWaking = null;
    failures = 0;
    set(connection);
  };

  const lost = (again: boolean, code: number | string): void => (again ? rejoin() : end({ status: 'stopped', code }));

  const rejoin = (): void => {
    drop();
    const now = clock.now();
    if (now - onlineAt >= STABLE_MS) failures = 0;
    onlineAt = Infinity;
    const delay = random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 1.5 ** failures++);
    schedule(delay, join);
    set({ status: 'waiting', retryAt: now + delay });
  };

  const join = (): void => {
    drop();
    const current = attempt;
    const dial = async (): Promise<void> => {
      const url = await address();
      if (current !== attempt) return;
      socket = openSocket(`${url}&v=${PROTOCOL_VERSION}`);
      socket.binaryType = 'arraybuffer';
      socket.onmessage = ({ data }) => current === attempt && heard(new Uint8Array(data as ArrayBuffer));
      socket.onclose = ({ code }) => current === attempt && (code === DRAINING && status === 'online' ? join() : lost(shouldReconnect(code), code));
    };
    schedule(JOIN_TIMEOUT_MS, rejoin);
    set({ status: 'connecting' });
    dial().catch((error: unknown) => {
      const { retryable = true, code = '' } = (error ?? {}) as { retryable?: boolean; code?: string };
      if (current === attempt) lost(retryable, code);
    });
  };

  const heard = (bytes: Uint8Array): void => {
    if (bytes[0] === JOIN_ROOM) return socket?.send(new Uint8Array([JOIN_ROOM]));
    const incoming = decode(bytes);
    if (incoming === null) return;
    const down = incoming as Down;
    const current = attempt;
    batch(() => {
      receive(down);
      if (down.type === Frame.pong || down.type === Frame.welcome) pinged = false;
      if (down.type !== Frame.welcome || current !== attempt) return;
      ({ heartbeat } = down.payload as DownFrames[typeof Frame.welcome]);
      onlineAt = clock.now();
      schedule(heartbeat, beat);
      set({ status: 'online' });
    });
  };

  const send: Line['send'] = (type, payload) => {
    if (status !== 'online') return false;
    socket?.send(encodeUp(type, payload));
    return true;
  };

  /** Also while much is heard: of a line that is dead in one direction only the answer to a ping tells. */
  const beat = (): void => (pinged ? rejoin() : ping());

  const ping = (): void => {
    pinged = send(Frame.ping, { t: clock.now() });
    schedule(heartbeat, beat);
  };

  const wake = (): void => {
    if (status === 'waiting') join();
    else if (status === 'online' && !pinged) ping();
  };

  return {
    open: () => {
      if (status === 'connecting' || status === 'online') return;
      stopWaking ??= onWake(wake);
      join();
    },
    close: () => {
      if (status !== 'idle') end({ status: 'idle' });
    },
    rejoin,
    send,
  };
}
