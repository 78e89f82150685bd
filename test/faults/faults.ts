import { setTimeout as sleep } from 'node:timers/promises';
import type { Generator } from './generator.ts';
import type { Node } from './nodes.ts';
import { isLinkKind, type Fault, type Kind, type Link } from './schedule.ts';
import type { Site } from './site.ts';
import type { Daemon } from './stores.ts';

/** A fault as it happened. Times are ms since the epoch. */
export interface Happened {
  readonly kind: Kind;
  readonly target: string;
  /** What was broken of it; null where that was no link. */
  readonly link: Link | null;
  readonly at: number;
  /** When what was broken was whole again. */
  readonly back: number;
  /** Commands on their way at that moment. */
  readonly inFlight: number;
  /** Chats that it concerns; null: all of them. */
  readonly chats: readonly string[] | null;
  /** Anything that went wrong with the fault itself, such as an exit code. */
  readonly trouble: string | null;
}

/** How slow a slow link is, ms each way. */
const DELAY_MS = 150;
/** A handover that takes longer than this is a fault of its own. */
const ROLL_MS = 25_000;
const HOUR_MS = 3_600_000;
const START_TRIES = 40;
/** A node that has just come up has no chats yet, and nobody misses it. */
const WORTH_BREAKING = 5;

/** Breaks things, one of a kind at a time, and puts them right again. */
export class Breaker {
  readonly happened: Happened[] = [];
  readonly #site: Site;
  readonly #crowd: Generator;
  readonly #busy = new Set<Daemon>();
  readonly #say: (words: string) => void;

  constructor(site: Site, crowd: Generator, say: (words: string) => void) {
    this.#site = site;
    this.#crowd = crowd;
    this.#say = say;
  }

