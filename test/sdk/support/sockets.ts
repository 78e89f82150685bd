import { decode, encodeDown } from '#wire/codec.ts';
import type { Incoming } from '#wire/codec.ts';
import type { DownFrames, DownType } from '#wire/protocol.ts';
import type { SocketLike } from '#sdk/index.ts';
import type { SimClock } from './sim-clock.ts';

const JOIN_ROOM = 10;
const encoder = new TextEncoder();

/** One socket as the server sees it. Frames take `latency` ms each way; what is in the air when it breaks is lost. */
export class ServerSocket implements SocketLike {
  binaryType = '';
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  readonly url: URL;
  readonly received: Incoming[] = [];
  open = true;
  /** A half-open line: bytes go nowhere, and nobody is told. */
  dead = false;
  /** Dead in one direction: what the client sends is lost. */
  deaf = false;
  acknowledged = false;
  onFrame: (incoming: Incoming) => void = () => {};
  onJoined: () => void = () => {};
  readonly #clock: SimClock;
  readonly #latency: number;

  constructor(url: string, clock: SimClock, latency = 10) {
    this.url = new URL(url);
    this.#clock = clock;
    this.#latency = latency;
  }

  /* ---- the client's side ---- */

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.deaf) return;
    this.#later(() => {
      if (bytes[0] === JOIN_ROOM) {
        this.acknowledged = true;
        return this.onJoined();
      }
      const incoming = decode(bytes);
      if (incoming === null) throw new Error('a frame that is none');
      this.received.push(incoming);
      this.onFrame(incoming);
    });
  }

  close(): void {
    this.open = false;
  }

  /* ---- the server's side ---- */

  greet(): void {
    this.#down(new Uint8Array([JOIN_ROOM, 0, 0]));
  }

  push<T extends DownType>(type: T, payload: DownFrames[T]): void {
    this.#down(encoder.encode(encodeDown(type, payload)));
  }

  end(code: number): void {
    if (!this.open) return;
    this.open = false;
    this.onclose?.({ code });
  }

  of<T>(type: number): T[] {
    return this.received.filter((incoming) => incoming.type === type).map(({ payload }) => payload as T);
  }

  #down(bytes: Uint8Array): void {
    this.#later(() => this.onmessage?.({ data: bytes.slice().buffer }));
  }

  #later(run: () => void): void {
    this.#clock.after(this.#latency, () => {
      if (this.open && !this.dead) run();
    });
  }
}
