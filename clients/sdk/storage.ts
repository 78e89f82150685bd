import type { Position } from '#wire/protocol.ts';
import type { LocksLike, StorageLike } from './platform.ts';
import type { Pending } from './types.ts';

/** A command as it is kept. */
export interface Item extends Pending {
  readonly stream: string;
  readonly number: number;
  readonly conversation: string;
  /** Where its event will be, once accepted. */
  readonly seq: Position;
}

/** 96 random bits in digits and dashes. */
const newStream = (): string => crypto.getRandomValues(new Uint32Array(3)).join('-');

/**
 * Where streams survive their tab. Every client writes a stream of its own, new each time, and nobody else ever adds
 * to it: whoever adopts what was left only sends it, under the same ids, so even two who do cannot double a message.
 * The Web Lock of a living stream keeps it from being adopted.
 */
export interface Shelf {
  readonly own: string;
  /** Holds the own stream, and hands over every abandoned one. */
  open(adopt: (items: readonly Item[]) => void): void;
  /** Lets others adopt what is left. */
  close(): void;
  /** `items` is asked only where there is a storage. */
  save(stream: string, items: () => readonly Item[]): void;
}

export function createShelf(storage: StorageLike | null, locks: LocksLike | null, storageKey: string): Shelf {
  const own = newStream();
  const prefix = `${storageKey}:`;
  const releases: (() => void)[] = [];

  const hold = (stream: string, held: () => void): void => {
    if (!locks) return held();
    const run = (lock: unknown) =>
      new Promise<void>((release) => {
        if (!lock) return release();
        releases.push(release);
        held();
      });
    locks.request(prefix + stream, { ifAvailable: true }, run).catch(() => {});
  };

  /** Others write to this storage too: what has not our shape is left alone. */
  const load = (stream: string): readonly Item[] => {
    try {
      const items = JSON.parse(storage?.getItem(prefix + stream) ?? '') as readonly Item[];
      return items.filter(({ id, number, command }) => id === `${stream}:${number}` && command.type);
    } catch {
      return [];
    }
  };

  return {
    own,

    open(adopt) {
      if (!storage) return;
      hold(own, () => {});
      for (let index = storage.length; index-- > 0; ) {
        const key = storage.key(index) ?? '';
        const stream = key.slice(prefix.length);
        if (key === prefix + stream) hold(stream, () => adopt(load(stream)));
      }
    },

    close() {
      for (const release of releases.splice(0)) release();
    },

    save(stream, items) {
      if (!storage) return;
      const kept = items();
      try {
        if (kept.length > 0) storage.setItem(prefix + stream, JSON.stringify(kept));
        else storage.removeItem(prefix + stream);
      } catch {
        // Full or forbidden: the commands live in memory as long as the tab does.
      }
    },
  };
}
