import { setTimeout as sleep } from 'node:timers/promises';

/** What a request brings that takes 1.4 s to say 6,000 bytes. */
export function slowBody(): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull: async (to) => {
      if (sent++ === 3) return to.close();
      if (sent > 1) await sleep(700);
      to.enqueue(new Uint8Array(2_000));
    },
  });
}
