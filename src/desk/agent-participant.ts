import { agentParticipantId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { Agent } from '#store/agents.repository.ts';

/** How somebody who works here takes part in chats. */
export const participantOf = ({ id, name, role }: Pick<Agent, 'id' | 'name' | 'role'>): Participant =>
  ({ id: agentParticipantId(id), kind: role === 'agent' ? 'agent' : 'supervisor', name });
