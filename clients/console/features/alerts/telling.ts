import type { PresenceStatus } from '#wire/protocol.ts';
import type { News } from './news.ts';

/** However much comes, it sounds once in so long, ms. */
export const PAUSE_MS = 4_000;
/** And so many notifications come up in that time. */
const MOST_SHOWN = 3;
/** Of so many chats is remembered what was told; older ones have gone quiet. */
const MOST_KEPT = 200;

/** What the tabs of an agent have told them so far. */
export interface Told {
  /** When it last sounded, ms since the epoch. */
  readonly soundAt: number;
  /** Notifications since then. */
  readonly shown: number;
  /** Of each chat, up to where: ids and positions, the latest last. */
  readonly upTo: readonly (readonly [string, number])[];
}

export const NOTHING_TOLD: Told = { soundAt: 0, shown: 0, upTo: [] };

interface Moment {
  /** Ms since the epoch. */
  readonly now: number;
  /** This tab has the agent's eyes: whatever comes is seen as it comes. */
  readonly looking: boolean;
  readonly status: PresenceStatus;
}

export interface Telling {
  readonly told: Told;
  readonly sound: boolean;
  readonly show: readonly News[];
}

/** What is to be told of some news now. Whatever one tab tells, or shows to the agent's eyes, no other tab tells again. */
export function tell(told: Told, news: readonly News[], { now, looking, status }: Moment): Telling {
  const upTo = new Map(told.upTo);
  const fresh = news.filter(({ card }) => card.seq > (upTo.get(card.id) ?? 0));
  for (const { card } of fresh) {
    upTo.delete(card.id);
    upTo.set(card.id, card.seq);
  }
  const kept = { ...told, upTo: [...upTo].slice(-MOST_KEPT) };
  if (fresh.length === 0 || looking || status !== 'online') return { told: kept, sound: false, show: [] };
  // A clock that was set back would otherwise keep everything quiet until it has caught up.
  const sound = Math.abs(now - told.soundAt) >= PAUSE_MS;
  const before = sound ? 0 : told.shown;
  const show = fresh.slice(0, MOST_SHOWN - before);
  return { told: { ...kept, soundAt: sound ? now : told.soundAt, shown: before + show.length }, sound, show };
}
