import { freePort } from '../../support/ports.ts';
import { launch, type Place, type ServerNode } from './node.ts';
import type { Nodes } from './people.ts';

const NAMES = ['node-1', 'node-2'] as const;

type Launched = ReturnType<typeof launch>;

/** Two nodes of one place, each of which may be killed and comes back under its name and on its port. */
export class Pair {
  readonly #launch: (index: number) => Launched;
  readonly #running: Launched[] = [];
  readonly nodes: ServerNode[] = [];

  private constructor(launch: (index: number) => Launched) {
    this.#launch = launch;
  }

  /** The second starts on what the first has set up. */
  static async start(place: Place, env: Readonly<Record<string, string>>): Promise<Pair> {
    const ports = await Promise.all(NAMES.map(() => freePort()));
    const pair = new Pair((index) => launch(place, { name: NAMES[index]!, port: ports[index]!, env }));
    try {
      for (const index of NAMES.keys()) await pair.#start(index);
    } catch (error) {
      await pair.end();
      throw error;
    }
    return pair;
  }

  get byName(): Nodes {
    return Object.fromEntries(this.nodes.map((node) => [node.name, node]));
  }

  any(): ServerNode {
    return this.nodes[Math.floor(Math.random() * this.nodes.length)]!;
  }

  /** `kill -9`; resolves when the one that follows it listens. */
  async replace(index: number): Promise<void> {
    await this.nodes[index]!.kill();
    await this.#start(index);
  }

  async end(): Promise<void> {
    await Promise.all(this.#running.map((node) => node.end()));
  }

  async #start(index: number): Promise<void> {
    this.#running[index] = this.#launch(index);
    this.nodes[index] = await this.#running[index].node;
  }
}
