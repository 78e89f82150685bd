import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, GENERATOR_CORE, SERVER_CORE } from './child.ts';
import { ADMIN_PASSWORD } from './generator/house.ts';
import type { Answer, NodePlan, Order, Placement, TargetKind, TargetPlan } from './generator/plan.ts';
import { usageOfAll } from './proc.ts';

const FILES: Readonly<Record<TargetKind, string>> = { parlor: './inside/parlor.ts', 'socket.io': './inside/socket-io.ts', relay: './inside/relay.ts' };
/** A moment for the boot to settle before the empty process is weighed, ms. */
const SETTLE_MS = 1_500;

export interface TargetOptions {
  readonly kind: TargetKind;
  readonly chats: number;
  readonly chatsPerAgent: number;
  /** DATABASE_URL of our own server. */
  readonly store: string;
  /** Two nodes that share it and this Redis; without it, one node by itself. */
  readonly cluster?: { readonly redis: string; readonly placement: Placement; readonly seed: number; readonly services: readonly number[] };
  /** Where data folders are made; the system's temporary folder by default. */
  readonly dataRoot: string;
  readonly serverFlags: readonly string[];
}

export const defaultDataRoot: string = tmpdir();

/** A server and its generator, each in its own process, for one run. */
export class Target {
  readonly plan: TargetPlan;
  /** Resident size before the first chat, all nodes together, bytes. */
  readonly emptyRss: number;
  readonly servers: readonly Child[];
  readonly #generator: Child;
  readonly #dataDir: string;

  private constructor(servers: readonly Child[], plan: TargetPlan, dataDir: string) {
    this.servers = servers;
    this.plan = plan;
    this.#dataDir = dataDir;
    this.emptyRss = usageOfAll(servers.map(({ pid }) => pid)).rssBytes;
    this.#generator = new Child('./generator/main.ts', GENERATOR_CORE, { flags: ['--max-semi-space-size=64'] });
  }

  static async start({ kind, chats, chatsPerAgent, store, cluster, dataRoot, serverFlags }: TargetOptions): Promise<Target> {
    const dataDir = await mkdtemp(join(dataRoot, 'parlor-bench-'));
    const env = {
      CHATS_PER_AGENT: String(chatsPerAgent), PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, DATABASE_URL: store, ADMIN_PASSWORD,
      LOG_LEVEL: 'warn', VISITOR_RATE: '100000', DRAIN_NOTICE: '0', ...(cluster === undefined ? {} : { REDIS_URL: cluster.redis }),
    };
    const servers: Child[] = [];
    const nodes: NodePlan[] = [];
    for (const name of cluster === undefined ? ['bench'] : ['bench-1', 'bench-2']) {
      // All on one core: what is compared is work, not how much of it happens at a time.
      const server = new Child(FILES[kind], SERVER_CORE, { env: { ...env, NODE_NAME: name }, flags: serverFlags });
      servers.push(server);
      nodes.push({ name, port: (await server.next<{ port: number }>()).port, pid: server.pid });
    }
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const { placement, seed, services } = cluster ?? { placement: 'local', seed: 0, services: [] };
    return new Target(servers, { kind, nodes, services, placement, seed, chats, chatsPerAgent }, dataDir);
  }

  /** The first server. */
  get server(): Child {
    const [first] = this.servers;
    if (first === undefined) throw new Error('a target without a server');
    return first;
  }

  async order<D extends Order['do']>(order: Extract<Order, { do: D }>): Promise<Extract<Answer, { done: D }>> {
    const answer = await this.#generator.ask<Answer>(order);
    if ('failed' in answer) throw new Error(`the generator failed against ${this.plan.kind}: ${answer.failed}`);
    return answer as Extract<Answer, { done: D }>;
  }

  async stop(): Promise<void> {
    await this.#generator.stop();
    await Promise.all(this.servers.map((server) => server.stop()));
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
