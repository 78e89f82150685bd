import type { Limits } from './limits.ts';

/** Who needs a plugin's process to be there. */
export interface Holder {
  /** It runs, and this is done before anybody else calls it; also after each restart. */
  readonly begin: () => Promise<void>;
  /** It ended without being told to; it is started again. */
  readonly ended: (reason: string) => void;
  /** It ended again and again, and is not started any more. */
  readonly exhausted: (reason: string) => void;
}

/** A plugin's own process, to who switches it on and off. */
export interface Held {
  readonly limits: Pick<Limits, 'filter'>;
  /** Keeps it there until the answer is called. Rejects where it does not start, or cannot begin. */
  hold(holder: Holder): Promise<() => void>;
  /** Ends it for good. */
  close(): void;
}
