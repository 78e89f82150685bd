/** A server that does not answer a good-bye for so long, ms, is away or will never answer. Everything else is done by then. */
const ANSWER_MS = 1_000;

/** `end` asks the server to close, and calls back when it has; `drop` closes without being asked. Never rejects. */
export function sayGoodbye(end: (done: () => void) => void, drop: () => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      drop();
      resolve();
    }, ANSWER_MS);
    end(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
