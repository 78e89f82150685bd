import type { ConversationEvent } from '#domain/events.ts';
import { decodeEvent } from '#wire/log-line.ts';
import type { StoredEvent } from './events.repository.ts';

/** Where a line of a log stands. */
export interface LinePlace {
  /** The chat's number in the database. */
  readonly conversation: number;
  readonly seq: number;
}

/** Lines that are told of: of what is broken beyond that the count says enough. */
const MOST_TOLD = 1_000;
/** Lines that are known when they are met again, the latest. */
const MOST_KNOWN = 10_000;

/**
 * Reads lines of logs as they are, also where somebody has broken them: nobody can read such a line, and it hides nothing but itself. Each
 * is told of once, and counted.
 */
export class LineReader {
  readonly #tell: (line: LinePlace, error: unknown) => void;
  readonly #known = new Set<string>();
  #illegible = 0;

  constructor(tell: (line: LinePlace, error: unknown) => void) {
    this.#tell = tell;
  }

  /** Lines that could not be read, since the start. One that is met again after ten thousand others counts again. */
  get illegible(): number {
    return this.#illegible;
  }

  events(conversation: number, lines: readonly StoredEvent[]): readonly ConversationEvent[] {
    return lines.map((line) => this.event(conversation, line));
  }

  event(conversation: number, line: StoredEvent): ConversationEvent {
    try {
      const event = decodeEvent(line);
      if (event.seq !== line.seq || event.publicSeq !== line.publicSeq) throw new TypeError('a line of the log stands elsewhere than it says');
      return event;
    } catch (error) {
      this.#met({ conversation, seq: line.seq }, error);
      return illegible(line);
    }
  }

  /** What a bot remembers there, as JSON: nothing where that cannot be read. */
  memory(conversation: number, line: StoredEvent | undefined): string {
    if (line?.body == null) return 'null';
    try {
      JSON.parse(line.body);
      return line.body;
    } catch (error) {
      this.#met({ conversation, seq: line.seq }, error);
      return 'null';
    }
  }

  #met(line: LinePlace, error: unknown): void {
    const place = `${line.conversation}.${line.seq}`;
    if (this.#known.has(place)) return;
    this.#known.add(place);
    const [oldest] = this.#known;
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    if (++this.#illegible <= MOST_TOLD) this.#tell(line, error);
  }
}

/** Places, times and command ids stand in columns of their own. */
function illegible({ at, body, clientId, head, publicSeq, seq }: StoredEvent): ConversationEvent {
  return { type: 'line.illegible', seq, publicSeq, at, by: authorIn(head), said: body !== null, ...(clientId === null ? {} : { id: clientId }) };
}

/** Also where only the body is broken. */
function authorIn(head: string): string {
  try {
    const { by } = Object(JSON.parse(head)) as { readonly by?: unknown };
    return typeof by === 'string' ? by : '';
  } catch {
    return '';
  }
}
