import { Client as ColyseusClient } from '@colyseus/sdk';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bufferedBytes, corked, type ServerTransport, type UpgradeRequest } from '#src/transport.ts';
import { serveRoom, type Cluster } from './probe-room.ts';

const joinRoom = '\x0a';

/** What both engines must do with sockets. */
export function socketSuite(kind: ServerTransport['kind']): void {
  describe(`sockets on ${kind}`, () => {
    it('seats an accepted socket and hands its frames to the room untouched', async () => {
      const cluster = await serveRoom(kind);
      const requests: UpgradeRequest[] = [];
      cluster.transport.sockets.onUpgrade((asked) => {
        requests.push(asked);
        return Promise.resolve({ room: cluster.room, sessionId: 's1', auth: { visitor: 7 } });
      });
      const socket = await open(cluster, '/node-1/socket?ticket=abc');
      await socket.next();
      socket.send(joinRoom);
      socket.send('\x11\x01{"你":1}');
      await expect.poll(() => cluster.room.received).toEqual([joinRoom, Buffer.from('\x11\x01{"你":1}').toString('latin1')]);
      expect(cluster.room.joined).toEqual([{ sessionId: 's1', auth: { visitor: 7 } }]);
      expect(requests[0]).toMatchObject({ path: '/node-1/socket', node: 'node-1', ip: '127.0.0.1' });
      expect(requests[0]?.query.get('ticket')).toBe('abc');
      socket.ws.close(1000);
      await expect.poll(() => cluster.room.left).toEqual([{ sessionId: 's1', code: 1000 }]);
      expect(cluster.room.seats).toBe(0);
    });

    it('asks to come again while no handler is set, and where it throws', async () => {
      const cluster = await serveRoom(kind);
      const path = '/node-1/socket';
      expect(await (await open(cluster, path)).closed).toEqual([4001, 'unavailable']);
      cluster.transport.sockets.onUpgrade(() => Promise.reject(new Error('broken')));
      expect(await (await open(cluster, path)).closed).toEqual([4001, 'internal']);
      expect(cluster.errors).toHaveLength(1);
      expect(cluster.room.joined).toEqual([]);
    });

    it.each(['/', '/socket', '/a/b/c', '/node-1/socket/more', '/a%2fb/room', '/a%2fb/socket'])('answers 404 to an upgrade of %s', async (path) => {
      const cluster = await serveRoom(kind);
      expect((await refusal(cluster, path))[0]).toBe(404);
    });

    it('opens and closes with a code that a browser can read', async () => {
      const cluster = await serveRoom(kind);
      cluster.transport.sockets.onUpgrade(() => Promise.resolve({ close: { code: 4102, reason: 'signed out' } }));
      const socket = await open(cluster, '/node-1/socket');
      expect(await socket.closed).toEqual([4102, 'signed out']);
    });

    it('closes with its code however long the decision takes', async () => {
      const cluster = await serveRoom(kind);
      cluster.transport.sockets.onUpgrade(async () => {
        await sleep(Math.random() * 20);
        return { close: { code: 4102, reason: 'signed out' } };
      });
      const sockets = await Promise.all(Array.from({ length: 50 }, () => open(cluster, '/node-1/socket')));
      for (const { closed } of sockets) expect(await closed).toEqual([4102, 'signed out']);
    });

    it('keeps a socket that is seated late, also on a connection that has carried requests', async () => {
      const cluster = await serveRoom(kind);
      let sessions = 0;
      cluster.transport.sockets.onUpgrade(async () => {
        await sleep(Math.random() * 20);
        return { room: cluster.room, sessionId: `s${++sessions}`, auth: true };
      });
      for (let round = 0; round < 10; round++) {
        await Promise.all(Array.from({ length: 5 }, async () => (await fetch(`http://127.0.0.1:${cluster.port}/nothing/here/${'x'.repeat(200)}`)).text()));
        const sockets = await Promise.all(Array.from({ length: 5 }, () => open(cluster, '/node-1/socket')));
        for (const socket of sockets) expect(await socket.next()).toContain(joinRoom);
      }
    });

    it('leaves nothing behind when the client goes away before the decision', async () => {
      const cluster = await serveRoom(kind);
      const asked = Promise.withResolvers<void>();
      const decided = Promise.withResolvers<void>();
      cluster.transport.sockets.onUpgrade(async () => {
        asked.resolve();
        await decided.promise;
        return { room: cluster.room, sessionId: 's1', auth: true };
      });
      const socket = connect(cluster.port, '127.0.0.1');
      socket.write(handshake('/node-1/socket'));
      await asked.promise;
      socket.destroy();
      await sleep(100);
      decided.resolve();
      await sleep(100);
      expect([cluster.room.seats, cluster.room.joined, cluster.errors]).toEqual([0, [], []]);
    });

    it('closes a socket whose room takes it no more, and lets it come back', async () => {
      const cluster = await serveRoom(kind);
      cluster.room.onJoin = () => {
        throw new Error('no');
      };
      cluster.transport.sockets.onUpgrade(() => Promise.resolve({ room: cluster.room, sessionId: 's1', auth: true }));
      const socket = await open(cluster, '/node-1/socket');
      expect((await socket.closed)[0]).toBe(4001);
      expect(cluster.room.seats).toBe(0);
    });

    it('closes on a frame over the cap, and takes one at the cap', async () => {
      const cluster = await serveRoom(kind, { maxPayloadLength: 1024 });
      let sessions = 0;
      cluster.transport.sockets.onUpgrade(() =>
        Promise.resolve({ room: cluster.room, sessionId: `s${++sessions}`, auth: true }),
      );
      const socket = await open(cluster, '/node-1/socket');
      await socket.next();
      socket.send('x'.repeat(1024));
      await expect.poll(() => cluster.room.received).toHaveLength(1);
      socket.send('x'.repeat(1025));
      expect((await socket.closed)[0]).toBe(1009);
      expect(cluster.room.received).toHaveLength(1);
      const far = await open(cluster, '/node-1/socket');
      await far.next();
      far.send('x'.repeat(1024 * 1024));
      await far.closed;
      expect(cluster.room.received).toHaveLength(1);
    });

    it('cuts off a reader that is too slow instead of dropping messages', async () => {
      const cluster = await serveRoom(kind, { maxBackpressure: 256 * 1024 });
      cluster.transport.sockets.onUpgrade(() => Promise.resolve({ room: cluster.room, sessionId: 's1', auth: true }));
      const socket = connect(cluster.port, '127.0.0.1').on('error', () => {});
      socket.write(handshake('/node-1/socket'));
      await expect.poll(() => cluster.room.joined).toHaveLength(1);
      socket.pause();
      const [client] = cluster.room.clients;
      const frame = Buffer.alloc(64 * 1024);
      let peak = 0;
      for (let sent = 0; sent < 1000 && cluster.room.left.length === 0; sent++) {
        client!.raw(frame);
        peak = Math.max(peak, bufferedBytes(client!));
        await sleep(0);
      }
      expect(cluster.room.left).toMatchObject([{ sessionId: 's1', code: 1006 }]);
      expect(peak).toBeGreaterThan(0);
      expect(peak).toBeLessThan(512 * 1024);
      expect(bufferedBytes(client!)).toBe(0);
      corked(client!, () => client!.raw(frame)); // must not throw on a closed socket
      socket.destroy();
    });

    it('agrees to one of the protocols that the client offers', async () => {
      const cluster = await serveRoom(kind);
      cluster.transport.sockets.onUpgrade(() => Promise.resolve({ room: cluster.room, sessionId: 's1', auth: true }));
      const ws = new WebSocket(`ws://127.0.0.1:${cluster.port}/node-1/socket`, ['parlor.1', 'parlor.2']);
      await once(ws, 'open');
      expect(ws.protocol).toBe('parlor.1');
    });

    it('sends what is corked in order', async () => {
      const cluster = await serveRoom(kind);
      cluster.transport.sockets.onUpgrade(() => Promise.resolve({ room: cluster.room, sessionId: 's1', auth: true }));
      const socket = await open(cluster, '/node-1/socket');
      await socket.next();
      const [client] = cluster.room.clients;
      corked(client!, () => {
        for (const text of ['a', 'b', 'c']) client!.raw(Buffer.from(text));
      });
      expect([await socket.next(), await socket.next(), await socket.next()]).toEqual(['a', 'b', 'c']);
    });

    it('lets the official SDK join a room by its id, and create none', async () => {
      const cluster = await serveRoom(kind);
      const sdk = new ColyseusClient(`http://127.0.0.1:${cluster.port}`);
      const room = await sdk.joinById(cluster.room.roomId);
      room.sendBytes(1, new Uint8Array([1, 2, 3]));
      await expect.poll(() => cluster.room.received.at(-1)).toBe('\x11\x01\x01\x02\x03');
      await room.leave();
      await expect(sdk.joinById('nothing')).rejects.toMatchObject({ code: 522 });
      await expect(sdk.create('probe')).rejects.toMatchObject({ code: 404 });
      await expect(sdk.joinOrCreate('probe')).rejects.toMatchObject({ code: 404 });
      const read = await fetch(`http://127.0.0.1:${cluster.port}/matchmake/joinById/${cluster.room.roomId}`);
      expect(read.status).toBe(405);
      for (const path of ['/', '/__healthcheck', '/matchmake/']) {
        expect((await fetch(`http://127.0.0.1:${cluster.port}${path}`)).status).toBe(404);
      }
    });

    it('takes no seat that was not reserved on the path of the official SDK', async () => {
      const cluster = await serveRoom(kind);
      const socket = await open(cluster, `/any/${cluster.room.roomId}?sessionId=guessed`);
      expect((await socket.closed)[0]).toBe(4002);
      expect(cluster.room.joined).toEqual([]);
    });
  });
}

