/** Who can take part in a conversation. Agents and bots are equals: either can be the assignee. */
export type ParticipantKind = 'visitor' | 'agent' | 'bot' | 'supervisor';

/** `v_<contact>`, `a_<agent>` or `b_<bot>`; `system` speaks for the house itself. */
export type ParticipantId = string;

export interface Participant {
  readonly id: ParticipantId;
  readonly kind: ParticipantKind;
  readonly name: string;
}

export const SYSTEM: Participant = { id: 'system', kind: 'bot', name: 'system' };

export const visitorId = (contact: string): ParticipantId => `v_${contact}`;
export const isVisitorId = (id: ParticipantId): boolean => id.startsWith('v_');
/** The contact behind a participant, or null when the participant is not the visitor. */
export const contactOf = (id: ParticipantId): string | null => (isVisitorId(id) ? id.slice(2) : null);
export const agentParticipantId = (agent: string): ParticipantId => `a_${agent}`;

export const botParticipantId = (bot: string): ParticipantId => `b_${bot}`;
export const isBotId = (id: ParticipantId): boolean => id.startsWith('b_');

/** The agent behind a participant, or null when the participant is not an agent. */
export const agentOf = (id: ParticipantId | null): string | null => (id !== null && id.startsWith('a_') ? id.slice(2) : null);

/** Supervisors are agents with more rights; both work in the console. */
export const isStaff = (participant: Participant): boolean => participant.kind === 'agent' || participant.kind === 'supervisor';
