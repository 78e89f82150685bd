import { decode, encodeUp } from '#wire/codec.ts';
import type { Incoming } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { DownFrames, DownType, UpFrames, UpType } from '#wire/protocol.ts';
import { whenFinished } from '../../support/at-once.ts';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A socket as bytes: everything that came over it is kept, so that a test can say what never came. */
export class Line {
  readonly raw: Buffer[] = [];
  readonly frames: Incoming[] = [];
  readonly closed: Promise<Closed>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  isOpen = true;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as ArrayBuffer);
      this.raw.push(bytes);
      const frame = decode(bytes);
      if (frame !== null) this.frames.push(frame);
      for (const look of this.#waiting) look();
    });
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => {
        this.isOpen = false;
        resolve({ code, reason });
        for (const look of this.#waiting) look();
      });
    });
    socket.addEventListener('error', () => {});
  }

  /** Resolves once it is open, or closed before that; throws where nobody answers. */
  static async open(url: string): Promise<Line> {
    const socket = new WebSocket(url);
    const line = new Line(socket);
    const opened = Promise.withResolvers<void>();
    socket.addEventListener('open', () => opened.resolve());
    const silence = setTimeout(() => opened.reject(new Error('nobody answered the upgrade')), 5_000);
    await Promise.race([opened.promise, line.closed]).finally(() => clearTimeout(silence));
    try {
      whenFinished(() => socket.close());
    } catch {
      // Opened in the background of a test that has ended: closes with the server.
    }
    return line;
  }

  send<T extends UpType>(type: T, payload: UpFrames[T]): void {
    this.#socket.send(encodeUp(type, payload));
  }

  sendRaw(bytes: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(bytes);
  }

  close(): void {
    this.#socket.close();
  }

  all<T extends DownType>(type: T): DownFrames[T][] {
    return this.frames.filter((frame) => frame.type === type).map(({ payload }) => payload as DownFrames[T]);
  }

  /** The first frame of this type that fits, whether it came already or is yet to come. */
  async first<T extends DownType>(type: T, fits: (payload: DownFrames[T]) => boolean = () => true, withinMs = 10_000): Promise<DownFrames[T]> {
    let at = 0;
    const look = (): DownFrames[T] | undefined => {
      for (; at < this.frames.length; at++) {
        const frame = this.frames[at]!;
        if (frame.type === type && fits(frame.payload as DownFrames[T])) return frame.payload as DownFrames[T];
      }
      return undefined;
    };
    const found = look();
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(again);
      };
      const describe = (): string => JSON.stringify(this.frames.slice(-4)).slice(0, 1_500);
      const again = (): void => {
        const frame = look();
        if (frame !== undefined) {
          done();
          resolve(frame);
        } else if (!this.isOpen) {
          done();
          void this.closed.then(({ code }) => reject(new Error(`closed with ${code} while waiting for a frame of type ${type}; last: ${describe()}`)));
        }
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`no fitting frame of type ${type} within ${withinMs} ms; last: ${describe()}`));
      }, withinMs);
      this.#waiting.add(again);
      again();
    });
  }

  /** The answer to a command, whichever it is. */
  async answer(id: string): Promise<{ readonly seq: number | null } | { readonly code: string; readonly retryable: boolean }> {
    return Promise.any([this.first(Frame.ack, (ack) => ack.id === id), this.first(Frame.refusal, (refusal) => refusal.id === id)]).catch((error: AggregateError) => {
      throw error.errors[0];
    });
  }
}
