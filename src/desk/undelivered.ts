import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf } from '#cluster/identity.ts';
import { RefusalError, describeError, isRefusal } from '#domain/errors.ts';
import { SYSTEM } from '#domain/participant.ts';
import type { Undelivered } from '#plugin/channel/channel.ts';

/** Agents read it beside the message; again is no harm. Rejects with a RefusalError where it may succeed later. */
export async function reportUndelivered(cluster: Pick<Cluster, 'ask'>, { conversation, detail, reason, seq }: Undelivered): Promise<void> {
  const outcome = await cluster.ask(conversationOf(conversation), 'submit', {
    previous: 0,
    submission: { id: `undelivered-${seq}:1`, by: SYSTEM, command: { type: 'delivery.fail', message: seq, reason, detail } },
  });
  if (isRefusal(outcome) && describeError(outcome.code).retryable) throw new RefusalError(outcome.code, outcome.meta);
}
