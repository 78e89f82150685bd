import type { NewWork } from '#store/plugin-work.repository.ts';
import type { Ctx } from '../ctx.ts';
import type { WorkQueue } from './work-queue.ts';
import type { PluginWorker, WorkOutcome } from './work.ts';

const FIRST_RETRY_MS = 5_000;

interface Piece extends NewWork {
  readonly worker: string;
  readonly createdAt: number;
  attempts: number;
  dueAt: number;
}

/** Work of a plugin, in its author's tests: done when the test says so, one piece after the other. */
export interface TestedWork {
  readonly queue: Pick<WorkQueue, 'add'>;
  readonly waiting: readonly { readonly worker: string; readonly key: string; readonly payload: unknown }[];
  readonly dead: readonly { readonly worker: string; readonly key: string; readonly error: string }[];
  /** From the house itself: it keeps track of what it has added. */
  add(worker: string, piece: NewWork): void;
  /** Does all that is due: of each lane the first piece, and those behind it after it. */
  work(ctx: Ctx): Promise<void>;
}

export function testedWork(workers: Readonly<Record<string, PluginWorker<Ctx>>>, now: () => number): TestedWork {
  const pieces: Piece[] = [];
  const dead: { worker: string; key: string; error: string }[] = [];
  const add = (worker: string, piece: NewWork): void => void pieces.push({ ...piece, worker, createdAt: now(), attempts: 0, dueAt: 0 });

  const attempt = async (ctx: Ctx, worker: PluginWorker<Ctx>, piece: Piece): Promise<void> => {
    let outcome: WorkOutcome | undefined;
    const behind = pieces.slice(pieces.indexOf(piece) + 1).filter((each) => worker.gathers === true && each.worker === piece.worker && each.lane === piece.lane);
    const given = { key: piece.key, lane: piece.lane, payload: JSON.parse(piece.payload) as unknown, attempt: ++piece.attempts, createdAt: piece.createdAt, behind: behind.map(({ payload }) => JSON.parse(payload) as unknown) };
    try {
      outcome = (await worker.run(ctx, given)) ?? { along: 0 };
      if ('dead' in outcome) await worker.gaveUp?.(ctx, given, { dead: true, error: outcome.dead });
    } catch (error) {
      outcome = { error: error instanceof Error ? error.message : String(error) };
    }
    if ('error' in outcome) {
      piece.dueAt = now() + (outcome.retryMs ?? (worker.firstRetryMs ?? FIRST_RETRY_MS) * 2 ** (piece.attempts - 1));
      return;
    }
    if ('dead' in outcome) dead.push({ worker: piece.worker, key: piece.key, error: outcome.dead });
    const along = 'along' in outcome ? behind.slice(0, outcome.along) : [];
    for (const gone of [piece, ...along]) pieces.splice(pieces.indexOf(gone), 1);
  };

  return {
    dead, add,
    get waiting() {
      return pieces.map(({ key, payload, worker }) => ({ worker, key, payload: JSON.parse(payload) as unknown }));
    },
    queue: {
      add: async ({ worker }, added) => {
        for (const piece of added) if (![...pieces, ...dead].some((known) => known.worker === worker && known.key === piece.key)) add(worker, piece);
      },
    },
    async work(ctx) {
      for (;;) {
        const blocked = new Set<string>();
        const next = pieces.find(({ dueAt, lane, worker }) => {
          const first = !blocked.has(`${worker}/${lane}`);
          blocked.add(`${worker}/${lane}`);
          return first && dueAt <= now();
        });
        const worker = next === undefined ? undefined : workers[next.worker];
        if (next === undefined || worker === undefined) return;
        await attempt(ctx, worker, next);
      }
    },
  };
}
