import { NOTHING_TOLD } from './telling.ts';
import type { Telling, Told } from './telling.ts';

/** A browser takes a moment to let one tab see what another has written, ms: the next one's turn comes after it. */
const SETTLE_MS = 60;

/** What the tabs of a browser have in common; null for what it denies. */
export interface Common {
  /** Names it, in the storage and as a lock: one an agent. */
  readonly key: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly locks: { request(name: string, run: () => Promise<Telling>): Promise<Telling> } | null;
}

const isPosition = (value: unknown): value is readonly [string, number] => Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';

/** Others write to this storage too: null for what is not ours. */
function readTold(text: string | null): Told | null {
  const kept = JSON.parse(text ?? 'null') as Partial<Told> | null;
  if (typeof kept?.soundAt !== 'number' || typeof kept.shown !== 'number' || !Array.isArray(kept.upTo)) return null;
  return { soundAt: kept.soundAt, shown: kept.shown, upTo: kept.upTo.filter(isPosition) };
}

/**
 * Lets one tab after the other go on from what all have told. Without locks two may tell the same in the same moment; without a storage
 * each tab only knows its own.
 */
export function takeTurns({ key, storage, locks }: Common): (step: (told: Told) => Telling) => Promise<Telling> {
  let own = NOTHING_TOLD;
  const read = (): Told => {
    try {
      return readTold(storage?.getItem(key) ?? null) ?? own;
    } catch {
      return own;
    }
  };
  return async (step) => {
    const turn = async (): Promise<Telling> => {
      const telling = step(read());
      own = telling.told;
      try {
        storage?.setItem(key, JSON.stringify(own));
      } catch {
        // Full, or refused: this tab still knows.
      }
      await new Promise((settled) => { setTimeout(settled, SETTLE_MS); });
      return telling;
    };
    if (locks === null) return turn();
    try {
      return await locks.request(key, turn);
    } catch {
      return turn();
    }
  };
}

/** What this browser allows. Without https there are no locks. */
export function commonOf(key: string): Common {
  const locks = 'locks' in navigator ? navigator.locks : null;
  try {
    return { key, locks, storage: localStorage };
  } catch {
    return { key, locks, storage: null };
  }
}
