import { describe, expect, test } from 'vitest';
import { ApiError } from '../../clients/console/api/client.ts';
import { patiently } from '../../clients/console/api/patiently.ts';

describe('what is asked patiently', () => {
  test('waits where the server asks for it, and fails where it says no', async () => {
    const { signal } = new AbortController();
    let calls = 0;
    const busy = (): Promise<string> => (++calls < 3 ? Promise.reject(new ApiError('rate.limited', 429, { retryAfter: 0 })) : Promise.resolve('done'));
    expect(await patiently(busy, signal)).toBe('done');
    expect(calls).toBe(3);
    await expect(patiently(() => Promise.reject(new ApiError('slot.unknown', 404)), signal)).rejects.toThrow('slot.unknown');
  });

  test('stops when one says so', async () => {
    const stop = new AbortController();
    const run = patiently(() => {
      stop.abort();
      return Promise.reject(new ApiError('busy', 503, { retryAfter: 0 }));
    }, stop.signal);
    await expect(run).rejects.toThrow();
  });
});
