import type { Dialect, Incoming } from './dialects.ts';
import { WebSocketClient } from './web-socket.ts';

type Heard = (incoming: Incoming, at: number) => void;

/** Frames out, frames in. */
export interface Wire {
  /** Who hears what comes in; may be replaced once a chat is set up. */
  heard: Heard;
  send(type: number, json: string): void;
  close(): void;
}

/** One socket that speaks a dialect. */
export class Line implements Wire {
  heard: Heard;
  #socket!: WebSocketClient;
  readonly #dialect: Dialect;

  private constructor(dialect: Dialect, heard: Heard) {
    this.#dialect = dialect;
    this.heard = heard;
  }

  static async open(url: string, dialect: Dialect, heard: Heard, closed: (reason: string) => void): Promise<Line> {
    const line = new Line(dialect, heard);
    line.#socket = await WebSocketClient.open(url, dialect.binary, {
      message: (message, at) => {
        const incoming = dialect.decode(message);
        if (incoming !== null) return line.heard(incoming, at);
        const reply = dialect.reply(message);
        if (reply !== null) line.#socket.send(reply);
      },
      closed,
    });
    if (dialect.greeting !== null) line.#socket.send(dialect.greeting);
    return line;
  }

  send(type: number, json: string): void {
    this.#socket.send(this.#dialect.encode(type, json));
  }

  close(): void {
    this.#socket.destroy();
  }
}
