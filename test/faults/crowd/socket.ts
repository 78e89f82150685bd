import { WebSocket } from 'ws';
import { decode } from '#wire/codec.ts';
import type { Incoming } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { CommandFrame } from '#wire/protocol.ts';
import type { Random } from '../random.ts';

/** A balancer gives up on a node that does not answer the upgrade. */
export const DIAL_MS = 2_000;
/** What is sent again late is sent at most so much later, ms. */
const LATE_MS = 300;
const KEPT = 8;

/** Whether networks are nasty at the moment; one for all sockets. */
export interface Mischief {
  on: boolean;
  /** Commands that were sent twice, late, or after a later one. */
  done: number;
}

export interface Hooks {
  readonly heard: (frame: Incoming) => void;
  readonly mischief: Mischief;
  readonly random: Random;
  readonly dialMs: number;
  /** False for what must not be sent again. */
  readonly repeatable: (id: string) => boolean;
}

interface Sent {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A WebSocket as the client wants it, which tells what came over it, and whose commands may be repeated and overtaken. */
export class Socket {
  binaryType = 'arraybuffer';
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly #socket: WebSocket;
  readonly #hooks: Hooks;
  readonly #sent: Sent[] = [];
  #closed = false;

  constructor(url: string, hooks: Hooks) {
    this.#hooks = hooks;
    // Thousands in one process: what a browser's kind of socket costs in Node would be most of what is measured.
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const patience = setTimeout(() => this.cut(), hooks.dialMs);
    socket.on('open', () => clearTimeout(patience));
    socket.on('message', (data: ArrayBuffer) => {
      const frame = decode(new Uint8Array(data));
      if (frame !== null) hooks.heard(frame);
      this.onmessage?.({ data });
    });
    socket.on('close', (code) => {
      clearTimeout(patience);
      this.#close(code);
    });
    socket.on('error', () => {});
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    const { mischief, random } = this.#hooks;
    const frame = mischief.on ? decode(bytes) : null;
    if (frame?.type !== Frame.command) return this.#write(bytes);
    const { id } = frame.payload as CommandFrame;
    this.#sent.push({ id, bytes });
    if (this.#sent.length > KEPT) this.#sent.shift();
    const dice = random.next();
    if (dice > 0.7) return this.#write(bytes);
    mischief.done++;
    if (dice < 0.2) this.#later(random.whole(1, 40), { id, bytes });
    else this.#write(bytes);
    if (dice > 0.4) this.#write(bytes);
    if (dice > 0.3 && dice < 0.5) this.#later(random.whole(1, LATE_MS), random.pick(this.#sent));
  }

  close(): void {
    this.#socket.close();
  }

  /** The network is gone: the client hears of it as of any other end. */
  cut(): void {
    this.#socket.terminate();
    this.#close(1006);
  }

  #close(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.({ code });
  }

  #write(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  #later(ms: number, { id, bytes }: Sent): void {
    setTimeout(() => {
      if (this.#hooks.repeatable(id)) this.#write(bytes);
    }, ms);
  }
}
