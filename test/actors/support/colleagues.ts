import type { Cluster } from '#cluster/cluster.ts';
import type { Identity } from '#cluster/identity.ts';
import { refuse } from '#domain/errors.ts';

/** What was said to whom: `kind/id method`, and the request. */
export type Said = readonly [line: string, request: Readonly<Record<string, unknown>>];

type Reply = (request: Readonly<Record<string, unknown>>, id: string) => unknown;

/** More asks than any test needs: who goes on asking within one turn of the event loop is left without an answer. */
const PATIENCE = 500;

/** The other actors, as one of them sees them: they answer at once, as those of the same node do. */
export class Colleagues {
  readonly said: Said[] = [];
  readonly answers: Record<string, Reply>;
  #asked = 0;

  /** By `kind method`. */
  constructor(answers: Record<string, Reply> = {}) {
    this.answers = answers;
  }

  get cluster(): Cluster {
    const ask = ({ kind, id }: Identity, method: string, request: Record<string, unknown>): Promise<unknown> => {
      this.said.push([`${kind}/${id} ${method}`, request]);
      if (++this.#asked > PATIENCE) return new Promise(() => {});
      return Promise.resolve(this.answers[`${kind} ${method}`]?.(request, id) ?? refuse('not-found'));
    };
    const tell = ({ kind, id }: Identity, method: string, request: Record<string, unknown>): void => {
      this.said.push([`${kind}/${id} ${method}`, request]);
    };
    return { ask, askIfActive: ask, tell } as unknown as Cluster;
  }

  /** Whoever was told or asked `method`, in order. */
  to(method: string): readonly string[] {
    return this.said.flatMap(([line]) => (line.endsWith(` ${method}`) ? [line.slice(0, -method.length - 1)] : []));
  }

  forget(): void {
    this.said.length = 0;
    this.#asked = 0;
  }
}
