import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encode, FrameReader, type Frame } from './frame.ts';

/** To whom, and as whom. */
export interface Dial {
  /** Where the name leads to, as it was checked. */
  readonly address: string;
  /** The name, for certificates and as the usual virtual host. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user: string;
  readonly password: string;
  readonly vhost: string;
}

/** The line to the broker is gone, or never came about: what it had no receipt for is not known to be there. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
}

const CONNECT_MS = 10_000;
/** Each side says something at least so often, ms; twice as long without a word, and the other is taken to be gone. */
const BEAT_MS = 10_000;
/** A broker that does not write down what it is sent is no better than none, ms. */
const RECEIPT_MS = 30_000;
/** Bytes of a body from the broker: commands are far shorter. */
const MAX_BODY = 65_536;

type Wait = PromiseWithResolvers<void> & { readonly timer: NodeJS.Timeout };
type Headers = Readonly<Record<string, string>>;

/** One connection to a broker, by STOMP 1.2. It ends once, and for good. */
export class StompConnection {
  readonly #socket: Socket;
  readonly #reader = new FrameReader(MAX_BODY);
  readonly #receipts = new Map<string, Wait>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #connected = Promise.withResolvers<Headers>();
  #sent = 0;
  #heardAt = performance.now();
  #onMessage: ((message: Frame) => void) | undefined;
  #over: BrokerError | undefined;
  /** Resolves with why it ended. */
  readonly closed: Promise<BrokerError>;
  readonly #closed = Promise.withResolvers<BrokerError>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = this.#closed.promise;
    this.#connected.promise.catch(() => {});
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? 'broken'));
    socket.on('close', () => this.#end('the connection ended'));
  }

  /** Resolves when the broker has let us in. Rejects with a BrokerError, which never names the password. It ends when `over` is aborted. */
  static async open({ address, host, password, port, tls, user, vhost }: Dial, over: AbortSignal): Promise<StompConnection> {
    const socket = tls
      ? connectTls({ host: address, port, rejectUnauthorized: true, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connectTcp({ host: address, port });
    const connection = new StompConnection(socket);
    const timer = setTimeout(() => connection.#end('no answer'), CONNECT_MS);
    const end = (): void => connection.#end('closed');
    over.addEventListener('abort', end);
    void connection.closed.then(() => over.removeEventListener('abort', end));
    if (over.aborted) end();
    try {
      await Promise.race([once(socket, tls ? 'secureConnect' : 'connect'), connection.closed.then((error) => Promise.reject(error))]);
      connection.#write('CONNECT', {
        'accept-version': '1.2', host: vhost === '' ? host : vhost, 'heart-beat': `${BEAT_MS},${BEAT_MS}`,
        ...(user === '' ? {} : { login: user, passcode: password }),
      });
      connection.#beat((await connection.#connected.promise)['heart-beat'] ?? '0,0');
      return connection;
    } catch (error) {
      connection.#end('not connected');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when the broker has it, on disk where `headers` say persistent. Rejects with a BrokerError where that is not known. */
  send(destination: string, headers: Headers, body: string): Promise<void> {
    return this.#acknowledged('SEND', { destination, ...headers }, body);
  }

  /** One subscription a connection; each message must be acknowledged. */
  async subscribe(destination: string, headers: Headers, onMessage: (message: Frame) => void): Promise<void> {
    this.#onMessage = onMessage;
    await this.#acknowledged('SUBSCRIBE', { id: '1', destination, ack: 'client-individual', ...headers });
  }

  /** Nobody gets this message again. Without a receipt: one that was lost comes again, and is known. */
  acknowledge({ headers: { ack = '' } }: Frame): void {
    if (this.#over === undefined) this.#write('ACK', { id: ack });
  }

  close(): void {
    this.#end('closed');
  }

  async #acknowledged(command: string, headers: Headers, body?: string): Promise<void> {
    if (this.#over !== undefined) throw this.#over;
    const receipt = String(++this.#sent);
    const timer = setTimeout(() => this.#end('no receipt'), RECEIPT_MS);
    const wait: Wait = { ...Promise.withResolvers<void>(), timer };
    this.#receipts.set(receipt, wait);
    this.#write(command, { ...headers, receipt }, body);
    await wait.promise;
  }

  #write(command: string, headers: Headers, body?: string): void {
    this.#socket.write(encode(command, headers, body));
  }

  /** What the broker promises to send, and wants to hear: `<every so many ms>,<at least every so many ms>`. */
  #beat(theirs: string): void {
    const [sends = 0, wants = 0] = theirs.split(',').map(Number);
    if (wants > 0) this.#timers.push(setInterval(() => this.#socket.write('\n'), Math.max(BEAT_MS, wants) / 2));
    const silence = Math.max(BEAT_MS, sends) * 2;
    if (sends > 0) this.#timers.push(setInterval(() => performance.now() - this.#heardAt > silence && this.#end('silence'), BEAT_MS / 2));
  }

  #read(bytes: Buffer): void {
    this.#heardAt = performance.now();
    try {
      for (const frame of this.#reader.push(bytes)) this.#take(frame);
    } catch (error) {
      this.#end(error instanceof Error ? error.message : 'broken');
    }
  }

  #take(frame: Frame): void {
    switch (frame.command) {
      case 'CONNECTED': return this.#connected.resolve(frame.headers);
      case 'MESSAGE': return this.#onMessage?.(frame);
      case 'RECEIPT': {
        const receipt = frame.headers['receipt-id'] ?? '';
        const wait = this.#receipts.get(receipt);
        this.#receipts.delete(receipt);
        clearTimeout(wait?.timer);
        return wait?.resolve();
      }
      // The broker's own words may quote what it was sent: only the headline is for a log.
      case 'ERROR': return this.#end(`the broker says: ${(frame.headers['message'] ?? '').slice(0, 200)}`);
      default: return this.#end(`the broker sent a ${frame.command.slice(0, 20)}`);
    }
  }

  #end(reason: string): void {
    if (this.#over !== undefined) return;
    const error = new BrokerError(reason);
    this.#over = error;
    for (const timer of this.#timers) clearInterval(timer);
    for (const { reject, timer } of this.#receipts.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#receipts.clear();
    this.#connected.reject(error);
    this.#socket.destroy();
    this.#closed.resolve(error);
  }
}
