import { setTimeout as sleep } from 'node:timers/promises';
import type { VisitorClient } from '#sdk/index.ts';
import { projectEvent } from '#wire/project.ts';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import type { Place as Department } from './house.ts';
import { logOf } from './log.ts';
import type { Place, ServerNode } from './node.ts';
import type { Nodes } from './people.ts';
import { arriveAs } from './visitor-client.ts';

export interface Member {
  readonly client: VisitorClient;
  readonly said: string[];
}

/** Visitors with the real client, who talk on whatever happens to the servers. */
export class Crowd {
  readonly members: Member[];
  #talking = true;
  readonly #done: Promise<unknown>;

  private constructor(members: Member[], everyMs: number) {
    this.members = members;
    this.#done = Promise.all(members.map((member, index) => this.#talk(member, index, everyMs)));
  }

  static async gather(at: () => ServerNode, department: Department, { size, everyMs, nodes }: { size: number; everyMs: number; nodes?: () => Nodes }): Promise<Crowd> {
    const members: Member[] = [];
    for (let i = 0; i < size; i++) {
      members.push({ client: await arriveAs(`crowd-${i}`, department, at, nodes), said: [] });
    }
    await eventually(() => members.filter(({ client }) => client.snapshot.connection.status !== 'online').length).toBe(0);
    return new Crowd(members, everyMs);
  }

  /** Stops talking, and waits until everything is said. */
  async finish(withinMs = 30_000): Promise<void> {
    this.#talking = false;
    await this.#done;
    const open = () => this.members.flatMap(({ client }) => client.snapshot.pending.map(({ id, status, code }) => ({ id, status, code })));
    await eventually(open, withinMs).toEqual([]);
  }

  /** Everything said is in the log once and in order, and everybody's picture is the log as they may see it. */
  async check(place: Place): Promise<void> {
    for (const { client, said } of this.members) {
      const log = await logOf(place, client.snapshot.conversation!);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      expect(log.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []))).toEqual(said);
      const shown = client.snapshot.events;
      expect(shown).toEqual(log.map((event) => projectEvent(event, 'public')).slice(-shown.length));
      expect(shown.length).toBeGreaterThan(0);
    }
  }

  leave(): void {
    this.#talking = false;
    for (const { client } of this.members) client.disconnect();
  }

  async #talk({ client, said }: Member, index: number, everyMs: number): Promise<void> {
    await sleep((everyMs * index) / 40);
    while (this.#talking) {
      const words = `${index}: words ${said.length + 1}`;
      said.push(words);
      client.post(words);
      await sleep(everyMs);
    }
  }
}
