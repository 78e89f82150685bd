/** A Redis that takes longer than a lease to answer is as good as gone, ms. */
const ANSWER_MS = 1_500;
const LAST_RETRY_MS = 250;

/**
 * How ioredis reaches a Redis, `redis://` or `rediss://`. What could not be sent or was not answered within a lease is
 * given up, so that nothing old arrives when the line is back, and what waits for the line stays bounded.
 */
export function redisOptions(address: string) {
  const { protocol, hostname, port, username, password, pathname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: port === '' ? 6379 : Number(port),
    db: Number(pathname.slice(1)) || 0,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: { servername: host } } : {}),
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    // Where these commands time out after the line has closed, ioredis takes the line for ready, and never makes another.
    disableClientInfo: true,
    // The good-bye of a line that is dead already.
    disconnectTimeout: 100,
    retryStrategy: (times: number) => Math.min(50 * times, LAST_RETRY_MS),
    maxRetriesPerRequest: 5,
    // The presence subscribes anew by itself; what ioredis asks for beside it, nobody hears fail.
    autoResubscribe: false,
    // A publish that may have arrived is not repeated: it would arrive twice.
    autoResendUnfulfilledCommands: false,
  };
}
