import { writeFile } from 'node:fs/promises';
import { House } from '../../server/support/house.ts';
import type { ServerNode } from '../../server/support/node.ts';
import type { ClientRecord } from '../evidence.ts';
import { Random } from '../random.ts';
import { Agent } from './agent.ts';
import { Balancer } from './balancer.ts';
import type { Progress, Scene } from './messages.ts';
import { DIAL_MS, type Mischief } from './socket.ts';
import { Visitor } from './visitor.ts';
import { Witness, type Picture } from './witness.ts';

/** Chats and seats of an agent. */
const AGENT = { chats: 8, capacity: 10 };
const AGENT_IN_A_STORM = { chats: 80, capacity: 100 };
/** How long a request may take behind a balancer that people use, ms. */
const PATIENT_MS = 10_000;
/** Visitors that arrive at a time. */
const ARRIVING = 8;
const TICK_MS = 250;
const TICK_IN_A_STORM_MS = 1_000;
const SAY_EVERY_MS = 10;
/** Of the visitors, at each reload. */
const RELOADING = 0.3;

/** Everybody who talks, and what they know. */
export class Crowd {
  readonly random: Random;
  readonly balancer: Balancer;
  readonly witness = new Witness();
  readonly mischief: Mischief = { on: false, done: 0 };
  readonly visitors: Visitor[] = [];
  readonly agents: Agent[] = [];
  departments: readonly string[] = [];
  readonly #scene: Scene;
  #serving = new Map<string, Agent>();
  #transfers = 0;
  #busy = false;
  #due = 0;
  #lastSaid = performance.now();
  readonly #timers: NodeJS.Timeout[] = [];

  private constructor(scene: Scene) {
    this.#scene = scene;
    this.random = new Random(scene.seed);
    this.balancer = new Balancer(scene.nodes, this.random, scene.storm ? PATIENT_MS : undefined);
  }

  /** Agents have their chats open: eighty would be open on no screen. */
  get looksOn(): boolean {
    return !this.#scene.storm;
  }

  /** How long a socket may take to open, ms. */
  get dialMs(): number {
    return this.#scene.storm ? PATIENT_MS : DIAL_MS;
  }

  /** Sets up the house, and lets everybody arrive; resolves when all chats are served. */
  static async gather(scene: Scene): Promise<Crowd> {
    const crowd = new Crowd(scene);
    await crowd.#open();
    return crowd;
  }

  async #open(): Promise<void> {
    const { chats, nodes, storm } = this.#scene;
    const { chats: chatsEach, capacity } = storm ? AGENT_IN_A_STORM : AGENT;
    const house = await House.open(nodes[0] as ServerNode);
    const sales = await house.department('Sales', 'auto');
    this.departments = [house.support.id, sales.id];
    for (let i = 0; i < Math.max(3, Math.ceil(chats / chatsEach)); i++) {
      const staff = await house.hire({ capacity, departments: this.departments });
      this.agents.push(new Agent(`a${i}`, this, staff, capacity));
    }
    this.balancer.start();
    this.#timers.push(setInterval(() => this.#tick(), storm ? TICK_IN_A_STORM_MS : TICK_MS));
    if (storm) this.balancer.only = nodes[0]!.name;
    const arrive = (i: number): Promise<Visitor> => Visitor.arrive(`v${i}`, this, i % 2 === 0 ? house.support : sales);
    for (let i = 0; i < chats; i += ARRIVING) this.visitors.push(...(await Promise.all(Array.from({ length: Math.min(ARRIVING, chats - i) }, (_, j) => arrive(i + j)))));
    for (const deadline = Date.now() + 60_000; this.#serving.size < chats || this.visitors.some(({ online }) => !online);) {
      if (Date.now() > deadline) throw new Error(`only ${this.#serving.size} of ${chats} chats are served`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    this.balancer.only = null;
  }

  talk(): void {
    this.#busy = true;
    this.#lastSaid = performance.now();
    this.#timers.push(setInterval(() => this.#say(), SAY_EVERY_MS));
  }

  hush(): void {
    this.#busy = false;
    this.mischief.on = false;
  }

  /** Those visitors say something at once; all of them where nobody is named. */
  probe(conversations: readonly string[] | null): void {
    const meant = conversations === null ? null : new Set(conversations);
    for (const visitor of this.visitors) if (meant === null || meant.has(visitor.conversation ?? '')) visitor.say();
  }

  /** Returns the chats whose visitors did. */
  reload(how: 'gently' | 'hard'): readonly string[] {
    const reloading = this.visitors.filter(({ conversation }) => conversation !== null && this.random.chance(RELOADING));
    for (const visitor of reloading) {
      if (how === 'hard') visitor.cut();
      else visitor.reload();
    }
    return reloading.flatMap(({ conversation }) => conversation ?? []);
  }

  transferred(): void {
    this.#transfers++;
  }

  get progress(): Progress {
    const { acknowledged, inFlight, lastShownAt, refusals } = this.witness;
    return {
      acknowledged, inFlight, refusals,
      visitorsOnline: this.visitors.filter(({ online }) => online).length,
      desksOnline: this.agents.filter(({ online }) => online).length,
      served: this.#serving.size, transfers: this.#transfers, quietFor: Date.now() - lastShownAt, healthy: this.balancer.healthy,
    };
  }

  async record(file: string): Promise<void> {
    const open = new Set([...this.visitors, ...this.agents].flatMap(({ pending }) => pending));
    const views = new Map<string, (conversation: string) => Picture | null>([
      ...this.visitors.map((visitor) => [visitor.name, () => visitor.picture] as const),
      ...this.agents.map((agent) => [agent.name, (conversation: string) => agent.pictureOf(conversation)] as const),
    ]);
    const record: ClientRecord = {
      posts: this.witness.posts(open),
      requests: this.witness.requests,
      sights: this.witness.sights((who, conversation) => views.get(who)?.(conversation) ?? null),
      desks: this.agents.map(({ name, staff, capacity, online, own }) => ({ name, agent: staff.id, capacity, own: online ? own : null, looks: this.looksOn })),
    };
    await writeFile(file, JSON.stringify(record));
  }

  leave(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.balancer.stop();
    for (const member of [...this.visitors, ...this.agents]) member.leave();
  }

  #tick(): void {
    for (const visitor of this.visitors) visitor.tick();
    for (const agent of this.agents) agent.tick(this.#busy);
    this.#serving = new Map(this.agents.flatMap((agent) => agent.own.map((conversation) => [conversation, agent] as const)));
  }

  /** So many messages a second, at random, half of them from visitors; who has not been answered for long waits. */
  #say(): void {
    const now = performance.now();
    // A pause of this process is not caught up with.
    this.#due += (this.#busy ? this.#scene.rate : 0) * Math.min(0.1, (now - this.#lastSaid) / 1000);
    this.#lastSaid = now;
    for (; this.#due >= 1; this.#due--) {
      const visitor = this.random.pick(this.visitors);
      const agent = this.#serving.get(visitor.conversation ?? '');
      if (agent !== undefined && this.random.chance(0.5)) agent.say(visitor.conversation!);
      else visitor.say();
    }
  }
}
