import type { Cluster } from '#cluster/cluster.ts';
import { departmentOf, deskOf } from '#cluster/identity.ts';
import { agentOf } from '#domain/participant.ts';
import { isWaiting } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Card } from '#wire/protocol.ts';

/**
 * Tells those who keep lists where a chat stands: the department in whose queue it is, the desk of its assignee,
 * the desk it is offered to, and those that it has just left. Told again, it changes nothing.
 */
export class Placement {
  readonly #cluster: Cluster;
  readonly #conversation: string;
  #queue: string | null = null;
  #desks: readonly string[] = [];

  constructor(cluster: Cluster, conversation: string) {
    this.#cluster = cluster;
    this.#conversation = conversation;
  }

  tell(state: ConversationState, card: Card, ticket: number | null): void {
    const queue = isWaiting(state) ? (state.transfer?.to.department ?? state.department) : null;
    if (this.#queue !== null && this.#queue !== queue) this.#cluster.tell(departmentOf(this.#queue), 'dequeue', { conversation: this.#conversation });
    if (queue !== null && ticket !== null) this.#cluster.tell(departmentOf(queue), 'enqueue', { ticket, card, ...(this.#queue === null ? { anew: true } : {}) });
    this.#queue = queue;

    const concerned = [agentOf(state.assignee), state.transfer?.to.agent ?? null].filter((agent) => agent !== null);
    for (const agent of new Set([...this.#desks, ...concerned])) this.#cluster.tell(deskOf(agent), 'card', { card });
    this.#desks = concerned;
  }
}
