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

export const isUnreachable = (reply: unknown): boolean =>
  typeof reply === 'object' && reply !== null && 'code' in reply && reply.code === 'actor.unreachable';

export function toRefusal(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal;
  throw error;
}