interface Opened {
  ws: WebSocket;
  send(text: string): void;
  next(): Promise<string>;
  closed: Promise<[number, string]>;
}

async function open({ port }: Cluster, path: string): Promise<Opened> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  ws.binaryType = 'arraybuffer';
  const frames: string[] = [];
  ws.addEventListener('message', ({ data }) => frames.push(Buffer.from(data as ArrayBuffer).toString('latin1')));
  const closed = new Promise<[number, string]>((resolve) =>
    ws.addEventListener('close', (event) => resolve([event.code, event.reason])),
  );
  await new Promise((resolve, reject) => {
    ws.addEventListener('open', resolve);
    ws.addEventListener('error', reject);
  });
  const next = async (): Promise<string> => {
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    return frames.shift() ?? '';
  };
  return { ws, send: (text) => ws.send(Buffer.from(text)), next, closed };
}

const upgradeHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

function handshake(path: string): string {
  const lines = Object.entries({ host: 'a', ...upgradeHeaders }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

async function refusal({ port }: Cluster, path: string): Promise<[number | undefined, string]> {
  const asked = request({ port, host: '127.0.0.1', path, headers: upgradeHeaders }).end();
  const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode?: number }];
  let text = '';
  for await (const chunk of response) text += chunk.toString();
  return [response.statusCode, text];
}
