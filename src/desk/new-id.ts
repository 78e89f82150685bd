import { randomBytes } from 'node:crypto';
import { ulid } from '#domain/ulid.ts';

/** A fresh ULID, for whatever has a name outside the database. */
export const newId = (now: number): string => ulid(now, randomBytes(16));
