import type { Usage } from '../proc.ts';
import type { Faults } from './tally.ts';

export type TargetKind = 'parlor' | 'socket.io' | 'relay';

/** Where actors come up: a chat beside its agent's desk, never there, or each anywhere. On one node all are the same. */
export type Placement = 'local' | 'remote' | 'random';

/** A server's process. */
export interface NodePlan {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
}

export interface TargetPlan {
  readonly kind: TargetKind;
  /** Their CPU is read at the edges of the window, and summed. */
  readonly nodes: readonly NodePlan[];
  /** Processes that the nodes work with and whose CPU is told beside theirs: database, Redis. */
  readonly services: readonly number[];
  readonly placement: Placement;
  /** Of a random placement. */
  readonly seed: number;
  readonly chats: number;
  readonly chatsPerAgent: number;
}

/** What a generator process is to do, in the words of the parent. */
export type Order =
  | { readonly do: 'open'; readonly target: TargetPlan }
  /** Load with a clock: `warmup` and `seconds` in s, `rate` in messages a second. */
  | { readonly do: 'load'; readonly rate: number; readonly warmup: number; readonly seconds: number; readonly seed: number; readonly textBytes: number }
  /** The same number of messages for every chat. */
  | { readonly do: 'fill'; readonly rate: number; readonly each: number; readonly textBytes: number }
  /** Load in steps, without a pause between them; refusals are part of it. */
  | { readonly do: 'storm'; readonly steps: readonly StormStep[]; readonly resend: boolean; readonly seed: number; readonly textBytes: number }
  /** Starts chats, so many at a time, and gives each up again only at the end. */
  | { readonly do: 'join'; readonly target: TargetPlan; readonly concurrency: number };

export type Answer =
  | { readonly done: 'open'; readonly ms: number }
  | { readonly done: 'load'; readonly result: LoadResult }
  | { readonly done: 'fill'; readonly result: LoadResult }
  | { readonly done: 'storm'; readonly result: StormResult }
  | { readonly done: 'join'; readonly result: JoinResult }
  | { readonly failed: string };

/** Milliseconds. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface LoadResult {
  /** Whole run, warm-up included. */
  readonly sent: number;
  readonly windowMs: number;
  /** In the window, by intended time. */
  readonly offered: number;
  /** Notices that reached the other side within the window. */
  readonly delivered: number;
  /** From the intended time to the notice on the other side, and to the sender's ack. */
  readonly delivery: Latency;
  readonly ack: Latency;
  /** From the intended to the actual time of sending: what the generator itself was late. */
  readonly lag: Latency;
  /** Every receiver's notices by sender, every receiver's positions, every sender's acks. */
  readonly notices: Faults;
  readonly positions: Faults;
  readonly acks: Faults;
  readonly refusals: Readonly<Record<string, number>>;
  readonly closed: number;
  /** All nodes together. */
  readonly server: Usage;
  /** Of database and Redis, µs. */
  readonly servicesCpuUs: number;
  /** Shares of the window: with work at hand, and on a core at all (it polls, so 1 where nobody disturbs it). */
  readonly generator: { readonly busy: number; readonly onCore: number };
}

/** `rate`: messages a second. */
export interface StormStep {
  readonly rate: number;
  readonly seconds: number;
}

/** All nodes together. */
export interface MemoryUse {
  readonly rssBytes: number;
  /** Heap in use, garbage included. */
  readonly heapBytes: number;
}

export interface StepResult {
  readonly rate: number;
  /** Messages that were due in this step, those that are sent again included. */
  readonly offered: number;
  /** By code: of those. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Acknowledged in the step's time, a second. */
  readonly goodput: number;
  /** From the intended time to the ack, of what was accepted. */
  readonly ack: Latency;
  readonly lag: Latency;
  readonly memory: { readonly start: MemoryUse; readonly middle: MemoryUse; readonly end: MemoryUse };
}

export interface StormResult {
  readonly steps: readonly StepResult[];
  /** By step: ms from its begin until latency was again about that of the first step; null for the first, and where it never was. */
  readonly recoveredMs: readonly (number | null)[];
  /** Neither acknowledged nor refused when the storm was over. */
  readonly unanswered: number;
  /** `busy` without a `retryAfter`. */
  readonly hintless: number;
  readonly closed: number;
}

export interface JoinResult {
  readonly chats: number;
  readonly ms: number;
  /** From the first request to the welcome on the socket. */
  readonly start: Latency;
  readonly server: Usage;
}
