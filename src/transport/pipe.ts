import { CloseCode } from '#wire/close-codes.ts';

/** Our side of a socket whose actor lives on another node. */
export interface NearEnd {
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
}

/** Bytes that may wait for the other node before the client is told to come back. */
const MAX_WAITING = 1024 * 1024;
/** Codes that an application may close with; others only ever come from the engine. */
const isApplicationCode = (code: number): boolean => code === CloseCode.normal || (code >= 3000 && code <= 4999);

/**
 * Joins a client's socket to the node that owns its actor, so that any load balancer will do. Costs both nodes a
 * frame: a balancer that routes by the first segment of the path spares that.
 */
export class Pipe {
  readonly #far: WebSocket;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #waitingBytes = 0;

  constructor(url: string, near: NearEnd) {
    this.#far = new WebSocket(url);
    this.#far.binaryType = 'arraybuffer';
    this.#far.addEventListener('open', () => {
      for (const bytes of this.#waiting) this.#far.send(bytes);
      this.#waiting = [];
    });
    this.#far.addEventListener('message', ({ data }) => near.send(data instanceof ArrayBuffer ? new Uint8Array(data) : Buffer.from(String(data))));
    this.#far.addEventListener('close', ({ code, reason }) => near.close(isApplicationCode(code) ? code : CloseCode.moved, reason));
  }

  /** The bytes are copied: the engine takes them back after the call. */
  forward(bytes: Uint8Array): void {
    const copy = new Uint8Array(bytes);
    if (this.#far.readyState === WebSocket.OPEN) {
      if (this.#far.bufferedAmount > MAX_WAITING) this.#far.close(CloseCode.slow);
      else this.#far.send(copy);
    } else if (this.#far.readyState === WebSocket.CONNECTING) {
      this.#waitingBytes += copy.length;
      if (this.#waitingBytes > MAX_WAITING) this.#far.close();
      else this.#waiting.push(copy);
    }
  }

  /** The client is gone. */
  end(code: number): void {
    this.#far.close(...(isApplicationCode(code) ? [code] : []));
  }
}
