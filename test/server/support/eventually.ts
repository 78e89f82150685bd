import { ownExpect } from '../../support/at-once.ts';

/** Lists and seats are told together, some hundred ms apart; a loaded machine takes its time. */
export const eventually = <T>(look: () => T | Promise<T>, timeout = 15_000) => ownExpect().poll(look, { timeout, interval: 30 });
