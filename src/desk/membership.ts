import { RefusalError } from '#domain/errors.ts';
import type { Store } from '#store/store.ts';

/** Who belongs to which department, set from either side; the answer names those on the other side whose membership changed. */
export interface Membership {
  /** Throws `input.invalid` when a department that `agent` does not belong to already is unknown or archived. */
  check(departments: readonly string[], agent?: string): Promise<void>;
  /** Throws `input.invalid` when an agent is unknown. */
  checkAgents(agents: readonly string[]): Promise<void>;
  ofAgent(agent: string, departments: readonly string[]): Promise<readonly string[]>;
  ofDepartment(department: string, agents: readonly string[]): Promise<readonly string[]>;
}

export function memberOf({ agents, departments }: Pick<Store, 'agents' | 'departments'>): Membership {
  return {
    async check(ids, agent) {
      if (ids.length === 0) return;
      const open = (await departments.list()).filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id);
      // Who belonged to a department when it was archived still does.
      const allowed = new Set([...open, ...(agent === undefined ? [] : await departments.of(agent))]);
      if (!ids.every((id) => allowed.has(id))) throw new RefusalError('input.invalid', { fields: { departments: 'unknown' } });
    },
    async checkAgents(ids) {
      if (ids.length === 0) return;
      const known = new Set((await agents.list()).map(({ id }) => id));
      if (!ids.every((id) => known.has(id))) throw new RefusalError('input.invalid', { fields: { members: 'unknown' } });
    },
    async ofAgent(agent, wanted) {
      const { added, removed } = difference(await departments.of(agent), wanted);
      for (const id of added) await departments.addMember(id, agent);
      for (const id of removed) await departments.removeMember(id, agent);
      return [...added, ...removed];
    },
    async ofDepartment(department, wanted) {
      const { added, removed } = difference(await departments.members(department), wanted);
      for (const id of added) await departments.addMember(department, id);
      for (const id of removed) await departments.removeMember(department, id);
      return [...added, ...removed];
    },
  };
}

function difference(before: readonly string[], wanted: readonly string[]): { added: string[]; removed: string[] } {
  const [was, becomes] = [new Set(before), new Set(wanted)];
  return { added: [...becomes].filter((id) => !was.has(id)), removed: [...was].filter((id) => !becomes.has(id)) };
}
