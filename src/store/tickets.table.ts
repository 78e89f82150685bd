import type { Generated } from 'kysely';

/** Issues the numbers of the queue: the id is the ticket. */
export interface TicketsTable {
  id: Generated<number>;
  conversationId: number;
}
