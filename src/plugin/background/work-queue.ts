import type { NewWork, PluginWorkRepository, Whose } from '#store/plugin-work.repository.ts';

/** Pieces in one addition, and characters of their payloads, about: one packet must stay below what servers take. */
const MOST = 500;
const MOST_TEXT = 1 << 20;

interface Batch {
  readonly whose: Whose;
  readonly pieces: Map<string, NewWork>;
  text: number;
  readonly done: PromiseWithResolvers<void>;
}

/** Adds work: what comes while an addition is under way goes together into the next, so many conversations share a commit. */
export class WorkQueue {
  readonly #work: Pick<PluginWorkRepository, 'add'>;
  readonly #now: () => number;
  readonly #next = new Map<string, Batch[]>();
  readonly #adding = new Set<string>();
  /** Called when work was added. */
  added: ((whose: Whose) => void) | undefined;

  constructor(work: Pick<PluginWorkRepository, 'add'>, now: () => number) {
    this.#work = work;
    this.#now = now;
  }

  /** Resolves when the pieces are stored; those whose key waits already are left out. */
  async add(whose: Whose, pieces: readonly NewWork[]): Promise<void> {
    const name = `${whose.plugin}/${whose.worker}`;
    const batches = this.#next.get(name) ?? [];
    this.#next.set(name, batches);
    const waits: Promise<void>[] = [];
    for (const piece of pieces) {
      let last = batches.at(-1);
      if (last === undefined || ((last.pieces.size >= MOST || last.text >= MOST_TEXT) && !last.pieces.has(piece.key))) {
        batches.push((last = { whose, pieces: new Map(), text: 0, done: Promise.withResolvers() }));
      }
      if (!last.pieces.has(piece.key)) {
        last.pieces.set(piece.key, piece);
        last.text += piece.payload.length;
      }
      waits.push(last.done.promise);
    }
    if (!this.#adding.has(name)) void this.#drain(name, batches);
    await Promise.all(new Set(waits));
  }

  async #drain(name: string, batches: Batch[]): Promise<void> {
    this.#adding.add(name);
    // What else comes in this turn goes along.
    await Promise.resolve();
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      try {
        await this.#work.add(batch.whose, [...batch.pieces.values()], this.#now());
        batch.done.resolve();
        this.added?.(batch.whose);
      } catch (error) {
        batch.done.reject(error);
      }
    }
    this.#adding.delete(name);
    this.#next.delete(name);
  }
}
