import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSide } from 'ws';
import { createDeskClient } from '#sdk/index.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { decode, encodeDown } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
const sockets: ServerSide[] = [];

beforeAll(async () => {
  server.on('connection', (socket) => {
    sockets.push(socket);
    // A text frame is none of ours, and does no harm.
    socket.send('not ours');
    socket.send(new Uint8Array([10, 0, 0]));
    socket.on('message', (data: Buffer) => {
      if (data[0] === 10) {
        const desk = { status: 'online', capacity: 3, seats: 0, departments: [] } as const;
        socket.send(Buffer.from(encodeDown(Frame.welcome, { version: 1, self: 'a_1', desk, cards: [], heartbeat: 20_000 })));
        return;
      }
      const { n } = decode(data)!.payload as { n: number };
      socket.send(Buffer.from(encodeDown(Frame.ack, { n, seq: null })));
    });
  });
  if (server.address() === null) await once(server, 'listening');
});

afterAll(() => server.close());

/** Waits for the next change until `holds`. */
const until = (client: { subscribe: (listener: () => void) => () => void }, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = client.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });

test('the platform by itself: Node, a real socket, real clocks', async () => {
  const { port } = server.address() as AddressInfo;
  const client = createDeskClient({ storageKey: 'real', ticket: async () => ({ url: `ws://127.0.0.1:${port}/` }) });
  client.connect();
  await until(client, () => client.snapshot.connection.status === 'online');
  expect(client.snapshot).toMatchObject({ self: 'a_1', desk: { capacity: 3 } });
  expect(await client.setPresence('away')).toMatchObject({ seq: null });

  sockets.at(-1)?.close(CloseCode.moved);
  await until(client, () => client.snapshot.connection.status === 'waiting');
  await until(client, () => client.snapshot.connection.status === 'online');
  expect(sockets).toHaveLength(2);

  sockets.at(-1)?.close(CloseCode.unauthorised);
  await until(client, () => client.snapshot.connection.status === 'stopped');
  expect(client.snapshot.connection).toEqual({ status: 'stopped', code: CloseCode.unauthorised });
});
