import { corked } from '#src/transport.ts';
import type { Connection } from './connection.ts';

/** What a frame is sent with: Colyseus' client, which takes strings as it takes bytes. */
interface FrameSink {
  raw(data: string | Uint8Array): void;
  enqueueRaw(data: string | Uint8Array): void;
}

type Socket = Pick<Connection<unknown>, 'client' | 'outgoing'>;

/**
 * Frames gathered per socket and sent together: after a group commit a socket gets all of its acks and notices
 * in one system call. One for a node.
 */
export class Outgoing {
  #waiting: Socket[] = [];
  #scheduled = false;

  send(socket: Socket, frame: string): void {
    if (socket.outgoing.push(frame) > 1) return;
    this.#waiting.push(socket);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Whatever is not part of a commit leaves at the end of the tick.
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#scheduled = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const socket of waiting) this.flushOne(socket);
  }

  flushOne({ client, outgoing }: Socket): void {
    const [only] = outgoing;
    if (only === undefined) return;
    if (outgoing.length === 1) write(client, only);
    else corked(client, () => outgoing.forEach((frame) => write(client, frame)));
    outgoing.length = 0;
  }
}

/** Before the client has confirmed its join, frames wait in Colyseus' own queue. */
function write(client: Socket['client'], frame: string): void {
  const sink: FrameSink = client;
  if (client.state === 1) sink.raw(frame);
  else sink.enqueueRaw(frame);
}
