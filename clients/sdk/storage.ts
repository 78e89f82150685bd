import type { Position } from '#wire/protocol.ts';
import type { Platform } from './platform.ts';
import type { Pending } from './types.ts';

/** A command as it is kept. */
export interface Item extends Pending {
  readonly stream: string;
  readonly number: number;
  readonly conversation: string;
  /** Where its event will be, once accepted. */
  readonly seq: Position;
}

/** 20 to 40 URL-safe characters. */
const newStream = (): string => Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => byte.toString(36)).join('');

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

  /** Holds the own stream, and hands over every abandoned one. */
  open(adopt: (items: readonly Item[]) => void): void {
    const { storage } = this.#platform;
    if (storage === null) return;
    this.#hold(this.own, () => {});
    for (let index = storage.length; index-- > 0; ) {
      const key = storage.key(index) ?? '';
      const stream = key.slice(this.#prefix.length);
      if (key === this.#prefix + stream) this.#hold(stream, () => adopt(this.#load(stream)));
    }
  }

  /** Lets others adopt what is left. */
  close(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  /** `items` is asked only where there is a storage. */
  save(stream: string, items: () => readonly Item[]): void {
    const { storage } = this.#platform;
    if (storage === null) return;
    const kept = items();
    try {
      if (kept.length > 0) storage.setItem(this.#prefix + stream, JSON.stringify(kept));
      else storage.removeItem(this.#prefix + stream);
    } catch {
      // Full or forbidden: the commands live in memory as long as the tab does.
    }
  }

  #hold(stream: string, held: () => void): void {
    const { locks } = this.#platform;
    if (locks === null) return held();
    const run = (lock: unknown) =>
      new Promise<void>((release) => {
        if (lock === null) return release();
        this.#releases.push(release);
        held();
      });
    locks.request(this.#prefix + stream, { ifAvailable: true }, run).catch(() => {});
  }

  /** Others write to this storage too: what has not our shape is left alone. */
  #load(stream: string): readonly Item[] {
    try {
      const items = JSON.parse(this.#platform.storage?.getItem(this.#prefix + stream) ?? '') as readonly Item[];
      return items.filter(({ id, number, conversation, command }) => id === `${stream}:${number}` && typeof conversation === 'string' && command.type);
    } catch {
      return [];
    }
  }
}
