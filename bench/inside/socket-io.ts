import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import type { CommandFrame } from '#wire/protocol.ts';
import { PeerRooms } from './peer-rooms.ts';
import type { PeerSide } from './peer-rooms.ts';

/** What most would build with: socket.io's own rooms, one broadcast and one ack a message, in memory; with its Redis adapter on two nodes. */
const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
const redis = process.env['REDIS_URL'];
if (redis !== undefined) io.adapter(createAdapter(new Redis(redis), new Redis(redis)));
const rooms = new PeerRooms<never>(Number(process.env['CHATS_PER_AGENT']));

io.on('connection', (socket) => {
  const { side, index } = socket.handshake.query;
  const self: PeerSide = { agent: side === 'agent', index: Number(index) };
  void socket.join(rooms.idsOf(self));
  socket.on('command', (command: CommandFrame) => {
    const { room, event } = rooms.post(self, command);
    io.to(room.id).emit('notice', { c: room.id, e: event });
    socket.emit('ack', command.c === undefined ? { id: command.id, seq: event.seq } : { c: room.id, id: command.id, seq: event.seq });
  });
});

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
