import { once } from 'node:events';
import { createServer } from 'node:net';

/** The server cannot listen where it was told to; the message says what to change. */
export class ListenError extends Error {
  constructor(host: string, port: number, cause: unknown) {
    super(wordsFor(host, port, codeOf(cause)), { cause });
    this.name = 'ListenError';
  }
}

/** Asks the system why an address cannot be had: uWebSockets.js does not tell. */
export async function whyNotListening(host: string, port: number): Promise<ListenError> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
    probe.close();
    return new ListenError(host, port, undefined);
  } catch (error) {
    return new ListenError(host, port, error);
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'no reason given');

function wordsFor(host: string, port: number, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use, by another program or by a server that runs already. Set PORT to a free one.`;
    case 'EACCES':
      return `port ${port} is not for this user. Set PORT to one from 1024 on.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return `HOST=${host} is no address of this machine. Leave it out to listen on all of them.`;
    default:
      return `cannot listen on port ${port} of ${host} (${code}). Check PORT and HOST.`;
  }
}
