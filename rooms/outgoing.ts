import type { Client } from '@colyseus/core';
import { corked } from '#src/transport.ts';

/** What a frame is sent with: Colyseus' client, which takes strings as it takes bytes. */
interface FrameSink {
  raw(data: string | Uint8Array): void;
  enqueueRaw(data: string | Uint8Array): void;
}

/**
 * Frames gathered per socket and sent together: after a group commit a socket gets all of its acks and notices
 * in one system call. One for a node.
 */
export class Outgoing {
  readonly #waiting = new Map<Client, string[]>();
  #scheduled = false;

  send(client: Client, frame: string): void {
    const frames = this.#waiting.get(client);
    if (frames !== undefined) {
      frames.push(frame);
      return;
    }
    this.#waiting.set(client, [frame]);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Whatever is not part of a commit leaves at the end of the tick.
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#scheduled = false;
    if (this.#waiting.size === 0) return;
    const batch = [...this.#waiting];
    this.#waiting.clear();
    for (const [client, frames] of batch) {
      const [only, ...more] = frames;
      if (more.length === 0) write(client, only ?? '');
      else corked(client, () => frames.forEach((frame) => write(client, frame)));
    }
  }

  /** Sends what waits for a client that is about to be closed. */
  flushOne(client: Client): void {
    const frames = this.#waiting.get(client);
    this.#waiting.delete(client);
    frames?.forEach((frame) => write(client, frame));
  }
}

/** Before the client has confirmed its join, frames wait in Colyseus' own queue. */
function write(client: Client, frame: string): void {
  const sink: FrameSink = client;
  if (client.state === 1) sink.raw(frame);
  else sink.enqueueRaw(frame);
}
