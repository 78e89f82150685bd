import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, GENERATOR_CORE, SERVER_CORE } from './child.ts';
import { ADMIN_PASSWORD } from './generator/house.ts';
import type { Answer, Order, TargetKind, TargetPlan } from './generator/plan.ts';
import { usageOf } from './proc.ts';

const FILES: Readonly<Record<TargetKind, string>> = { parlor: './inside/parlor.ts', 'socket.io': './inside/socket-io.ts', relay: './inside/relay.ts' };
/** A moment for the boot to settle before the empty process is weighed, ms. */
const SETTLE_MS = 1_500;

export interface TargetOptions {
  readonly kind: TargetKind;
  readonly chats: number;
  readonly chatsPerAgent: number;
  /** DATABASE_URL of our own server. */
  readonly store: string;
  /** Where data folders are made; the system's temporary folder by default. */
  readonly dataRoot: string;
  readonly serverFlags: readonly string[];
}

export const defaultDataRoot: string = tmpdir();

/** A server and its generator, each in its own process, for one run. */
export class Target {
  readonly plan: TargetPlan;
  /** Resident size before the first chat, bytes. */
  readonly emptyRss: number;
  readonly server: Child;
  readonly #generator: Child;
  readonly #dataDir: string;

  private constructor(server: Child, plan: TargetPlan, dataDir: string) {
    this.server = server;
    this.plan = plan;
    this.#dataDir = dataDir;
    this.emptyRss = usageOf(server.pid).rssBytes;
    this.#generator = new Child('./generator/main.ts', GENERATOR_CORE, { flags: ['--max-semi-space-size=64'] });
  }

  static async start({ kind, chats, chatsPerAgent, store, dataRoot, serverFlags }: TargetOptions): Promise<Target> {
    const dataDir = await mkdtemp(join(dataRoot, 'parlor-bench-'));
    const env = {
      CHATS_PER_AGENT: String(chatsPerAgent), PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, DATABASE_URL: store, ADMIN_PASSWORD,
      LOG_LEVEL: 'warn', NODE_NAME: 'bench', VISITOR_RATE: '100000',
    };
    const server = new Child(FILES[kind], SERVER_CORE, { env, flags: serverFlags });
    const { port } = await server.next<{ port: number }>();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return new Target(server, { kind, port, pid: server.pid, chats, chatsPerAgent }, dataDir);
  }

  async order<D extends Order['do']>(order: Extract<Order, { do: D }>): Promise<Extract<Answer, { done: D }>> {
    const answer = await this.#generator.ask<Answer>(order);
    if ('failed' in answer) throw new Error(`the generator failed against ${this.plan.kind}: ${answer.failed}`);
    return answer as Extract<Answer, { done: D }>;
  }

  async stop(): Promise<void> {
    await this.#generator.stop();
    await this.server.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
