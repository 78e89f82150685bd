import type { Identity } from '#cluster/identity.ts';
import type { RoomServices } from '../services.ts';

/** What the parts of a desk have of its actor. Timers are the actor's as well. */
export interface DeskActor {
  readonly identity: Identity<'desk'>;
  readonly actorId: number;
  readonly epoch: number;
  readonly services: RoomServices;
  readonly retiring: boolean;
}
