import { RefusalError } from '#domain/errors.ts';

/** An activation of a chat, as it tells those who follow the chat of what happened. */
export interface Teller {
  /** It is over: what nobody is through with is told again by the next one, from the log. */
  readonly left: boolean;
}

/** One that is always there. */
export const steady: Teller = { left: false };

/** For who waits to try again: throws `actor.moved` where that is another activation's to see to. */
export function mustBeHere({ left }: Teller): void {
  if (left) throw new RefusalError('actor.moved');
}
