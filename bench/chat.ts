import type { LoadResult, TargetKind } from './generator/plan.ts';
import { journalBetween, readMetrics } from './journal-page.ts';
import type { JournalUse } from './journal-page.ts';
import type { Options } from './options.ts';
import { Target } from './target.ts';
import type { TargetOptions } from './target.ts';

/** Above these the generator was the bottleneck, and the run says nothing about the server. */
const MAX_LAG_MS = 5;
const MAX_BUSY = 0.9;

/** Who is measured, under which name. */
export type Contender = Pick<TargetOptions, 'kind' | 'store' | 'cluster'> & { readonly name: string };

/** One target in one repeat. Times in ms, CPU in µs. */
export interface ChatRun {
  readonly target: string;
  readonly repeat: number;
  readonly load: LoadResult;
  readonly messagesPerSecond: number;
  /** All threads of all of the target's processes. */
  readonly cpuUsPerMessage: number;
  readonly rssPerChat: number;
  /** Share of the window in which the server could have run and others had its core. */
  readonly serverWaited: number;
  /** One a node that keeps one. */
  readonly journals: readonly JournalUse[];
  readonly setUpMs: number;
  readonly generatorLimited: boolean;
}

/** All targets in turn, so that whatever changes on the machine meets them alike. */
export async function* runChat(options: Options): AsyncGenerator<ChatRun> {
  for (let repeat = 1; repeat <= options.repeats; repeat++) {
    for (const kind of ['parlor', ...options.against] as const) yield await measure(options, { name: kind, kind, store: options.store }, repeat);
  }
}

export async function measure(options: Options, { name, kind, store, cluster }: Contender, repeat: number): Promise<ChatRun> {
  const { rooms, rate, seconds, warmup, data, chatsPerAgent, text, seed, flags } = options;
  const target = await Target.start({ kind, chats: rooms, chatsPerAgent, store, dataRoot: data, serverFlags: flags, ...(cluster === undefined ? {} : { cluster }) });
  try {
    const { ms: setUpMs } = await target.order({ do: 'open', target: target.plan });
    const before = await pagesOf(kind, target);
    const { result: load } = await target.order({ do: 'load', rate, warmup, seconds, seed: seed + repeat, textBytes: text });
    const after = await pagesOf(kind, target);
    return {
      target: name, repeat, load, setUpMs,
      journals: before.flatMap((page, node) => journalBetween(page, after[node] ?? page)),
      messagesPerSecond: (load.delivered * 1000) / load.windowMs,
      cpuUsPerMessage: load.server.cpuUs / load.delivered,
      rssPerChat: (load.server.rssBytes - target.emptyRss) / rooms,
      serverWaited: load.server.waitedUs / 1000 / load.windowMs,
      generatorLimited: load.lag.p99 > MAX_LAG_MS || load.generator.busy > MAX_BUSY,
    };
  } finally {
    await target.stop();
  }
}

const pagesOf = async (kind: TargetKind, { plan }: Target): ReturnType<typeof readAll> => (kind === 'parlor' ? readAll(plan.nodes) : []);

const readAll = (nodes: Target['plan']['nodes']): Promise<Awaited<ReturnType<typeof readMetrics>>[]> => Promise.all(nodes.map(({ port }) => readMetrics(port)));
