import { expect } from 'vitest';

/** Lists and seats are told together, some hundred ms apart; a loaded machine takes its time. */
export const eventually = <T>(look: () => T | Promise<T>, timeout = 15_000) => expect.poll(look, { timeout, interval: 30 });
