import { setTimeout as sleep } from 'node:timers/promises';
import type { Mailbox } from '#cluster/mailbox.ts';
import type { Dispatch } from '#plugin/dispatch.ts';
import type { ChatLog, Luggage } from './chat-log.ts';

/** How soon a full journal is asked again, ms. */
const AGAIN_MS = 50;

export interface Settling {
  /** Left first: what is refused from here must not count as told. */
  readonly dispatch: Pick<Dispatch, 'leave'>;
  readonly mailbox: Mailbox;
  readonly log: Pick<ChatLog, 'note'>;
  /** Asked last: what is written until then may carry it. */
  readonly luggage: () => Luggage;
  readonly holdsLease: () => boolean;
}

/**
 * Resolves when nothing of a chat that takes no more commands is under way: nobody is told any more, what waits in its mailbox is decided, then
 * the last entry comes after everything else. Released before, another owner would meet our writes.
 */
export async function settle({ dispatch, holdsLease, log, luggage, mailbox }: Settling): Promise<void> {
  dispatch.leave();
  await mailbox.rest();
  const last = { ...luggage(), snapshot: true } as const;
  const settled = Promise.withResolvers<void>();
  while (!log.note(last, () => settled.resolve())) {
    // Without a lease it is another's already, and the store refuses what is still under way.
    if (!holdsLease()) return;
    await sleep(AGAIN_MS);
  }
  await settled.promise;
}
