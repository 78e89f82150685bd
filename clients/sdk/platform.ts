/** What the client needs of the world; tests hand in a simulated one. */
export interface Platform {
  readonly clock: Clock;
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  readonly openSocket: (url: string, events: SocketEvents) => SocketLike;
  /** Keeps unsent commands; null keeps them in memory only. Default: localStorage, or sessionStorage without Web Locks. */
  readonly storage: StorageLike | null;
  /** Says which streams are alive in other tabs; null when the storage is this tab's alone. Default: navigator.locks. */
  readonly locks: LocksLike | null;
  /** Calls back when the line may have come back: network up, tab visible. Returns the undo. */
  readonly onWake: (listener: () => void) => () => void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Returns the cancel. */
  after(ms: number, run: () => void): () => void;
}

/** The part of the Storage interface that is used. */
export interface StorageLike {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The part of the Web Locks API that is used. `run` gets null when the lock is taken. */
export interface LocksLike {
  request(name: string, options: { readonly ifAvailable: boolean }, run: (lock: unknown) => Promise<void>): Promise<unknown>;
}

export interface SocketEvents {
  readonly message: (bytes: Uint8Array) => void;
  readonly close: (code: number) => void;
}

/** A WebSocket that carries binary frames. */
export interface SocketLike {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

function openSocket(url: string, { message, close }: SocketEvents): SocketLike {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => {
    if (data instanceof ArrayBuffer) message(new Uint8Array(data));
  };
  socket.onclose = ({ code }) => close(code);
  return socket;
}

/** What a browser has and Node has not. */
interface Page {
  readonly addEventListener?: (type: string, listener: () => void) => void;
  readonly removeEventListener?: (type: string, listener: () => void) => void;
  readonly document?: Required<Pick<Page, 'addEventListener' | 'removeEventListener'>> & { readonly hidden: boolean };
  readonly navigator?: { readonly locks?: LocksLike };
  readonly localStorage?: StorageLike;
  readonly sessionStorage?: StorageLike;
}

const page: Page = globalThis;

function onWake(listener: () => void): () => void {
  const heard = () => {
    if (page.document?.hidden !== true) listener();
  };
  page.addEventListener?.('online', heard);
  page.document?.addEventListener('visibilitychange', heard);
  return () => {
    page.removeEventListener?.('online', heard);
    page.document?.removeEventListener('visibilitychange', heard);
  };
}

/** Node has no use for either; frames of sites with blocked storage get an exception. */
function pageStorage(lasting: boolean): StorageLike | null {
  try {
    return (page.document === undefined ? null : lasting ? page.localStorage : page.sessionStorage) ?? null;
  } catch {
    return null;
  }
}

export function platformOf(given: Partial<Platform>): Platform {
  const locks = given.locks === undefined ? ((page.document && page.navigator?.locks) ?? null) : given.locks;
  const storage = given.storage === undefined ? pageStorage(locks !== null) : given.storage;
  return { clock: systemClock, random: Math.random, openSocket, onWake, ...given, storage, locks };
}
