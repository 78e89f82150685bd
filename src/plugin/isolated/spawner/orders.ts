/** What the house asks of its spawner; `id` is the house's name for a process. */
export type Order =
  /** Answered with the process's pipe. It does not run yet: it waits for its code. `idle`: it runs when nobody else wants the core. */
  | { readonly do: 'start'; readonly id: number; readonly command: readonly string[]; readonly niceness: number; readonly idle: boolean; readonly withinMs: number }
  /** The house has the pipe: nothing that is said is lost any more. */
  | { readonly do: 'run'; readonly id: number }
  | { readonly do: 'limit'; readonly id: number; readonly prlimit: string; readonly bytes: number }
  | { readonly do: 'look'; readonly id: number }
  | { readonly do: 'kill'; readonly id: number };

/** Of a process: bytes that are resident; ms that it has spent on a core, and that its main thread has been there or has waited for one; how often that thread went to sleep. */
export interface Look {
  readonly resident: number;
  readonly cpu: number;
  readonly wanted: number;
  readonly sleeps: number;
}

export interface Asked {
  readonly n: number;
  readonly order: Order;
}

export type Told =
  | { readonly t: 'done'; readonly n: number; readonly look?: Look | null }
  | { readonly t: 'failed'; readonly n: number; readonly reason: string }
  | { readonly t: 'ended'; readonly id: number; readonly reason: string };
