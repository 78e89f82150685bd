import { availableParallelism } from 'node:os';
import { isMainThread, Worker } from 'node:worker_threads';
import { trainClass, trainPlanes, type PlaneWork } from './plane-work.ts';

/** Classes times utterances from which on help is worth starting a thread for: half a second of work. */
const MUCH = 500_000;
/** More would wait for memory. */
const MOST_HELPERS = 3;
/** A class takes a fraction of a second; whoever has not come back with it by then will not, ms. */
const PATIENCE_MS = 20_000;

/** By so many threads, this one among them. */
export function threadsFor(utterances: number, classes: number): number {
  // Nobody waits on the thread that serves chats.
  return isMainThread || utterances * classes < MUCH ? 1 : Math.min(availableParallelism(), MOST_HELPERS + 1);
}

/** Trains all of it, with helpers: the same planes as without. `work`: of shared arrays. */
export function trainTogether(work: PlaneWork, threads: number, patienceMs = PATIENCE_MS): void {
  const helpers = Array.from({ length: threads - 1 }, () => new Worker(new URL('./plane-helper.ts', import.meta.url), { workerData: work }).on('error', () => {}));
  trainPlanes(work);
  for (let label = 0; label < work.scales.length; label++) {
    if (Atomics.load(work.progress, label) === 0) Atomics.wait(work.progress, label, 0, patienceMs);
    if (Atomics.load(work.progress, label) === 0) trainClass(work, label);
  }
  for (const helper of helpers) void helper.terminate();
}
