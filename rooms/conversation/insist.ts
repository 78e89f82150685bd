import { describeError, isRefusal } from '#domain/errors.ts';
import type { ChatActor } from './chat-actor.ts';

/** After which the house tries again what was refused for now, ms. */
const RETRY_MS = 1_000;

/** Asks until it is taken or refused for good, or the actor goes. `name`: the timer's; who asks anew under it asks in its place. */
export function insist(actor: Pick<ChatActor, 'retiring' | 'services'>, name: string, ask: (answer: (outcome: unknown) => void) => void): void {
  if (actor.retiring) return;
  ask((outcome) => {
    if (isRefusal(outcome) && describeError(outcome.code).retryable && !actor.retiring) actor.services.timers.set(actor, name, RETRY_MS, () => insist(actor, name, ask));
  });
}
