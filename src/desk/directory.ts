import type { Agent } from '#store/agents.repository.ts';
import type { Department } from '#store/departments.repository.ts';
import type { Store } from '#store/store.ts';

/** How long an answer is good, ms: names and members change rarely, and those who must know at once are told. */
const FRESH_MS = 5_000;

/** Departments and agents as actors need them, read once for many chats. */
export class Directory {
  readonly #store: Pick<Store, 'departments' | 'agents'>;
  readonly #now: () => number;
  readonly #departments = new Map<string, { readonly value: Promise<Department | undefined>; readonly until: number }>();

  constructor(store: Pick<Store, 'departments' | 'agents'>, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  department(id: string): Promise<Department | undefined> {
    const known = this.#departments.get(id);
    if (known !== undefined && known.until > this.#now()) return known.value;
    const value = this.#store.departments.find(id);
    this.#departments.set(id, { value, until: this.#now() + FRESH_MS });
    value.catch(() => this.#departments.delete(id));
    return value;
  }

  async departmentName(id: string): Promise<string> {
    return (await this.department(id))?.name ?? '';
  }

  agent(id: string): Promise<Agent | undefined> {
    return this.#store.agents.find(id);
  }

  departmentsOf(agent: string): Promise<readonly string[]> {
    return this.#store.departments.of(agent);
  }

  members(department: string): Promise<readonly string[]> {
    return this.#store.departments.members(department);
  }

  /** Something changed: the next question asks the store. */
  forget(): void {
    this.#departments.clear();
  }
}
