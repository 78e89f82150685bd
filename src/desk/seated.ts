import type { Cluster } from '#cluster/cluster.ts';
import { deskOf } from '#cluster/identity.ts';
import type { ReplyOf } from '#cluster/messages.ts';
import { isRefusal } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { isUncertain } from './assignment.ts';

/** Longer than the asks that it is for, ms. */
const SEAT_TTL_MS = 15_000;

export type Seat = Exclude<ReplyOf<'desk', 'reserve'>, Refusal> & { readonly offer: string };

/** Does something that takes a seat of this agent, wherever their desk is: held before, and freed where nothing came of it. */
export async function seated(cluster: Pick<Cluster, 'ask' | 'tell'>, agent: string, conversation: string, offer: string, deed: (seat: Seat) => Promise<Refusal | null>): Promise<Refusal | null> {
  const desk = deskOf(agent);
  const seat = await cluster.ask(desk, 'reserve', { conversation, offer, ttl: SEAT_TTL_MS });
  if (isRefusal(seat)) {
    // It may have been granted.
    if (seat.code === 'actor.unreachable') cluster.tell(desk, 'release', { offer });
    return seat;
  }
  const refusal = await deed({ ...seat, offer });
  if (refusal !== null && isUncertain(refusal)) cluster.tell(desk, 'doubt', { offer, conversation });
  else if (refusal !== null) cluster.tell(desk, 'release', { offer });
  return refusal;
}
