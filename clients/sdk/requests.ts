import { Frame } from '#wire/protocol.ts';
import type { AckFrame, DeskCommand, DeskFrame, RefusalFrame } from '#wire/protocol.ts';
import { RefusedError } from './errors.ts';
import type { Clock } from './platform.ts';

const ANSWER_MS = 15_000;

export interface RequestHost {
  readonly clock: Clock;
  send(type: typeof Frame.desk, payload: DeskFrame): boolean;
}

/** Questions to the desk and their answers. They do not outlive the line: somebody waits in front of the screen. */
export interface Requests {
  ask(cmd: DeskCommand): Promise<AckFrame>;
  acked(ack: AckFrame): void;
  refused(refusal: RefusalFrame): void;
  offline(): void;
}

export function createRequests(desk: RequestHost): Requests {
  const waiting = new Map<number, { readonly acked: (ack: AckFrame) => void; readonly refused: (error: RefusedError) => void }>();
  let last = 0;

  const take = (n = 0) => {
    const request = waiting.get(n);
    waiting.delete(n);
    return request;
  };

  const lost = (n: number) => take(n)?.refused(new RefusedError('unavailable', true));

  return {
    ask: (cmd) =>
      new Promise((acked, refused) => {
        const n = ++last;
        waiting.set(n, { acked, refused });
        desk.clock.after(ANSWER_MS, () => lost(n));
        if (!desk.send(Frame.desk, { n, cmd })) lost(n);
      }),
    acked: (ack) => take(ack.n)?.acked(ack),
    refused: ({ n, code, retryable, meta }) => take(n)?.refused(new RefusedError(code, retryable, meta)),
    offline: () => [...waiting.keys()].forEach(lost),
  };
}
