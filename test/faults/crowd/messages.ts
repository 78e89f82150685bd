/** What the run and its crowd, a process of its own, say to each other. */
export type ToCrowd =
  | { readonly do: 'gather'; readonly scene: Scene }
  | { readonly do: 'talk' }
  /** Every visitor says something now; answered by `said`. */
  | { readonly do: 'burst' }
  /** These visitors say something now: how soon is it acknowledged? `null`: all of them. */
  | { readonly do: 'probe'; readonly conversations: readonly string[] | null }
  /** A share of the visitors loses the socket (`hard`) or loads the page anew (`gently`). */
  | { readonly do: 'reload'; readonly how: 'gently' | 'hard' }
  /** Sockets send commands twice, late, and in another order. */
  | { readonly do: 'mischief'; readonly on: boolean }
  /** Nobody says anything new; what is unsent is still sent. */
  | { readonly do: 'hush' }
  | { readonly do: 'record'; readonly file: string };

export type FromCrowd =
  | { readonly is: 'gathered' }
  | { readonly is: 'said'; readonly inFlight: number }
  | { readonly is: 'reloaded'; readonly conversations: readonly string[] }
  | { readonly is: 'progress'; readonly progress: Progress }
  | { readonly is: 'recorded' };

export interface Scene {
  readonly seed: number;
  readonly chats: number;
  /** Messages a second in all. */
  readonly rate: number;
  /** More chats for each agent, and everybody comes to the first node. */
  readonly storm: boolean;
  readonly nodes: readonly Address[];
}

export interface Address {
  readonly name: string;
  readonly origin: string;
}

export interface Progress {
  readonly acknowledged: number;
  /** Given and not acknowledged yet. */
  readonly inFlight: number;
  readonly visitorsOnline: number;
  readonly desksOnline: number;
  /** Chats that an agent serves. */
  readonly served: number;
  readonly transfers: number;
  /** ms since something was shown to somebody. */
  readonly quietFor: number;
  readonly healthy: readonly string[];
  /** Refusals by code. */
  readonly refusals: Readonly<Record<string, number>>;
}
