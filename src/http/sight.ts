import { RefusalError } from '#domain/errors.ts';
import { isUlid } from '#domain/ulid.ts';
import type { Agent } from '#store/agents.repository.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import { isAtLeast } from './staff-door.ts';

/** Which chats an agent may look at: those of the own departments and the own ones; supervisors and administrators all. */
export interface Sight {
  /** What the agent may not see does not exist for them: ids cannot be tried out. Refuses with `conversation.unknown`. */
  conversation(id: string, agent: Agent): Promise<Conversation>;
}

export function createSight(store: Pick<Store, 'conversations' | 'departments'>): Sight {
  const maySee = async ({ assigneeId, departmentId, transferAgentId, transferDepartmentId }: Conversation, agent: Agent): Promise<boolean> => {
    if (isAtLeast(agent, 'supervisor') || assigneeId === agent.id || transferAgentId === agent.id) return true;
    const departments = await store.departments.of(agent.id);
    return departments.includes(departmentId) || (transferDepartmentId !== null && departments.includes(transferDepartmentId));
  };

  return {
    async conversation(id, agent) {
      const conversation = isUlid(id) ? await store.conversations.byPublicId(id) : undefined;
      if (conversation === undefined || !(await maySee(conversation, agent))) throw new RefusalError('conversation.unknown');
      return conversation;
    },
  };
}
