export class TimeoutError extends Error {}

/** The value, or a rejection with a TimeoutError when it takes longer than `ms`. What does not wait costs no timer. */
export async function within<T>(value: T | Promise<T>, ms: number): Promise<T> {
  if (!(value instanceof Promise)) return value;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`took longer than ${Math.round(ms)} ms`)), Math.max(0, ms));
  });
  return Promise.race([value, timeout]).finally(() => clearTimeout(timer));
}
