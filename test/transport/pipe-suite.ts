import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ServerTransport } from '#src/transport.ts';
import { serve } from '../http/engines.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { serveRoom, type Cluster } from './probe-room.ts';

/** A node that does not own the actor, the node that does, and what lies between them. */
async function chain(kind: ServerTransport['kind']) {
  const owner = await serveRoom(kind);
  const between = await TcpProxy.open({ host: '127.0.0.1', port: owner.port });
  onTestFinished(() => between.close());
  owner.transport.sockets.onUpgrade(() => Promise.resolve({ room: owner.room, sessionId: 's1', auth: true }));
  const near = await serve(kind, []);
  const lead = (port: number): void => near.transport.sockets.onUpgrade(({ path, query }) => Promise.resolve({ pipe: `ws://127.0.0.1:${port}${path}?${query.toString()}&piped` }));
  lead(between.port);
  return { owner, between, near, lead };
}

/** What a pipe must do on both engines. */
export function pipeSuite(kind: ServerTransport['kind']): void {
  describe(`a piped socket on ${kind}`, () => {
    it('carries frames both ways, untouched and in order', async () => {
      const { owner, near } = await chain(kind);
      const socket = await dial(near.port);
      await seated(owner);
      const words = Array.from({ length: 50 }, (_, index) => `\x11\x01{"你":${index}}`);
      for (const text of words) socket.send(text);
      await expect.poll(() => owner.room.received.map((text) => Buffer.from(text, 'latin1').toString())).toEqual(words);
      for (const text of words) owner.room.clients[0]!.raw(Buffer.from(text));
      await expect.poll(() => socket.received.slice(-words.length)).toEqual(words);
    });

    it('keeps what is sent before the owner has answered', async () => {
      const { owner, between, near } = await chain(kind);
      between.delay(150);
      const socket = await dial(near.port);
      socket.send('\x11\x01early');
      expect(owner.room.joined).toEqual([]);
      await seated(owner);
      socket.send('\x11\x01late');
      await expect.poll(() => owner.room.received).toEqual(['\x11\x01early', '\x11\x01late']);
    });

    it.each([[4102, 'signed out'], [4001, 'actor.moved'], [1000, '']])('tells the client why the owner closed: %i %s', async (code, reason) => {
      const { owner, near } = await chain(kind);
      owner.transport.sockets.onUpgrade(() => Promise.resolve({ close: { code, reason } }));
      expect(await (await dial(near.port)).closed).toEqual([code, reason]);
    });

    it.each([[1000, 1000], [4005, 4005], [undefined, 1005]])('tells the owner why the client closed: %s', async (code, heard) => {
      const { owner, near } = await chain(kind);
      const socket = await dial(near.port);
      await seated(owner);
      socket.ws.close(code);
      await expect.poll(() => owner.room.left).toEqual([{ sessionId: 's1', code: heard }]);
    });

    it('lets the owner know of a client whose line broke', async () => {
      const { owner, near } = await chain(kind);
      const socket = connect(near.port, '127.0.0.1').on('error', () => {});
      socket.write(handshake);
      await seated(owner);
      socket.resetAndDestroy();
      await expect.poll(() => owner.room.left).toHaveLength(1);
    });

    it('sends the client for a new ticket when the owner dies', async () => {
      const { owner, between, near } = await chain(kind);
      const socket = await dial(near.port);
      await seated(owner);
      between.cut();
      expect((await socket.closed)[0]).toBe(4001);
    });

    it('sends the client for a new ticket where nobody listens', async () => {
      const { between, near } = await chain(kind);
      between.close();
      expect((await (await dial(near.port)).closed)[0]).toBe(4001);
    });

    it('does not wait long for an owner that accepts and says nothing', async () => {
      const { near, lead } = await chain(kind);
      const asked = Promise.withResolvers<void>();
      lead(await stuckNode(false, asked.resolve));
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      onTestFinished(() => void vi.useRealTimers());
      const { closed } = await dial(near.port);
      await asked.promise;
      vi.advanceTimersByTime(5_000);
      expect(await closed).toEqual([4001, 'actor.unreachable']);
    });

    it('tells a client at once that its owner takes nothing any more, instead of keeping or dropping without end', async () => {
      const { near, lead } = await chain(kind);
      lead(await stuckNode(true));
      const socket = await dial(near.port);
      const frame = 'x'.repeat(60 * 1024);
      const flood = setInterval(() => socket.ws.readyState === WebSocket.OPEN && socket.send(frame), 2);
      onTestFinished(() => clearInterval(flood));
      expect((await socket.closed)[0]).toBe(4003);
    });

    it('cuts off a client that does not read, and the owner hears of it', async () => {
      const { owner, near } = await chain(kind);
      const socket = connect(near.port, '127.0.0.1').on('error', () => {});
      onTestFinished(() => void socket.destroy());
      socket.write(handshake);
      await seated(owner);
      socket.pause();
      const frame = Buffer.alloc(60 * 1024);
      const flood = setInterval(() => owner.room.clients[0]?.raw(frame), 2);
      onTestFinished(() => clearInterval(flood));
      await expect.poll(() => owner.room.left, { timeout: 10_000 }).toHaveLength(1);
    });
  });
}

async function seated({ room }: Cluster): Promise<void> {
  await expect.poll(() => room.joined).toHaveLength(1);
}

/** Takes connections and reads nothing but the upgrade, of which it tells, and which it may answer: a node under SIGSTOP, or one that hangs. */
async function stuckNode(upgrades: boolean, asked = (): void => {}): Promise<number> {
  const server = createServer((socket) => {
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      socket.pause();
      asked();
      const key = /sec-websocket-key: (.+)\r/i.exec(bytes.toString())![1]!;
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      if (upgrades) socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

const handshake = 'GET /node-1/socket HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

interface Dialled {
  readonly ws: WebSocket;
  readonly received: string[];
  send(text: string): void;
  readonly closed: Promise<[code: number, reason: string]>;
}

async function dial(port: number): Promise<Dialled> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/node-1/socket?ticket=abc`);
  ws.binaryType = 'arraybuffer';
  const received: string[] = [];
  ws.addEventListener('message', ({ data }) => received.push(Buffer.from(data as ArrayBuffer).toString()));
  const closed = new Promise<[number, string]>((resolve) => ws.addEventListener('close', ({ code, reason }) => resolve([code, reason])));
  await new Promise((resolve, reject) => {
    ws.addEventListener('open', resolve);
    ws.addEventListener('error', reject);
  });
  return { ws, received, send: (text) => ws.send(Buffer.from(text)), closed };
}
