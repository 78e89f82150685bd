import { setImmediate as turn } from 'node:timers/promises';

/** How long others wait while something long goes on, ms: what is done between two rests comes on top. */
const SLICE_MS = 5;

/** Of long work, which is to rest between its small pieces: reads of some stores leave no turn to others by themselves. */
export function slices(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await turn();
    since = performance.now();
  };
}
