import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { FrameReader, Opcode, frame } from './frames.ts';

export interface SocketHandlers {
  /** A text or binary message as a string, and when its bytes were read (`performance.now`). */
  message(payload: string, at: number): void;
  /** It is over; `reason` is the close frame's code and text, or empty. */
  closed(reason: string): void;
}

/** libuv reads into it and hands it over in the same turn, so all sockets can share it. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);
const HEAD_END = '\r\n\r\n';

/** A raw WebSocket: no events, no queue, no copy. What it costs is not charged to the server. */
export class WebSocketClient {
  readonly #socket: Socket;
  readonly #opcode: number;

  private constructor(socket: Socket, opcode: number) {
    this.#socket = socket;
    this.#opcode = opcode;
  }

  /** Resolves when the server has said 101. `binary`: what {@link send} sends. */
  static open(url: string, binary: boolean, handlers: SocketHandlers): Promise<WebSocketClient> {
    const { hostname, port, pathname, search } = new URL(url);
    return new Promise((resolve, reject) => {
      let head: string | null = '';
      let at = 0;
      let reason = '';
      const reader = new FrameReader((opcode, bytes, start, end) => {
        if (opcode === Opcode.close) reason = end - start < 2 ? '1005' : `${bytes.readUInt16BE(start)} ${bytes.toString('utf8', start + 2, end)}`;
        else if (opcode === Opcode.ping) socket.write(frame(Opcode.pong, bytes.toString('latin1', start, end)), 'latin1');
        else if (opcode === Opcode.text || opcode === Opcode.binary) handlers.message(bytes.toString('utf8', start, end), at);
      });
      const read = (count: number, bytes: Uint8Array): boolean => {
        at = performance.now();
        let chunk = Buffer.from(bytes.buffer, bytes.byteOffset, count);
        if (head !== null) {
          head += chunk.toString('latin1');
          const end = head.indexOf(HEAD_END);
          if (end < 0) return true;
          if (!head.startsWith('HTTP/1.1 101')) {
            socket.destroy(new Error(`the upgrade was refused: ${head.split('\r\n', 1)[0] ?? ''} ${head.slice(end + 4)}`));
            return true;
          }
          chunk = Buffer.from(head.slice(end + HEAD_END.length), 'latin1');
          head = null;
          resolve(client);
        }
        if (chunk.length > 0) reader.push(chunk);
        return true;
      };
      const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer: shared, callback: read } });
      const client = new WebSocketClient(socket, binary ? Opcode.binary : Opcode.text);
      socket.on('connect', () => {
        socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: cGFybG9yIGJlbmNoIHJ1bg==\r\nSec-WebSocket-Version: 13${HEAD_END}`);
      });
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('closed before it opened'));
        handlers.closed(reason);
      });
    });
  }

  send(payload: string): void {
    this.#socket.write(frame(this.#opcode, payload), 'latin1');
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
