import { RefusalError } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Actor } from './actor.ts';
import { LATER } from './messages.ts';

/** For whoever is told and not asked. */
export const ignore = (): void => {};

export const answerOf = (actor: Actor, method: string, request: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    const result = actor.receive(method, request, resolve);
    if (result !== LATER) resolve(result);
  });

/** Whether an actor is, or may be, no longer where it was asked. */
export const isElsewhere = (reply: unknown): boolean =>
  typeof reply === 'object' && reply !== null && 'code' in reply && (reply.code === 'actor.unreachable' || reply.code === 'actor.moved' || reply.code === 'unavailable');

export function toRefusal(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal;
  throw error;
}
