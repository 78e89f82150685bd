import type { ErrorCode, Refusal } from './errors.ts';

/** A waiting chat as its department sees it. The database issues tickets, so no clock orders the queue. */
export interface Waiting {
  readonly conversation: string;
  readonly ticket: number;
}

/** What a department knows of one of its agents. */
export interface Availability {
  readonly agent: string;
  readonly online: boolean;
  /** Seats left: capacity less open assignments and live offers. */
  readonly freeSeats: number;
  /** Share of the seats in use, 0 to 1. */
  readonly load: number;
  /** When the agent last got a chat, ms since the epoch. */
  readonly lastAssignedAt: number;
}

/** Longest waiting first. */
export const byTicket = (a: Waiting, b: Waiting): number => a.ticket - b.ticket;

/** Who gets the next chat: the least loaded who has a seat; of equals, whoever has waited longest for one. */
export function pickAgent(agents: Iterable<Availability>): Availability | null {
  let best: Availability | null = null;
  for (const candidate of agents) {
    if (!candidate.online || candidate.freeSeats <= 0) continue;
    if (best === null || candidate.load < best.load || (candidate.load === best.load && candidate.lastAssignedAt < best.lastAssignedAt)) best = candidate;
  }
  return best;
}

const GONE: ReadonlySet<ErrorCode> = new Set(['conversation.ended', 'conversation.taken', 'conversation.unknown']);

/** True for the refusal of a chat that is in no queue any more; any other may be asked again. */
export const waitsNoLonger = ({ code }: Refusal): boolean => GONE.has(code);
