import type { Identity } from '#cluster/identity.ts';
import type { Mailbox } from '#cluster/mailbox.ts';
import type { RoomServices } from '../services.ts';

/** What a chat has of its actor. Timers are the actor's as well. */
export interface ChatActor {
  readonly identity: Identity<'conversation'>;
  readonly actorId: number;
  readonly epoch: number;
  readonly services: RoomServices;
  readonly mailbox: Mailbox;
  readonly retiring: boolean;
  /** Whether a socket of the visitor is here. */
  readonly attended: boolean;
  toVisitor(frame: string): void;
  discard(closeCode: number): void;
}
