/** Lines that are remembered: of what is broken beyond that no more is told. */
const MOST_TOLD = 1_000;

/** Where a line of a log stands. */
export interface LinePlace {
  /** The chat's number in the database. */
  readonly conversation: number;
  readonly seq: number;
}

/** Lines of logs that cannot be read. They are passed over, so that one of them hides nothing but itself; each is told once, and counted. */
export class Illegible {
  readonly #tell: (line: LinePlace, error: unknown) => void;
  readonly #told = new Set<string>();

  constructor(tell: (line: LinePlace, error: unknown) => void) {
    this.#tell = tell;
  }

  /** Different ones, since the start. */
  get count(): number {
    return this.#told.size;
  }

  /** What `read` makes of a line, or undefined where it throws. */
  try<T>(line: LinePlace, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const place = `${line.conversation}.${line.seq}`;
      if (!this.#told.has(place) && this.#told.size < MOST_TOLD) {
        this.#told.add(place);
        this.#tell(line, error);
      }
      return undefined;
    }
  }
}
