import { ApiError } from './client.ts';

/** Where the server does not say how long to wait, ms. */
const WAIT_MS = 1_000;

/** Does it, as often as the server asks for a pause. Rejects when `signal` is aborted meanwhile. */
export async function patiently<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== 'rate.limited' && error.code !== 'busy')) throw error;
      const seconds = Number(error.meta['retryAfter']);
      await new Promise((resolve) => setTimeout(resolve, Number.isFinite(seconds) ? seconds * 1_000 : WAIT_MS));
    }
  }
}
