import { hash, verify } from '@node-rs/argon2';
import { RefusalError } from '#domain/errors.ts';
import { MAX_PASSWORD_LENGTH } from '#domain/password-rules.ts';

/** What a hash costs: KiB of memory, passes over it. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

/** OWASP's second choice of argon2id: 19 MiB, 2 passes; about 40 ms of one core. */
const DEFAULT_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 };
/** Hashes at a time: they fill a core and 19 MiB each, and chats matter more. */
const AT_A_TIME = 2;
/** Beyond this many waiting, sign-in answers `busy` instead of queueing for seconds. */
const MAX_WAITING = 32;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for an unknown account (`undefined`) as for a wrong password. Throws `busy`. */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}

/** Hashing runs on the thread pool, never on the event loop. */
export function createPasswords(cost = DEFAULT_COST): Passwords {
  const gate = createGate(AT_A_TIME, MAX_WAITING);
  const decoy = hash('nobody has this password', cost);
  decoy.catch(() => {});

  return {
    hash: (password) => gate(() => hash(password.normalize('NFKC'), cost)),
    verify: (passwordHash, password) =>
      gate(async () => {
        const right = await verify(passwordHash ?? (await decoy), password.slice(0, MAX_PASSWORD_LENGTH).normalize('NFKC'));
        return right && passwordHash !== undefined;
      }),
  };
}

function createGate(width: number, maxWaiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (task) => {
    if (running >= width) {
      if (waiting.length >= maxWaiting) throw new RefusalError('busy');
      // The one that ends hands its place over, so `running` stays.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
