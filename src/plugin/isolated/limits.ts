/** What a process may take. Times in ms, sizes in bytes. */
export interface Limits {
  /** Of data (heap, buffers) above what Node itself has; then the kernel refuses, and the process ends. */
  readonly data: number;
  /** Of JavaScript's old generation. */
  readonly heap: number;
  /** Resident, all of it; looked at every {@link Limits.lookEvery}. */
  readonly resident: number;
  readonly lookEvery: number;
  /** How much time on a core it may spend without answering: an endless loop. */
  readonly silentCpu: number;
  /** How long without answering, whatever it does. */
  readonly silent: number;
  /** How long without a rest, always wanting its core. After a fifth of it no message waits for it any more. */
  readonly restless: number;
  /** How long a message waits for a filter of it. Shorter than for one of the house, which all filters share anyway. */
  readonly filter: number;
  /** What it gets of a core that others want as well: with `idle` next to nothing, at once; with `low` about a tenth of one that somebody else wants. */
  readonly priority: 'idle' | 'low';
  /** Until it can be called. */
  readonly boot: number;
  /** Before it is started again; doubled with each end within {@link Limits.within}. */
  readonly restart: number;
  /** So many ends {@link Limits.within} so long, and it is not started any more. */
  readonly deaths: number;
  readonly within: number;
  /** Without a call, and not active. */
  readonly idle: number;
}

export const LIMITS: Limits = {
  data: 256 << 20, heap: 128 << 20, resident: 256 << 20, lookEvery: 500, silentCpu: 2_000, silent: 20_000, restless: 5_000, filter: 250, priority: 'idle', boot: 20_000,
  restart: 200, deaths: 3, within: 60_000, idle: 10_000,
};

/** Calls of a process to its ctx that are under way at a time. Its own half keeps to it; who sends more is not ours any more. */
export const MOST_ASKED = 32;
