import uWS, { type WebSocket } from 'uWebSockets.js';
import { frameOf } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { CommandFrame } from '#wire/protocol.ts';
import { PeerRooms } from './peer-rooms.ts';
import type { PeerSide } from './peer-rooms.ts';

/** The floor: uWebSockets.js and JSON, the same frames to the same sockets, and nothing stored or checked. */
type Peer = WebSocket<PeerSide>;

const rooms = new PeerRooms<Peer>(Number(process.env['CHATS_PER_AGENT']));

const app = uWS.App().ws<PeerSide>('/:side/:index', {
  idleTimeout: 0,
  compression: 0,
  upgrade: (res, req, context) => {
    const side = { agent: req.getParameter(0) === 'agent', index: Number(req.getParameter(1)) };
    res.upgrade(side, req.getHeader('sec-websocket-key'), req.getHeader('sec-websocket-protocol'), req.getHeader('sec-websocket-extensions'), context);
  },
  open: (ws) => rooms.enter(ws.getUserData(), ws),
  message: (ws, message) => {
    const command = JSON.parse(Buffer.from(message).toString('utf8', 2)) as CommandFrame;
    const { room, event } = rooms.post(ws.getUserData(), command);
    const json = JSON.stringify(event);
    const { agent, visitor } = rooms.socketsOf(room);
    visitor?.send(frameOf(Frame.notice, `{"e":${json}}`), true);
    agent?.send(frameOf(Frame.notice, `{"c":"${room.id}","e":${json}}`), true);
    const c = command.c === undefined ? '' : `"c":"${room.id}",`;
    ws.send(frameOf(Frame.ack, `{${c}"id":"${command.id}","seq":${event.seq}}`), true);
  },
});

app.listen('127.0.0.1', 0, (socket) => {
  process.send?.({ port: uWS.us_socket_local_port(socket) });
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
