import type { LoadResult, TargetKind } from './generator/plan.ts';
import { journalBetween, readMetrics } from './journal-page.ts';
import type { JournalUse } from './journal-page.ts';
import type { Options } from './options.ts';
import { Target } from './target.ts';

/** Above these the generator was the bottleneck, and the run says nothing about the server. */
const MAX_LAG_MS = 5;
const MAX_BUSY = 0.9;

/** One target in one repeat. Times in ms, CPU in µs. */
export interface ChatRun {
  readonly target: TargetKind;
  readonly repeat: number;
  readonly load: LoadResult;
  readonly messagesPerSecond: number;
  /** All threads of the server's process. */
  readonly cpuUsPerMessage: number;
  readonly rssPerChat: number;
  /** Share of the window in which the server could have run and others had its core. */
  readonly serverWaited: number;
  readonly journal: JournalUse | null;
  readonly setUpMs: number;
  readonly generatorLimited: boolean;
}

/** All targets in turn, so that whatever changes on the machine meets them alike. */
export async function* runChat(options: Options): AsyncGenerator<ChatRun> {
  for (let repeat = 1; repeat <= options.repeats; repeat++) {
    for (const kind of ['parlor', ...options.against] as const) yield await runOne(options, kind, repeat);
  }
}

async function runOne(options: Options, kind: TargetKind, repeat: number): Promise<ChatRun> {
  const { rooms, rate, seconds, warmup, store, data, chatsPerAgent, text, seed, flags } = options;
  const target = await Target.start({ kind, chats: rooms, chatsPerAgent, store, dataRoot: data, serverFlags: flags });
  try {
    const { ms: setUpMs } = await target.order({ do: 'open', target: target.plan });
    const before = kind === 'parlor' ? await readMetrics(target.plan.port) : null;
    const { result: load } = await target.order({ do: 'load', rate, warmup, seconds, seed: seed + repeat, textBytes: text });
    const journal = before === null ? null : journalBetween(before, await readMetrics(target.plan.port));
    return {
      target: kind, repeat, load, setUpMs, journal,
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
