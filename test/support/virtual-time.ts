import { afterEach, beforeEach, vi } from 'vitest';

/**
 * For all tests of a file: waiting costs no time, and what is due comes in its order. The clock goes on to the next timer once nobody has
 * anything else to do, so it is for what waits for timers alone: sockets, files, threads and processes take time of their own.
 */
export function useVirtualTime(): void {
  beforeEach(() => {
    // `node:timers/promises` as well.
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'], fakeNodeBuiltins: true });
    vi.setTimerTickMode('nextTimerAsync');
  });
  afterEach(() => void vi.useRealTimers());
}

/** Until it does not throw; looked at every `interval`, for at most `timeout`, ms of virtual time. `vi.waitFor` waits by the real clock. */
export async function until(holds: () => unknown, { timeout = 1_000, interval = 50 } = {}): Promise<void> {
  for (const last = performance.now() + timeout; ; await new Promise((resolve) => void setTimeout(resolve, interval))) {
    try {
      await holds();
      return;
    } catch (error) {
      if (performance.now() >= last) throw error;
    }
  }
}
