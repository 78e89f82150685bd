import { awayEmailOf } from '#desk/away-email.ts';
import { lookOf } from '#desk/widget-look.ts';
import type { Agent as StoredAgent } from '#store/agents.repository.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Department as StoredDepartment } from '#store/departments.repository.ts';
import type { Agent, Channel, Department } from '#wire/api.ts';

/** `locale` is what an agent speaks who has not chosen yet. */
export function agentBody(agent: StoredAgent, departments: readonly string[], locale: string): Agent {
  const { id, login, name, role, capacity, mustChangePassword, disabledAt, theme } = agent;
  return {
    id, login, name, role, capacity, mustChangePassword, departments,
    locale: agent.locale ?? locale,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    disabled: disabledAt !== null,
  };
}

export function departmentBody({ id, name, assignment, archivedAt }: StoredDepartment, members: readonly string[], waiting: number): Department {
  return { id, name, assignment, members, waiting, archived: archivedAt !== null };
}

export function channelBody({ id, name, departmentId, token, allowedOrigins, settings }: ChannelAccount): Channel {
  return { id, kind: 'web', name, department: departmentId, token, allowedOrigins, awayEmail: awayEmailOf({ settings }), look: lookOf({ settings }) };
}
