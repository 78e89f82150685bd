import { expect } from 'vitest';

/** Lists and seats are told together, some hundred ms apart; a loaded machine takes its time. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000, interval: 30 });
