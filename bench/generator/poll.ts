/**
 * Runs `step` on every turn of the event loop until it says stop, without ever sleeping: a generator that sleeps makes
 * every send of the server wake it, and that cost would count as the server's.
 * `sleeps`: for tests, which share the machine and measure no costs.
 */
export function poll(step: (now: number) => boolean, sleeps = false): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = (): void => {
      try {
        if (!step(performance.now())) resolve();
        else if (sleeps) setTimeout(turn, 1);
        else setImmediate(turn);
      } catch (error) {
        reject(error);
      }
    };
    setImmediate(turn);
  });
}
