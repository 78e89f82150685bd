import { randomBytes } from 'node:crypto';

const LIFE_S = 7_200;
/** So long a token is good beside the one that has taken its place, ms. */
const OVERLAP_MS = 300_000;

interface Token { readonly value: string; until: number }

/** Access tokens as `stable_token` hands them out: the same one until it ends, or somebody forces another. */
export class Tokens {
  #current: Token | undefined;
  readonly #former: Token[] = [];
  /** How often one was asked for. */
  asked = 0;

  give(force: boolean, now: number): { readonly access_token: string; readonly expires_in: number } {
    this.asked++;
    if (this.#current === undefined || this.#current.until <= now || force) {
      if (this.#current !== undefined) this.#former.push({ value: this.#current.value, until: Math.min(this.#current.until, now + OVERLAP_MS) });
      this.#current = { value: randomBytes(64).toString('base64url'), until: now + LIFE_S * 1_000 };
    }
    return { access_token: this.#current.value, expires_in: Math.ceil((this.#current.until - now) / 1_000) };
  }

  /** An error code, or 0. */
  check(value: string | null, now: number): number {
    if (value === null || value === '') return 41001;
    const token = [this.#current, ...this.#former].find((each) => each?.value === value);
    if (token === undefined) return 40001;
    return token.until > now ? 0 : 42001;
  }

  expire(now: number): void {
    for (const token of [this.#current, ...this.#former]) if (token !== undefined) token.until = Math.min(token.until, now);
  }

  /** Nobody knows them any more. */
  revoke(): void {
    this.#current = undefined;
    this.#former.length = 0;
  }
}
