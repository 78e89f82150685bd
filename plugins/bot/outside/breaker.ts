import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';
import { FAILURES, type Failure } from './failure.ts';

type Data = Pick<Own, 'data'>;

const stored = z.object({ until: z.number(), failure: z.enum(FAILURES), detail: z.string() });
export type Pause = Readonly<z.output<typeof stored>>;

/** These are of the words of one question, and tell nothing of who was asked; that the key or the model is not taken holds for all. */
const OF_WORDS: ReadonlySet<Failure> = new Set(['rejected']);

/** In a row, on one node. */
const MOST_FAILURES = 3;
export const PAUSE_MS = 60_000;

const keyOf = (target: string): string => `outside-pause:${target}`;

/** Undefined where it may be called. */
export async function pauseOf({ data }: Data, target: string, now: number): Promise<Pause | undefined> {
  const pause = stored.safeParse(await data.get(keyOf(target))).data;
  return pause !== undefined && now < pause.until ? pause : undefined;
}

/** Who fails three times in a row is left alone for a minute, by all nodes; then one more failure is enough. */
export class Breaker {
  readonly #failures = new Map<string, number>();

  /** True where that was one too many. */
  async failed({ data }: Data, target: string, failure: Failure, detail: string, now: number): Promise<boolean> {
    if (OF_WORDS.has(failure)) return false;
    const failures = (this.#failures.get(target) ?? 0) + 1;
    this.#failures.set(target, failures);
    if (failures < MOST_FAILURES) return false;
    await data.set(keyOf(target), { until: now + PAUSE_MS, failure, detail } satisfies Pause);
    return true;
  }

  async worked({ data }: Data, target: string): Promise<void> {
    const failures = this.#failures.get(target) ?? 0;
    this.#failures.delete(target);
    if (failures >= MOST_FAILURES) await data.delete(keyOf(target));
  }
}
