import type { JoinResult } from './generator/plan.ts';
import type { Options } from './options.ts';
import { spread, spreadOf } from './spread.ts';
import { table } from './table.ts';
import { Target } from './target.ts';

/** Chat starts as widgets make them: two requests, a socket, and the welcome after the first commit. */
export async function* runJoin({ rooms, repeats, store, data, concurrency, flags }: Options): AsyncGenerator<JoinResult> {
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const target = await Target.start({ kind: 'parlor', chats: rooms, chatsPerAgent: 1, store, dataRoot: data, serverFlags: flags });
    try {
      yield (await target.order({ do: 'join', target: target.plan, concurrency })).result;
    } finally {
      await target.stop();
    }
  }
}

export function printJoin(results: readonly JoinResult[]): string {
  const of = (pick: (result: JoinResult) => number): string => spread(spreadOf(results.map(pick)));
  return table(['median (min-max)', 'parlor'], [
    ['starts/s', of(({ chats, ms }) => (chats * 1000) / ms)],
    ['CPU µs/start', of(({ chats, server }) => server.cpuUs / chats)],
    ['start p50 ms', of(({ start }) => start.p50)],
    ['start p99 ms', of(({ start }) => start.p99)],
  ]);
}
