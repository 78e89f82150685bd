import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { StartError } from './start-error.ts';

/** How long a Redis has to answer before a start, ms. */
const ANSWER_MS = 5_000;

/** What is needed to speak to it; `tls` where it is spoken to through TLS. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly servername: string };
  readonly username?: string;
  readonly password?: string;
}

/** Asks a Redis for a sign of life. Throws a StartError: once Colyseus is at it, it retries and logs without end. */
export async function reachRedis({ host, port, tls, username, password }: RedisAddress): Promise<void> {
  const socket = tls === undefined ? connectPlain({ host, port }) : connectTls({ host, port, ...tls });
  const auth = [username, password].filter((part) => part !== undefined);
  try {
    await answerTo([...(password === undefined ? [] : [['AUTH', ...auth]]), ['PING']], socket);
  } catch (error) {
    throw new StartError(`the Redis at ${host}:${port} cannot be used: ${reasonOf(error)}. Check REDIS_URL.`, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** Resolves with the last of the answers. Rejects with the first that is an error. */
function answerTo(commands: readonly (readonly string[])[], socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    socket.setTimeout(ANSWER_MS, () => reject(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('it closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      const lines = received.split('\r\n').slice(0, -1);
      const refusal = lines.find((line) => line.startsWith('-'));
      if (refusal !== undefined) reject(new Error(refusal.slice(1).replace(/\.$/, '')));
      else if (lines.length >= commands.length) resolve(lines.at(-1) ?? '');
      else if (received.length > 4_096) reject(new Error('it does not speak like a Redis'));
    });
    socket.write(commands.map((parts) => `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`).join(''));
  });
}

/** A name with several addresses fails with all of their errors, and without words of its own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
};
