import { createVisitorClient } from '#sdk/index.ts';
import type { Platform, VisitorClient, VisitorSnapshot } from '#sdk/index.ts';
import { ModelServer } from './model-server.ts';
import { SimClock } from './sim-clock.ts';

/** What one sees: the messages of the log, then those that are pending. */
export const seen = ({ events, pending }: VisitorSnapshot): string[] => [
  ...events.flatMap((event) => (event.type === 'message.posted' ? event.body.text : [])),
  ...pending.flatMap(({ command }) => (command.type === 'message.post' ? command.body.text : [])),
];

export function visitorOf(server: ModelServer, platform: Partial<Platform> = {}): VisitorClient {
  return createVisitorClient({
    storageKey: 'test', ticket: server.ticket, openSocket: server.openSocket, clock: server.clock, random: () => 0.5, storage: null, locks: null, ...platform,
  });
}

export async function online(started = true): Promise<{ clock: SimClock; server: ModelServer; visitor: VisitorClient }> {
  const clock = new SimClock();
  const server = new ModelServer(clock, { started });
  const visitor = visitorOf(server);
  if (started) visitor.connect();
  await clock.advance(100);
  return { clock, server, visitor };
}
