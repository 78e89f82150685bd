import { hash as slowly, verify, type Options } from '@node-rs/argon2';

/** Argon2 at its least: tests hire hundreds of people, and how long a password withstands is not what they ask. Hashes say what they cost. */
export const hash = (password: string, options: Options): Promise<string> => slowly(password, { ...options, memoryCost: 64, timeCost: 1 });
export { verify };
