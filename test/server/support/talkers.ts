import { setTimeout as sleep } from 'node:timers/promises';
import { createDeskClient, createVisitorClient } from '#sdk/index.ts';
import type { DeskClient, VisitorClient } from '#sdk/index.ts';
import { projectEvent } from '#wire/project.ts';
import { expect } from 'vitest';
import { ownExpect } from '../../support/at-once.ts';
import { eventually } from './eventually.ts';
import { Person, type House, type Staff } from './house.ts';
import { logOf } from './log.ts';
import type { Place, ServerNode } from './node.ts';
import { routed, type Nodes } from './people.ts';

/** When a word was said, and how long it took until it was acknowledged; NaN while it is not. */
interface Word {
  readonly text: string;
  readonly at: number;
  ms: number;
}

/** Somebody who says one word after the other. */
interface Speaker {
  readonly words: Word[];
  readonly post: (text: string) => string;
  readonly pending: () => readonly { readonly id: string; readonly status: string }[];
}

export interface Gathering {
  /** The node that hands out tickets at this moment: the balancer's choice. */
  readonly entrance: () => ServerNode;
  readonly nodes: () => Nodes;
  readonly chats: number;
  readonly everyMs: number;
}

/**
 * Chats in which a visitor and an agent talk without a pause, with the real clients. Says of every word how long
 * its sender waited, and at the end whether everybody saw what the log says.
 */
export class Talkers {
  readonly desk: DeskClient;
  readonly visitors: readonly VisitorClient[];
  readonly #speakers: readonly Speaker[];
  #talking = true;
  readonly #done: Promise<unknown>;

  private constructor(desk: DeskClient, visitors: readonly VisitorClient[], everyMs: number) {
    this.desk = desk;
    this.visitors = visitors;
    this.#speakers = visitors.flatMap((client): Speaker[] => {
      const chat = desk.chat(client.snapshot.conversation!);
      return [
        { words: [], post: (text) => client.post(text), pending: () => client.snapshot.pending },
        { words: [], post: (text) => chat.post(text), pending: () => chat.snapshot.pending },
      ];
    });
    this.#done = Promise.all(this.#speakers.map((speaker, index) => this.#talk(speaker, index, everyMs)));
  }

  static async gather(house: House, { entrance, nodes, chats, everyMs }: Gathering): Promise<Talkers> {
    const agent = await house.hire({ capacity: chats });
    const desk = deskOf(agent, entrance, nodes);
    desk.connect();
    const visitors: VisitorClient[] = [];
    for (let i = 0; i < chats; i++) {
      visitors.push(visitorOf(await Person.arrive(entrance(), house.support), i, entrance, nodes));
      visitors[i]!.start();
    }
    await eventually(() => [desk, ...visitors].filter((client) => client.snapshot.connection.status !== 'online').length).toBe(0);
    for (const { snapshot: { conversation } } of visitors) {
      await eventually(() => desk.snapshot.cards.has(conversation!)).toBe(true);
      await desk.request({ type: 'chat.accept', conversation });
      desk.open(conversation!);
    }
    await eventually(() => visitors.filter(({ snapshot }) => !desk.chat(snapshot.conversation!).snapshot.live).length).toBe(0);
    return new Talkers(desk, visitors, everyMs);
  }

  /** The longest that a word of this time waited, or waits still, ms. */
  slowest(since: number, until = Infinity): number {
    const now = performance.now();
    return Math.max(0, ...this.#speakers.flatMap(({ words }) => words.filter(({ at }) => at >= since && at < until).map(({ at, ms }) => (Number.isNaN(ms) ? now - at : ms))));
  }

  /** When every speaker had a word acknowledged that was said after `moment`: ms since then. */
  async allHeard(moment: number, withinMs = 30_000): Promise<number> {
    const heard = (): number[] => this.#speakers.map(({ words }) => Math.min(...words.filter(({ at, ms }) => at >= moment && !Number.isNaN(ms)).map(({ at, ms }) => at + ms)));
    await ownExpect().poll(() => heard().filter((at) => at === Infinity).length, { timeout: withinMs, interval: 20 }).toBe(0);
    return Math.max(...heard()) - moment;
  }

  get said(): number {
    return this.#speakers.reduce((sum, { words }) => sum + words.length, 0);
  }

  async finish(withinMs = 30_000): Promise<void> {
    this.#talking = false;
    await this.#done;
    await ownExpect().poll(() => this.#speakers.flatMap(({ pending }) => pending()), { timeout: withinMs }).toEqual([]);
  }

  /** Every word is in the log once, in its speaker's order, and both sides see what the log says. */
  async check(place: Place): Promise<void> {
    for (const [i, visitor] of this.visitors.entries()) {
      const { conversation, events } = visitor.snapshot;
      const log = await logOf(place, conversation!);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      for (const [index, event] of log.entries()) expect(event.at).toBeGreaterThanOrEqual(log[index - 1]?.at ?? 0);
      const texts = log.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
      for (const speaker of [2 * i, 2 * i + 1]) {
        expect(texts.filter((text) => text.startsWith(`${speaker}:`))).toEqual(this.#speakers[speaker]!.words.map(({ text }) => text));
      }
      expect(events).toEqual(log.flatMap((event) => projectEvent(event, 'public') ?? []).slice(-events.length));
      await eventually(() => this.desk.chat(conversation!).snapshot.events.at(-1)?.seq).toBe(log.at(-1)!.seq);
      const seen = this.desk.chat(conversation!).snapshot.events;
      expect(seen).toEqual(log.slice(-seen.length));
    }
  }

  leave(): void {
    this.#talking = false;
    for (const client of [this.desk, ...this.visitors]) client.disconnect();
  }

  async #talk({ words, post, pending }: Speaker, index: number, everyMs: number): Promise<void> {
    await sleep((everyMs * index) / (2 * this.visitors.length));
    const open = new Map<string, Word>();
    const settle = (): void => {
      const sending = new Set(pending().filter(({ status }) => status === 'sending').map(({ id }) => id));
      for (const [id, word] of open) {
        if (sending.has(id)) continue;
        word.ms = performance.now() - word.at;
        open.delete(id);
      }
    };
    const watch = setInterval(settle, 5);
    while (this.#talking) {
      const word: Word = { text: `${index}: word ${words.length + 1}`, at: performance.now(), ms: NaN };
      words.push(word);
      open.set(post(word.text), word);
      await sleep(everyMs);
    }
    await ownExpect().poll(() => open.size, { timeout: 30_000 }).toBe(0);
    clearInterval(watch);
  }
}

function deskOf(agent: Staff, entrance: () => ServerNode, nodes: () => Nodes): DeskClient {
  return createDeskClient({
    storageKey: 'desk', storage: null, locks: null,
    ticket: async () => ({ url: routed((await agent.ticket(entrance())).url, nodes()) }),
  });
}

function visitorOf(person: Person, index: number, entrance: () => ServerNode, nodes: () => Nodes): VisitorClient {
  return createVisitorClient({
    storageKey: `visitor-${index}`, storage: null, locks: null,
    ticket: async (options) => {
      const { url, conversation } = await person.ticket(entrance(), options.start);
      return { url: routed(url, nodes()), conversation };
    },
  });
}