  /** Resolves when it is over; says nothing of recovery. */
  async perform(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill': return this.#onNode(fault, (node) => this.#kill(fault, node));
      case 'zombie': return this.#onNode(fault, (node) => this.#sleep(fault, node));
      case 'roll': return this.#onNode(fault, (node) => this.#roll(fault, node));
      case 'clock': return this.#onNode(fault, (node) => this.#clock(fault, node));
      case 'cut':
      case 'delay':
      case 'half-open':
      case 'one-way': return this.#onNode(fault, (node) => this.#break(fault, node));
      case 'redis-restart': return this.#onStore(fault, this.#site.redis, 'SIGKILL');
      case 'redis-pause': return this.#onStore(fault, this.#site.redis, null);
      case 'database-restart': return this.#onStore(fault, this.#site.database, fault.variant === 'gently' ? 'SIGTERM' : 'SIGKILL');
      case 'database-pause': return this.#onStore(fault, this.#site.database, null);
      case 'reload': return this.#reload(fault);
      case 'resend': return this.#resend(fault);
    }
  }

  async #kill(fault: Fault, node: Node): Promise<void> {
    await this.#note(fault, node.name, this.#site.chatsOf(node), async (begun) => {
      await node.end('SIGKILL');
      begun();
      await sleep(fault.lasts);
      await this.#up(node);
    });
  }

  async #sleep(fault: Fault, node: Node): Promise<void> {
    await this.#note(fault, node.name, this.#site.chatsOf(node), async (begun) => {
      node.signal('SIGSTOP');
      begun();
      await sleep(fault.lasts);
      node.signal('SIGCONT');
    });
  }

  async #roll(fault: Fault, node: Node): Promise<void> {
    await this.#note(fault, node.name, this.#site.chatsOf(node), async (begun) => {
      const ended = this.#handOver(node);
      begun();
      const trouble = await ended;
      await this.#up(node);
      return trouble;
    });
  }

  /** Restarted with a wrong clock, which is set right a little later. */
  async #clock(fault: Fault, node: Node): Promise<void> {
    await this.#note(fault, `${node.name} ${fault.variant}`, this.#site.chatsOf(node), async (begun) => {
      const ended = this.#handOver(node);
      begun();
      const trouble = await ended;
      await this.#up(node, fault.variant === 'ahead' ? HOUR_MS : -HOUR_MS);
      await sleep(fault.lasts);
      node.setClockRight();
      return trouble;
    });
  }

  /** What went wrong with it, null where nothing did. */
  async #handOver(node: Node): Promise<string | null> {
    const code = await Promise.race([node.end('SIGTERM'), sleep(ROLL_MS, 'late' as const)]);
    if (code === 'late') await node.end('SIGKILL');
    return code === 0 ? null : `the node ended with ${code}`;
  }

  async #break(fault: Fault, node: Node): Promise<void> {
    const proxy = node.proxies[fault.link];
    await this.#note(fault, `${node.name} <-> ${fault.link}`, this.#site.chatsOf(node), async (begun) => {
      if (fault.kind === 'cut') proxy.cut();
      else if (fault.kind === 'delay') proxy.delay(DELAY_MS);
      else if (fault.kind === 'half-open') proxy.swallow('up', 'down');
      else proxy.swallow(fault.variant === 'up' ? 'up' : 'down');
      begun();
      await sleep(fault.lasts);
      proxy.mend();
    });
  }

  async #onStore(fault: Fault, store: Daemon, signal: 'SIGTERM' | 'SIGKILL' | null): Promise<void> {
    while (this.#busy.has(store)) await sleep(50);
    this.#busy.add(store);
    await this.#note(fault, store.name, null, async (begun) => {
      if (signal === null) store.pause();
      else await store.end(signal);
      begun();
      await sleep(fault.lasts);
      if (signal === null) store.resume();
      else await store.start();
    });
    this.#busy.delete(store);
  }

  /** A node does not come up while its database or its Redis is away. */
  async #up(node: Node, clockOffMs = 0): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await node.start(clockOffMs);
      } catch (error) {
        if (tries === START_TRIES) throw error;
        await sleep(300);
      }
    }
  }

  async #reload({ kind, variant }: Fault): Promise<void> {
    const inFlight = await this.#crowd.burst();
    const at = Date.now();
    const chats = await this.#crowd.reload(variant === 'gently' ? 'gently' : 'hard');
    this.#crowd.probe(chats);
    this.#report({ kind, target: `${chats.length} visitors, ${variant}`, link: null, at, back: at, inFlight, chats, trouble: null });
  }

  async #resend(fault: Fault): Promise<void> {
    await this.#note(fault, 'all sockets', null, async (begun) => {
      this.#crowd.mischief(true);
      begun();
      await sleep(fault.lasts);
      this.#crowd.mischief(false);
    });
  }

  /** With every visitor's words on their way, breaks something and asks all whom it concerns to speak, once then and once when it is back. */
  async #note({ kind, link }: Fault, target: string, chats: readonly string[] | null, work: (begun: () => void) => Promise<string | null | void>): Promise<void> {
    const inFlight = await this.#crowd.burst();
    let at = Date.now();
    const trouble = (await work(() => {
      at = Date.now();
      this.#crowd.probe(chats);
    })) ?? null;
    const back = Date.now();
    this.#crowd.probe(chats);
    this.#report({ kind, target, link: isLinkKind(kind) ? link : null, at, back, inFlight, chats, trouble });
  }

  /** On the node that was drawn, or the next one that is in nobody's hands and has chats. */
  async #onNode(fault: Fault, work: (node: Node) => Promise<void>): Promise<void> {
    const { nodes } = this.#site;
    const candidates = nodes.map((_, i) => nodes[(fault.node + i) % nodes.length]!);
    let node: Node | undefined;
    for (;;) {
      const free = candidates.filter(({ busy, running }) => !busy && running);
      node = free.find((each) => this.#site.chatsOf(each).length >= WORTH_BREAKING) ?? free[0];
      if (node !== undefined) break;
      await sleep(50);
    }
    node.busy = true;
    try {
      await work(node);
    } finally {
      node.busy = false;
    }
  }

  #report(happened: Happened): void {
    this.happened.push(happened);
    const { back, at, inFlight, kind, target, trouble } = happened;
    this.#say(`${kind} ${target}: ${((back - at) / 1000).toFixed(1)} s, ${inFlight} in flight${trouble === null ? '' : `, ${trouble}`}`);
  }
}
