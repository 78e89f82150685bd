import type { Generated } from 'kysely';

/** Timers that outlive their actor's activation. */
export interface TimersTable {
  id: Generated<number>;
  actorKey: string;
  name: string;
  dueAt: number;
  payload: string;
}
