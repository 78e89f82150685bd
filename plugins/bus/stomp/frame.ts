/** A frame of STOMP 1.2. */
export interface Frame {
  readonly command: string;
  /** The first of each name, as the protocol wants it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null where it was longer than is kept. */
  readonly body: string | null;
}

/** Bytes of a command with its headers. */
const MAX_HEAD = 65_536;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' };
const UNESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\r': '\r', '\\n': '\n', '\\c': ':' };

/** CONNECT escapes nothing, for the sake of older brokers: its values must have no line breaks. */
export function encode(command: string, headers: Readonly<Record<string, string>>, body = ''): Buffer {
  const escape = command === 'CONNECT' ? (text: string) => text : (text: string) => text.replace(/[\\\r\n:]/g, (char) => ESCAPES[char] ?? char);
  const lines = Object.entries(headers).map(([name, value]) => `${escape(name)}:${escape(value)}\n`).join('');
  const bytes = Buffer.from(body);
  const length = bytes.length === 0 ? '' : `content-length:${bytes.length}\n`;
  return Buffer.concat([Buffer.from(`${command}\n${lines}${length}\n`), bytes, Buffer.of(0)]);
}

/** A frame whose body is on its way. */
interface Begun extends Omit<Frame, 'body'> {
  /** Bytes of the body; null where a NUL ends it. */
  readonly length: number | null;
  /** Of them, those that were thrown away. */
  skipped: number;
}

/** Puts frames together from what a socket brings. Keeps one head or one body at most. */
export class FrameReader {
  readonly #maxBody: number;
  #bytes: Buffer = Buffer.alloc(0);
  #begun: Begun | undefined;

  /** `maxBody`: bytes of a body that are kept; a longer one is read over, so that whoever sends it ends nobody's memory. */
  constructor(maxBody: number) {
    this.#maxBody = maxBody;
  }

  /** The frames that end in these bytes. Throws a RangeError for a head without end, a TypeError for what is no frame. */
  push(bytes: Buffer): readonly Frame[] {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    const frames: Frame[] = [];
    for (;;) {
      if (this.#begun === undefined && !this.#readHead()) return frames;
      const frame = this.#readBody();
      if (frame === undefined) return frames;
      frames.push(frame);
    }
  }

  #readHead(): boolean {
    // Heart-beats, and what may stand between frames.
    let start = 0;
    while (start < this.#bytes.length && [0, 10, 13].includes(this.#bytes[start] ?? 0)) start++;
    this.#bytes = this.#bytes.subarray(start);
    const end = endOfHead(this.#bytes);
    if (end === null) {
      if (this.#bytes.length >= MAX_HEAD) throw new RangeError('a frame without end');
      return false;
    }
    const [command = '', ...lines] = this.#bytes.subarray(0, end.at).toString().split(/\r?\n/);
    const headers = headersIn(lines);
    this.#begun = { command, headers, length: lengthIn(headers), skipped: 0 };
    this.#bytes = this.#bytes.subarray(end.after);
    return true;
  }

  #readBody(): Frame | undefined {
    const begun = this.#begun;
    if (begun === undefined) return undefined;
    const left = begun.length === null ? this.#bytes.indexOf(0) : begun.length - begun.skipped;
    const whole = left >= 0 && this.#bytes.length > left;
    if (!whole) {
      const tooLong = begun.skipped > 0 || this.#bytes.length > this.#maxBody || (begun.length ?? 0) > this.#maxBody;
      if (tooLong) {
        begun.skipped += this.#bytes.length;
        this.#bytes = Buffer.alloc(0);
      }
      return undefined;
    }
    if (begun.length !== null && this.#bytes[left] !== 0) throw new TypeError('a frame that does not end where it says');
    const { command, headers } = begun;
    const body = begun.skipped > 0 || left > this.#maxBody ? null : this.#bytes.subarray(0, left).toString();
    this.#bytes = this.#bytes.subarray(left + 1);
    this.#begun = undefined;
    return { command, headers, body };
  }
}

/** Where an empty line is, and what follows it. */
function endOfHead(bytes: Buffer): { readonly at: number; readonly after: number } | null {
  for (let at = bytes.indexOf(10); at >= 0 && at < MAX_HEAD; at = bytes.indexOf(10, at + 1)) {
    const next = bytes[at + 1] === 13 ? at + 2 : at + 1;
    if (bytes[next] === 10) return { at, after: next + 1 };
  }
  return null;
}

function headersIn(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 0) throw new TypeError('a header without a value');
    headers[unescaped(line.slice(0, colon))] ??= unescaped(line.slice(colon + 1));
  }
  return headers;
}

const unescaped = (text: string): string => text.replace(/\\[\\rnc]/g, (pair) => UNESCAPES[pair] ?? pair);

function lengthIn({ 'content-length': text }: Readonly<Record<string, string>>): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) throw new TypeError('a length that is none');
  return Number(text);
}
