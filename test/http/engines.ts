import { serveRoutes } from '#http/server.ts';
import type { Cors } from '#http/cors.ts';
import type { Route } from '#http/router.ts';
import { createTransport, type Log, type ServerTransport, type TransportOptions } from '#src/transport.ts';
import { describe, onTestFinished } from 'vitest';

export const engines = ['uws', 'ws'] as const;

/** Runs the same suite over both engines. */
export function describeEngines(name: string, suite: (kind: ServerTransport['kind']) => void): void {
  describe.each(engines)(`${name} on %s`, (kind) => {
    suite(kind);
  });
}

export interface Logged {
  log: Log;
  errors: unknown[];
}

export function recordingLog(): Logged {
  const errors: unknown[] = [];
  const log = { info: () => {}, warn: () => {}, error: (details: unknown) => void errors.push(details) } as unknown as Log;
  return { log, errors };
}

export interface Served extends Logged {
  url: string;
  port: number;
  transport: ServerTransport;
}

/** A server on a free loopback port, closed when the test ends. */
export async function serve(
  kind: ServerTransport['kind'],
  routes: readonly Route[],
  options: { cors?: Cors; transport?: Partial<TransportOptions> } = {},
): Promise<Served> {
  const logged = recordingLog();
  const transport = await createTransport({ log: logged.log, kind, ...options.transport });
  serveRoutes(transport.http, { routes, cors: options.cors ?? (() => null), log: logged.log });
  const port = await transport.listen(0, '127.0.0.1');
  onTestFinished(() => transport.close(0));
  return { ...logged, transport, port, url: `http://127.0.0.1:${port}` };
}
