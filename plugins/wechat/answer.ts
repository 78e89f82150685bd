import type { SendOutcome } from 'parlor/plugin';

/** What WeChat answered; 0 is success. */
export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** WeChat's own word for "later"; also for what is no answer of WeChat's: what stands before it is out of order. */
export const BUSY = -1;
/** The token is good no more, or never was. */
const STALE: ReadonlySet<number> = new Set([40001, 40014, 42001]);
const TOO_FAST = 45011;
const DAY_SPENT = 45009;
const WINDOW_CLOSED = 45015;
const QUOTA_SPENT = 45047;
/** Somebody must mend the account or its settings, here or there: the app, its secret, its address, what it may do. */
const SETTINGS: ReadonlySet<number> = new Set([40013, 40125, 40164, 48001, DAY_SPENT]);

const MINUTE_MS = 60_000;
/** How long an account is left alone then, ms. WeChat counts anew at midnight, and when an administrator says so. */
export const DAY_SPENT_MS = 60 * MINUTE_MS;
export const SPENT: Answer = { code: DAY_SPENT, text: 'the calls of this day are spent' };

/** Reads `errcode` of whatever came. */
export function answerOf(status: number, body: string): Answer & { readonly json: Readonly<Record<string, unknown>> } {
  const json = jsonIn(body);
  if (status !== 200 || json === null) return { code: BUSY, text: `answered ${status}`, json: {} };
  const { errcode = 0, errmsg } = json;
  return { code: typeof errcode === 'number' ? errcode : BUSY, text: typeof errmsg === 'string' ? errmsg : '', json };
}

function jsonIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? { ...json } : null;
  } catch {
    return null;
  }
}

export const isStale = ({ code }: Answer): boolean => STALE.has(code);
export const isQuotaSpent = ({ code }: Answer): boolean => code === QUOTA_SPENT;
export const isDaySpent = ({ code }: Answer): boolean => code === DAY_SPENT;
export const isForAdministrators = ({ code }: Answer): boolean => SETTINGS.has(code);

/** Nothing for success. What nobody knows is for good: a day of attempts would help nobody. */
export function outcomeOf(answer: Answer): SendOutcome | undefined {
  const { code, text } = answer;
  const reason = `${code} ${text}`.trim();
  if (isStale(answer)) return { failure: 'retry', reason };
  switch (code) {
    case 0: return undefined;
    case BUSY: return { failure: 'retry', reason };
    case TOO_FAST: return { failure: 'retry', reason, retryMs: MINUTE_MS };
    case DAY_SPENT: return { failure: 'retry', reason, retryMs: DAY_SPENT_MS };
    case WINDOW_CLOSED: case QUOTA_SPENT: return { failure: 'window-closed', reason };
    default: return { failure: 'refused', reason };
  }
}
