import type { ErrorCode } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';

/** Our side of a socket whose actor lives on another node. */
export interface NearEnd {
  send(bytes: Uint8Array): void;
  /** Has no effect on what is closed. */
  close(code: number, reason: string): void;
}

/** Bytes that may wait for the other node before the client is told to come back. */
const MAX_WAITING = 1024 * 1024;
/** A node that is stuck accepts connections still, and answers none: its client is told to come back, ms. */
const OPEN_MS = 3_000;
/** Codes that an application may close with; others only ever come from the engine. */
const isApplicationCode = (code: number): boolean => code === CloseCode.normal || (code >= 3000 && code <= 4999);

/**
 * Joins a client's socket to the node that owns its actor, so that any load balancer will do. Costs both nodes a
 * frame: a balancer that routes by the first segment of the path spares that. A client that reads too slowly is cut
 * off by its engine, as everywhere. Whether an open line is dead both ways is for its client to find out, which asks
 * after a silence: the pipe cannot tell it from a quiet one.
 */
export class Pipe {
  readonly #far: WebSocket;
  readonly #near: NearEnd;
  readonly #opening: NodeJS.Timeout;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #waitingBytes = 0;
  #over = false;

  constructor(url: string, near: NearEnd) {
    this.#near = near;
    this.#far = new WebSocket(url);
    this.#far.binaryType = 'arraybuffer';
    this.#opening = setTimeout(() => this.#giveUp(CloseCode.moved, 'actor.unreachable' satisfies ErrorCode), OPEN_MS);
    this.#far.addEventListener('open', () => this.#flush());
    this.#far.addEventListener('message', ({ data }) => {
      if (!this.#over) near.send(data instanceof ArrayBuffer ? new Uint8Array(data) : Buffer.from(String(data)));
    });
    this.#far.addEventListener('close', ({ code, reason }) => this.#giveUp(isApplicationCode(code) ? code : CloseCode.moved, reason));
  }

  /** The bytes are copied: the engine takes them back after the call. */
  forward(bytes: Uint8Array): void {
    if (this.#over) return;
    const opening = this.#far.readyState === WebSocket.CONNECTING;
    if ((opening ? this.#waitingBytes : this.#far.bufferedAmount) > MAX_WAITING) return this.#giveUp(CloseCode.slow, '');
    const copy = new Uint8Array(bytes);
    if (!opening) return this.#far.send(copy);
    this.#waitingBytes += copy.length;
    this.#waiting.push(copy);
  }

  /** The client is gone. */
  end(code: number): void {
    this.#end();
    this.#far.close(...(isApplicationCode(code) ? [code] : []));
  }

  #flush(): void {
    clearTimeout(this.#opening);
    for (const bytes of this.#waiting) this.#far.send(bytes);
    this.#waiting = [];
  }

  /** Closes both ends, the near one at once: a far end that is stuck answers no close, and what it is sent is lost. */
  #giveUp(code: number, reason: string): void {
    if (this.#over) return;
    this.#end();
    this.#far.close();
    this.#near.close(code, reason);
  }

  #end(): void {
    this.#over = true;
    clearTimeout(this.#opening);
    this.#waiting = [];
  }
}
