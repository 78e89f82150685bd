export class TimeoutError extends Error {}

/** The value, or a rejection with a TimeoutError when it takes longer than `ms`. What does not wait costs no timer, and what does one promise: each message may have several. */
export function within<T>(value: T | Promise<T>, ms: number): Promise<T> {
  if (!(value instanceof Promise)) return Promise.resolve(value);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeoutError(`took longer than ${Math.round(ms)} ms`)), Math.max(0, ms));
    value.then(
      (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** The value, or a rejection with the signal's reason where that comes first: nobody waits for the value any more. */
export async function unlessAborted<T>(value: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const aborted = (): void => reject(signal.reason);
  if (signal.aborted) aborted();
  signal.addEventListener('abort', aborted);
  try {
    return await Promise.race([value, promise]);
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}
