import type { Post } from './evidence.ts';
import type { Happened } from './faults.ts';
import { FAULTS, kinds, type Kind } from './schedule.ts';

/** How long it took, ms; for each chat that a fault concerned. */
export interface Recovery {
  readonly fault: Happened;
  readonly chats: readonly number[];
  /** No other fault was under way before the last chat was back. */
  readonly alone: boolean;
}

export interface KindReport {
  readonly kind: Kind;
  readonly times: number;
  /** Of them with nothing else under way. */
  readonly alone: number;
  readonly leastInFlight: number;
  /** Over all chats of the faults that were alone; null where there is none. */
  readonly median: number | null;
  readonly worst: number | null;
  /** Over all chats of all faults. */
  readonly worstOfAll: number | null;
}

/** After the end of a roll, commands may still wait for so long because of it, ms. */
const AFTERMATH_MS = 1_000;

/** Times to recovery, from what the senders know. */
export function recoveriesOf(faults: readonly Happened[], posts: readonly Post[]): readonly Recovery[] {
  const postsOf = Map.groupBy(posts.filter(({ text, settledAt }) => text !== null && settledAt !== null), ({ conversation }) => conversation);
  for (const list of postsOf.values()) list.sort((a, b) => a.postedAt - b.postedAt);
  const measured = faults.map((fault) => {
    const chats = fault.chats ?? [...postsOf.keys()];
    return { fault, chats: chats.flatMap((chat) => recoveryOf(fault, postsOf.get(chat) ?? []) ?? []) };
  });
  const spans = measured.map(({ fault, chats }) => [fault.at, Math.max(fault.back, baseOf(fault) + chats.reduce((most, ms) => Math.max(most, ms), 0))] as const);
  return measured.map((each, i) => ({ ...each, alone: spans.every(([from, to], j) => j === i || to < spans[i]![0] || from > spans[i]![1]) }));
}

const baseOf = ({ kind, at, back }: Happened): number => (FAULTS[kind] === 'back' ? back : at);

function recoveryOf(fault: Happened, posts: readonly Post[]): number | null {
  if (FAULTS[fault.kind] === 'wait') {
    const waits = posts.filter(({ postedAt, settledAt }) => postedAt <= fault.back + AFTERMATH_MS && settledAt! >= fault.at).map(({ postedAt, settledAt }) => settledAt! - postedAt);
    return waits.length === 0 ? null : waits.reduce((a, b) => Math.max(a, b));
  }
  const base = baseOf(fault);
  const first = posts.filter(({ postedAt }) => postedAt >= base).reduce((least, { settledAt }) => Math.min(least, settledAt!), Infinity);
  return first === Infinity ? null : first - base;
}

/** Pairs of faults of which one began before the other was over and mended. */
export function overlapsOf(recoveries: readonly Recovery[]): number {
  const spans = recoveries.map(({ fault }) => [fault.at, Math.max(fault.back, fault.at + 1)] as const).toSorted((a, b) => a[0] - b[0]);
  return spans.reduce((sum, [, to], i) => sum + spans.slice(i + 1).filter(([from]) => from < to).length, 0);
}

export function reportKinds(recoveries: readonly Recovery[]): readonly KindReport[] {
  return kinds.flatMap((kind) => {
    const all = recoveries.filter(({ fault }) => fault.kind === kind);
    if (all.length === 0) return [];
    const alone = all.filter((each) => each.alone);
    const times = alone.flatMap(({ chats }) => chats).sort((a, b) => a - b);
    return {
      kind, times: all.length, alone: alone.length,
      leastInFlight: Math.min(...all.map(({ fault }) => fault.inFlight)),
      median: times[Math.floor(times.length / 2)] ?? null, worst: times.at(-1) ?? null,
      worstOfAll: all.flatMap(({ chats }) => chats).reduce<number | null>((most, ms) => Math.max(most ?? 0, ms), null),
    };
  });
}

export function drawTable(reports: readonly KindReport[]): string {
  const seconds = (ms: number | null): string => (ms === null ? '-' : (ms / 1000).toFixed(2));
  const rows = reports.map((r) => [r.kind, String(r.times), String(r.alone), String(r.leastInFlight), seconds(r.median), seconds(r.worst), seconds(r.worstOfAll)]);
  const head = ['fault', 'times', 'alone', 'in flight >=', 'median s', 'worst s', 'worst s, overlapping too'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  return [head, ...rows].map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')).join('\n');
}
