import type { Participant } from '#domain/participant.ts';
import type { Grant } from '#store/journal-entry.ts';
import type { Identity } from './identity.ts';

/** One activation of one actor on this node. */
export interface Actor {
  readonly identity: Identity;
  /** The store's inside key. */
  readonly actorId: number;
  readonly epoch: number;
  /** Answers a method of its kind: with a value, a promise, or LATER and then through `reply`. The actor orders its own work. */
  receive(method: string, request: unknown, reply: (reply: unknown) => void): unknown;
  /** Finishes what is under way, makes it durable, lets its sockets go with `closeCode`, and is gone. */
  retire(closeCode: number): Promise<void>;
  /** Is gone at once without writing anything; its sockets go with `closeCode`. */
  discard(closeCode: number): void;
}

/** What an activation starts from. `creation` for a conversation that does not exist yet. */
export interface Activation {
  readonly identity: Identity;
  readonly actorId: number;
  readonly epoch: number;
  readonly creation: Creation | null;
}

/** How a chat begins; from intake. */
export interface Creation {
  readonly contact: string;
  readonly visitorName: string;
  readonly department: string;
  readonly channelAccount: string;
  readonly locale: string;
  /** By an agent, who has it at once, on the seat that the desk has granted. */
  readonly begun?: { readonly by: Participant; readonly agent: Participant; readonly offer: string; readonly grant?: Grant };
}

/** Makes the Colyseus room of an activation; rejects when the actor cannot come up. */
export type Host = (roomId: string, activation: Activation) => Promise<Actor>;
