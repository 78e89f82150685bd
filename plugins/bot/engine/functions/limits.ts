/** What one call of a function may use. */
export interface Limits {
  /** Of its own memory, bytes. */
  readonly memoryBytes: number;
  /** Of the processor, ms. */
  readonly cpuMs: number;
  /** From its call to its end, with all that it waits for, ms. */
  readonly wallMs: number;
  /** Calls of the host: http, maestro. */
  readonly hostCalls: number;
  /** UTF-16 units of what it answers, of what it gives to the host, and of what the host gives to it. */
  readonly resultLength: number;
  readonly hostLength: number;
}

export const LIMITS: Limits = { memoryBytes: 32 * 1_024 * 1_024, cpuMs: 1_000, wallMs: 10_000, hostCalls: 100, resultLength: 256 * 1_024, hostLength: 1_024 * 1_024 };

/** Lines of `debug` that a call may leave, and UTF-16 units of each; what is more is dropped. */
export const DEBUG_LINES = 200;
export const DEBUG_LENGTH = 2_000;

/** UTF-16 units of a plugin.js. */
export const MOST_SOURCE = 1_000_000;
/** Bytes of the stack of functions that call each other; within what WebAssembly has. */
export const STACK_BYTES = 256 * 1_024;
