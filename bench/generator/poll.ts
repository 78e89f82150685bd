/**
 * Runs `step` on every turn of the event loop until it says stop, without ever sleeping: a generator that sleeps makes
 * every send of the server wake it, and that cost would count as the server's.
 */
export function poll(step: (now: number) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = (): void => {
      try {
        if (step(performance.now())) setImmediate(turn);
        else resolve();
      } catch (error) {
        reject(error);
      }
    };
    setImmediate(turn);
  });
}
