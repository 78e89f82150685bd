import { defaultLimits, type Limits } from '#http/routes-deps.ts';
import type { Allowance } from '#http/throttle.ts';

/** All limits are this one. */
export const limitedTo = (allowance: Allowance): Limits => Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, allowance])) as unknown as Limits; // a limit for each name
