import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_WAIT_MS, type Lane, type PluginWorkRepository, type Whose, type Work } from '#store/plugin-work.repository.ts';
import type { Ctx } from '../ctx.ts';
import { messageOf } from '../error-text.ts';
import { within } from '../within.ts';
import type { GivenUp, PluginWorker, WorkPiece } from './work.ts';

/** How often due lanes are looked for, ms; additions on this node are seen at once. */
const LOOK_MS = 500;
/** Pieces of a lane before others have their turn. What was done of them is done again after a crash. */
const CHUNK = 20;
const PARALLEL = 16;
/** How long one piece may take, ms. */
const PIECE_BUDGET_MS = 60_000;
const FIRST_RETRY_MS = 5_000;
const LEAST_RETRY_MS = 1_000;
/** How long a lane is left alone when the store failed, ms: what was done of it may be done again. */
const TROUBLE_MS = 5_000;
const GIVE_UP_MS = 24 * 3_600_000;

export interface CrewDeps {
  readonly work: PluginWorkRepository;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Does one worker's pieces: of each lane one after the other, of several lanes at a time. */
export class Crew {
  readonly #whose: Whose;
  readonly #worker: PluginWorker<Ctx>;
  readonly #ctx: Ctx;
  readonly #deps: CrewDeps;
  readonly #mayWork: () => boolean;
  readonly #timer: NodeJS.Timeout;
  readonly #lanes = new Map<string, Promise<void>>();
  #looking: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /** `mayWork`: whether it is this node's turn; asked before each piece. */
  constructor(whose: Whose, worker: PluginWorker<Ctx>, ctx: Ctx, mayWork: () => boolean, deps: CrewDeps) {
    this.#whose = whose;
    this.#worker = worker;
    this.#ctx = ctx;
    this.#mayWork = mayWork;
    this.#deps = deps;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** There may be something due. */
  look(): void {
    if (this.#looking !== undefined) {
      this.#again = true;
      return;
    }
    if (!this.#works) return;
    this.#again = false;
    this.#looking = this.#begin().catch(this.#deps.onError).finally(() => {
      this.#looking = undefined;
      if (this.#again) this.look();
    });
  }

  /** Resolves when nothing of it goes on any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#lanes.values());
  }

  get #works(): boolean {
    return !this.#stopped && this.#mayWork();
  }

  async #begin(): Promise<void> {
    const free = (this.#worker.parallel ?? PARALLEL) - this.#lanes.size;
    if (free <= 0) return;
    // As they were before the answer: what is read of a lane whose turn ends meanwhile is old.
    const busy = new Set(this.#lanes.keys());
    const due = await this.#deps.work.due(this.#whose, this.#deps.now(), free + busy.size);
    for (const lane of due.filter(({ lane: name }) => !busy.has(name)).slice(0, free)) {
      if (!this.#works) return;
      const done = this.#doLane(lane).catch(async (error: unknown) => {
        this.#deps.onError(error);
        await sleep(this.#stopped ? 0 : TROUBLE_MS, undefined, { ref: false });
      }).finally(() => {
        this.#lanes.delete(lane.lane);
        this.look();
      });
      this.#lanes.set(lane.lane, done);
    }
  }

  async #doLane(lane: Lane): Promise<void> {
    const { now, work } = this.#deps;
    const pieces = await work.first(this.#whose, lane.lane, CHUNK);
    if (pieces.length === 0) return work.end(this.#whose, lane);
    const done: number[] = [];
    let failed: { readonly piece: Work; readonly outcome: Failure } | undefined;
    while (done.length < pieces.length && this.#works) {
      const [piece, ...behind] = pieces.slice(done.length) as [Work, ...Work[]];
      const outcome = await this.#attempt(piece, done.length === 0 ? lane.attempts + 1 : 1, this.#worker.gathers === true ? behind : []);
      if ('along' in outcome) done.push(piece.id, ...behind.slice(0, outcome.along).map(({ id }) => id));
      else {
        failed = { piece, outcome };
        break;
      }
    }
    await work.done(done);
    const attempts = (done.length === 0 ? lane.attempts : 0) + 1;
    if (failed === undefined) {
      // The lane's next turn comes after the others', and an empty one ends then.
      if (done.length > 0) await work.postpone(this.#whose, lane, { attempts: 0, dueAt: now(), error: null });
      return;
    }
    // Its calls were cut off, which says nothing of the piece.
    if (this.#stopped) return;
    const { piece, outcome: { dead, error, retryMs } } = failed;
    const over = dead || now() + retryMs > piece.createdAt + (this.#worker.giveUpAfterMs ?? GIVE_UP_MS);
    const unheard = over ? await this.#giveUp(piece, attempts, { dead, error }) : null;
    if (over && unheard === null) {
      await work.bury(piece.id, attempts, error);
      await work.postpone(this.#whose, lane, { attempts: 0, dueAt: now(), error: null });
    } else await work.postpone(this.#whose, lane, { attempts, dueAt: now() + (over ? this.#usual(attempts) : retryMs), error: unheard ?? error });
  }

  /** Null where it may be given up, else what its worker threw at that. */
  async #giveUp(piece: Work, attempt: number, why: GivenUp): Promise<string | null> {
    try {
      await within(Promise.resolve(this.#worker.gaveUp?.(this.#ctx, pieceOf(piece, attempt), why)), PIECE_BUDGET_MS);
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  #usual(attempt: number): number {
    return Math.min(MOST_WAIT_MS, (this.#worker.firstRetryMs ?? FIRST_RETRY_MS) * 2 ** (attempt - 1)) * (0.8 + 0.4 * Math.random());
  }

  async #attempt(piece: Work, attempt: number, behind: readonly Work[]): Promise<Outcome> {
    const usual = this.#usual(attempt);
    try {
      return outcomeOf(await within(Promise.resolve(this.#worker.run(this.#ctx, pieceOf(piece, attempt, behind))), PIECE_BUDGET_MS), usual, behind.length);
    } catch (error) {
      return { dead: false, error: messageOf(error), retryMs: usual };
    }
  }
}

const pieceOf = ({ createdAt, lane, payload, workKey }: Work, attempt: number, behind: readonly Work[] = []): WorkPiece =>
  ({ key: workKey, lane, payload: JSON.parse(payload) as unknown, attempt, createdAt, behind: behind.map((each) => JSON.parse(each.payload) as unknown) });

/** What a worker answers is whatever its author wrote. `most`: pieces that it was told of. */
function outcomeOf(answer: unknown, usual: number, most: number): Outcome {
  if (answer === undefined) return { along: 0 };
  const { along, dead, error, retryMs } = Object(answer) as { readonly [K in 'along' | 'dead' | 'error' | 'retryMs']?: unknown };
  if (typeof along === 'number') return { along: Math.min(most, Math.max(0, Math.floor(along))) };
  if (dead !== undefined) return { dead: true, error: messageOf(dead), retryMs: 0 };
  return { dead: false, error: messageOf(error), retryMs: typeof retryMs === 'number' ? Math.min(MOST_WAIT_MS, Math.max(LEAST_RETRY_MS, retryMs)) : usual };
}

interface Failure { readonly dead: boolean; readonly error: string; readonly retryMs: number }
type Outcome = { readonly along: number } | Failure;
