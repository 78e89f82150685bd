import type { Agent } from '#store/agents.repository.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Department } from '#store/departments.repository.ts';
import { isFresh } from '#src/fresh.ts';
import type { Store } from '#store/store.ts';

/** How long an answer is good, ms: names and members change rarely, and those who must know at once are told. */
export const FRESH_MS = 5_000;

interface Answer<T> {
  readonly value: Promise<T | undefined>;
  readonly at: number;
}

type Source = Pick<Store, 'agents' | 'channelAccounts' | 'departments'>;

/** Departments, channels and agents as actors need them, read once for many chats. */
export class Directory {
  readonly #store: Source;
  readonly #now: () => number;
  readonly #departments = new Map<string, Answer<Department>>();
  readonly #channels = new Map<string, Answer<ChannelAccount>>();

  constructor(store: Source, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  department(id: string): Promise<Department | undefined> {
    return this.#remember(this.#departments, id, () => this.#store.departments.find(id));
  }

  async departmentName(id: string): Promise<string> {
    return (await this.department(id))?.name ?? '';
  }

  channel(id: string): Promise<ChannelAccount | undefined> {
    return this.#remember(this.#channels, id, () => this.#store.channelAccounts.find(id));
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
    this.#channels.clear();
  }

  #remember<T>(known: Map<string, Answer<T>>, id: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const answer = known.get(id);
    const at = this.#now();
    if (answer !== undefined && isFresh(answer.at, at, FRESH_MS)) return answer.value;
    const value = ask();
    known.set(id, { value, at });
    value.catch(() => known.delete(id));
    return value;
  }
}
