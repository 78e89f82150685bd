import { measure } from './chat.ts';
import type { ChatRun, Contender } from './chat.ts';
import type { Comparison } from './chat-report.ts';
import type { Options } from './options.ts';
import { Services } from './services.ts';

/** Ours as a balancer places it, ours with every chat beside its agent's desk, and never there; and what most would build with. */
const NAMES = ['random', 'socket.io', 'local', 'remote'] as const;

export const CLUSTER_COMPARISONS: readonly Comparison[] = [
  { name: 'random / socket.io', ours: 'random', peer: 'socket.io' },
  { name: 'remote / local', ours: 'remote', peer: 'local' },
];

/** Two nodes each, on a database and a Redis that are empty in every run. Every other repeat goes backwards. */
export async function* runCluster(options: Options): AsyncGenerator<ChatRun> {
  const services = await Services.start(options);
  try {
    for (let repeat = 1; repeat <= options.repeats; repeat++) {
      for (const name of repeat % 2 === 1 ? NAMES : NAMES.toReversed()) {
        const contender: Contender = {
          name, kind: name === 'socket.io' ? name : 'parlor', store: await services.emptyDatabase(),
          // Visitors and agents of the peer come to the same nodes as ours do at random.
          cluster: { redis: services.redis, services: services.pids, seed: options.seed + repeat, placement: name === 'socket.io' ? 'random' : name },
        };
        yield await measure(options, contender, repeat);
      }
    }
  } finally {
    await services.stop();
  }
}
