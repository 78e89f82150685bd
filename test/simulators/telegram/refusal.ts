/** What the Bot API answers instead of a result, in Telegram's own words. */
export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;

  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get answer(): object {
    return { ok: false, error_code: this.code, description: this.message, ...(this.retryAfter === undefined ? {} : { parameters: { retry_after: this.retryAfter } }) };
  }
}

export const bad = (what: string): Refusal => new Refusal(400, `Bad Request: ${what}`);
export const tooMany = (seconds: number): Refusal => new Refusal(429, `Too Many Requests: retry after ${seconds}`, seconds);
