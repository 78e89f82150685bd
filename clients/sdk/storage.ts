import type { Command, ErrorCode } from '#wire/vocabulary.ts';
import type { Platform } from './platform.ts';

/** A command as it is kept. */
export interface Kept {
  readonly number: number;
  readonly command: Command;
  readonly at: number;
  /** Why it was refused for good; null while it is to be sent. */
  readonly code: ErrorCode | null;
}

/** A stream's commands in one conversation. `base`: the last number that had effect. */
export interface KeptLane {
  readonly base: number;
  readonly items: readonly Kept[];
}

export type KeptStream = Readonly<Record<string, KeptLane>>;

const STREAM = /^[A-Za-z0-9_-]{8,40}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const newStream = (): string => Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => ALPHABET[byte & 63]).join('');

/**
 * Where streams survive their tab. Every client writes a stream of its own, new each time, and nobody else ever adds
 * to it: whoever adopts what was left only sends it, under the same ids, so even two who do cannot double a message.
 * The Web Lock of a living stream keeps it from being adopted.
 */
export class StreamStorage {
  readonly own = newStream();
  readonly #platform: Platform;
  readonly #prefix: string;
  #releases: (() => void)[] = [];

  constructor(platform: Platform, storageKey: string) {
    this.#platform = platform;
    this.#prefix = `${storageKey}:`;
  }

  /** Holds the own stream and hands over every abandoned one; `held` are the streams that are here already. */
  open(held: ReadonlySet<string>, adopt: (stream: string, kept: KeptStream) => void): void {
    this.#hold(this.own, () => {});
    for (const stream of this.#streams()) {
      if (!held.has(stream)) this.#hold(stream, () => adopt(stream, this.#load(stream)));
    }
  }

  /** Lets others adopt what is left. */
  release(): void {
    for (const release of this.#releases) release();
    this.#releases = [];
  }

  save(stream: string, kept: KeptStream): void {
    const key = this.#prefix + stream;
    try {
      if (Object.keys(kept).length > 0) this.#platform.storage?.setItem(key, JSON.stringify(kept));
      else this.#platform.storage?.removeItem(key);
    } catch {
      // Full or forbidden: the commands live in memory as long as the tab does.
    }
  }

  #hold(stream: string, held: () => void): void {
    const { locks, storage } = this.#platform;
    if (storage === null) return;
    if (locks === null) return held();
    locks
      .request(this.#prefix + stream, { ifAvailable: true }, (lock) => {
        if (lock === null) return Promise.resolve();
        const released = new Promise<void>((release) => this.#releases.push(release));
        held();
        return released;
      })
      .catch(() => {});
  }

  #streams(): string[] {
    const { storage } = this.#platform;
    const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length)).filter((stream) => STREAM.test(stream));
  }

  /** Others write to this storage too: anything but our shape is dropped. */
  #load(stream: string): KeptStream {
    try {
      const kept = JSON.parse(this.#platform.storage?.getItem(this.#prefix + stream) ?? '{}') as KeptStream;
      return Object.values(kept).every(({ base, items }) => base >= 0 && items.every(({ number, command }) => number > 0 && command.type)) ? kept : {};
    } catch {
      return {};
    }
  }
}
