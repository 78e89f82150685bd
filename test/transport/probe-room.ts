import { matchMaker, Room, Server, type Client } from '@colyseus/core';
import { onTestFinished } from 'vitest';
import { createMatchmakeRoutes } from '#http/matchmake.ts';
import { serveRoutes } from '#http/server.ts';
import { createTransport, type ServerTransport, type TransportOptions } from '#src/transport.ts';
import { recordingLog, type Logged } from '../http/engines.ts';
import { uniqueName } from '../support/services.ts';

/** Notes what reaches it. */
export class ProbeRoom extends Room {
  override autoDispose = false;
  override patchRate = 2 ** 31 - 1;
  readonly joined: { sessionId: string; auth: unknown }[] = [];
  readonly left: { sessionId: string; code: number | undefined }[] = [];
  readonly received: string[] = [];

  override onCreate({ roomId }: { roomId: string }): void {
    this.roomId = roomId;
    this.onMessageBytes(1, () => {});
  }

  override onAuth(): boolean {
    return true;
  }

  override onJoin(client: Client): void {
    this.joined.push({ sessionId: client.sessionId, auth: client.auth });
  }

  override onLeave(client: Client, code?: number): void {
    this.left.push({ sessionId: client.sessionId, code });
  }

  get seats(): number {
    return Object.keys(this['_reservedSeats']).length;
  }
}

const original = Room.prototype['_onMessage'];
ProbeRoom.prototype['_onMessage'] = function (this: ProbeRoom, client: Parameters<typeof original>[0], bytes: Buffer) {
  this.received.push(bytes.toString('latin1'));
  return original.call(this, client, bytes);
};

export interface Cluster extends Logged {
  transport: ServerTransport;
  port: number;
  room: ProbeRoom;
}

let server: Server | undefined;

/** Colyseus keeps one matchmaker a process: a suite per engine runs in a file of its own. */
export async function serveRoom(kind: ServerTransport['kind'], options: Partial<TransportOptions> = {}): Promise<Cluster> {
  const logged = recordingLog();
  const transport = await createTransport({ log: logged.log, kind, ...options });
  serveRoutes(transport.http, { routes: createMatchmakeRoutes((roomId) => Promise.resolve(roomId)), cors: () => null, log: logged.log });
  if (!server) {
    server = new Server({ transport: transport.transport, greet: false, gracefullyShutdown: false });
    server.define('probe', ProbeRoom);
    await server.listen(0, '127.0.0.1');
  } else {
    await transport.listen(0, '127.0.0.1');
  }
  const { roomId } = await matchMaker.createRoom('probe', { roomId: uniqueName('probe') });
  const room = matchMaker.getLocalRoomById(roomId) as ProbeRoom;
  onTestFinished(async () => {
    await room.disconnect();
    await transport.close(0);
  });
  return { ...logged, transport, port: transport.port, room };
}
