/** What the client needs of the world; tests hand in a simulated one. */
export interface Platform {
  readonly clock: Clock;
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  readonly openSocket: (url: string) => SocketLike;
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

/** The part of a WebSocket that is used. */
export interface SocketLike {
  binaryType: string;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
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

/** The DOM types the events of a socket more narrowly than its users need. */
const openSocket = (url: string): SocketLike => new WebSocket(url) as SocketLike;

type Listen = (type: string, listener: () => void) => void;

/** What a browser has and Node has not. */
interface Page {
  readonly addEventListener?: Listen;
  readonly removeEventListener?: Listen;
  readonly document?: { readonly hidden: boolean };
  readonly navigator?: { readonly locks?: LocksLike };
  readonly localStorage?: StorageLike;
  readonly sessionStorage?: StorageLike;
}

const page: Page = globalThis;

const wakeEvents = ['online', 'visibilitychange'];

function onWake(listener: () => void): () => void {
  const heard = () => {
    if (!page.document?.hidden) listener();
  };
  // The second bubbles up from the document.
  for (const type of wakeEvents) page.addEventListener?.(type, heard);
  return () => {
    for (const type of wakeEvents) page.removeEventListener?.(type, heard);
  };
}

/** Node has no use for either; frames of sites with blocked storage get an exception. */
function pageStorage(lasting: boolean): StorageLike | null {
  try {
    return (page.document && page[lasting ? 'localStorage' : 'sessionStorage']) ?? null;
  } catch {
    return null;
  }
}

export function platformOf(given: Partial<Platform>): Platform {
  const { locks = page.navigator?.locks ?? null, storage = pageStorage(locks !== null) } = given;
  return { clock: systemClock, random: Math.random, openSocket, onWake, ...given, storage, locks };
}
