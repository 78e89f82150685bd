import type { ChatRun } from './chat.ts';
import type { Faults } from './generator/tally.ts';
import { spread, spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';
import { digits, table } from './table.ts';

/** What is compared: name, and the number of a run. */
const MEASURES = {
  'messages/s': (run: ChatRun) => run.messagesPerSecond,
  'CPU µs/message': (run: ChatRun) => run.cpuUsPerMessage,
  'delivery p50 ms': (run: ChatRun) => run.load.delivery.p50,
  'delivery p99 ms': (run: ChatRun) => run.load.delivery.p99,
  'delivery p99.9 ms': (run: ChatRun) => run.load.delivery.p999,
  'delivery max ms': (run: ChatRun) => run.load.delivery.max,
  'ack p50 ms': (run: ChatRun) => run.load.ack.p50,
  'ack p99 ms': (run: ChatRun) => run.load.ack.p99,
  'main thread µs/message': (run: ChatRun) => threadUs(run, 'MainThread'),
  'services µs/message': (run: ChatRun) => run.load.servicesCpuUs / run.load.delivered,
  'disk KB/message': (run: ChatRun) => run.load.server.diskBytes / 1024 / run.load.delivered,
  'RSS KB/chat': (run: ChatRun) => run.rssPerChat / 1024,
  'server waited %': (run: ChatRun) => run.serverWaited * 100,
  'generator lag p99 ms': (run: ChatRun) => run.load.lag.p99,
  'generator busy %': (run: ChatRun) => run.load.generator.busy * 100,
} satisfies Record<string, (run: ChatRun) => number>;

function threadUs({ load }: ChatRun, name: string): number {
  return (load.server.byThread[name] ?? 0) / load.delivered;
}

export type Measure = keyof typeof MEASURES;
const NAMES = Object.keys(MEASURES) as Measure[];
/** Two targets whose runs of the same repeat are set against each other. */
export interface Comparison {
  readonly name: string;
  readonly ours: string;
  readonly peer: string;
}

/** Where ours over the peer's means something. */
const COMPARED: readonly Measure[] = ['CPU µs/message', 'delivery p50 ms', 'delivery p99 ms', 'delivery p99.9 ms', 'ack p99 ms'];

export interface ChatSummary {
  readonly targets: Readonly<Record<string, Readonly<Record<Measure, Spread>>>>;
  /** By the comparison's name: ours over the peer's, repeat by repeat, without repeats in which either had faults. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, Spread>>>>;
  readonly faults: Readonly<Record<string, Faults & { readonly refused: number; readonly closed: number }>>;
  readonly generatorLimited: number;
  /** Runs with faults. */
  readonly unsound: number;
}

export const beside = (peers: readonly string[]): Comparison[] => peers.map((peer) => ({ name: `parlor / ${peer}`, ours: 'parlor', peer }));

export function summarise(runs: readonly ChatRun[], comparisons: readonly Comparison[]): ChatSummary {
  const names = [...new Set(runs.map(({ target }) => target))];
  const of = (name: string): ChatRun[] => runs.filter(({ target }) => target === name);
  const entries = <T>(make: (name: string) => T): Record<string, T> => Object.fromEntries(names.map((name) => [name, make(name)]));
  const ratio = ({ ours, peer }: Comparison, measure: Measure): Spread =>
    spreadOf(of(peer).map((theirs) => {
      const own = of(ours).find(({ repeat }) => repeat === theirs.repeat);
      if (own === undefined) throw new Error(`run ${theirs.repeat} of ${peer} has no run of ${ours} to compare with`);
      return isSound(own) && isSound(theirs) ? MEASURES[measure](own) / MEASURES[measure](theirs) : Number.NaN;
    }));
  return {
    targets: entries((name) => Object.fromEntries(NAMES.map((measure) => [measure, spreadOf(of(name).map(MEASURES[measure]))])) as Record<Measure, Spread>),
    ratios: Object.fromEntries(comparisons.map((comparison) => [comparison.name, Object.fromEntries(COMPARED.map((measure) => [measure, ratio(comparison, measure)]))])),
    faults: entries((name) => of(name).map(faultsOf).reduce((a, b) => ({
      lost: a.lost + b.lost, duplicate: a.duplicate + b.duplicate, reordered: a.reordered + b.reordered, refused: a.refused + b.refused, closed: a.closed + b.closed,
    }))),
    generatorLimited: runs.filter(({ generatorLimited }) => generatorLimited).length,
    unsound: runs.filter((run) => !isSound(run)).length,
  };
}

/** Who did less than was offered is not cheaper for it. */
const isSound = (run: ChatRun): boolean => Object.values(faultsOf(run)).every((count) => count === 0);

export function faultsOf({ load }: ChatRun): ChatSummary['faults'][string] {
  const { notices, positions, acks, refusals, closed } = load;
  return {
    lost: notices.lost + positions.lost + acks.lost,
    duplicate: notices.duplicate + positions.duplicate + acks.duplicate,
    reordered: notices.reordered + positions.reordered + acks.reordered,
    refused: Object.values(refusals).reduce((a, b) => a + b, 0),
    closed,
  };
}

export function printChat(runs: readonly ChatRun[], summary: ChatSummary): string {
  const kinds = Object.keys(summary.targets);
  const peers = Object.keys(summary.ratios);
  const told = NAMES.filter((name) => kinds.some((kind) => summary.targets[kind]?.[name].max !== 0));
  const measured = table(['median (min-max)', ...kinds], told.map((name) => [name, ...kinds.map((kind) => cell(summary.targets[kind]?.[name]))]));
  const compared = table(['ratio', ...peers], COMPARED.map((name) => [name, ...peers.map((peer) => cell(summary.ratios[peer]?.[name]))]));
  const faults = table(['faults', ...kinds], (['lost', 'duplicate', 'reordered', 'refused', 'closed'] as const).map((name) => [name, ...kinds.map((kind) => String(summary.faults[kind]?.[name] ?? 0))]));
  const parts = [measured, ...(peers.length > 0 ? [compared] : []), faults, journalLine(runs)];
  if (summary.generatorLimited > 0) parts.push(`In ${summary.generatorLimited} of ${runs.length} runs the generator was the bottleneck: they say nothing about the server.`);
  if (summary.unsound > 0) parts.push(`${summary.unsound} of ${runs.length} runs had faults: no ratio is taken of them.`);
  return parts.join('\n\n');
}

const cell = (value: Spread | undefined): string => (value === undefined ? '-' : spread(value));

function journalLine(runs: readonly ChatRun[]): string {
  const uses = runs.flatMap(({ journals }) => journals);
  const of = (pick: (use: (typeof uses)[number]) => number): string => spread(spreadOf(uses.map(pick)));
  return [
    `journal of a node  rows a commit ${of(({ rowsPerCommit }) => rowsPerCommit)}`,
    `commit mean ${of(({ meanCommitMs }) => meanCommitMs)} ms, p99 below ${of(({ p99CommitMs }) => p99CommitMs)} ms`,
  ].join('; ');
}

/** One line while the bench runs. */
export function printRun(run: ChatRun): string {
  const { target, repeat, messagesPerSecond, cpuUsPerMessage, load, serverWaited, generatorLimited } = run;
  const { lost, duplicate, reordered, refused } = faultsOf(run);
  const faults = lost + duplicate + reordered + refused === 0 ? '' : `  FAULTS lost ${lost} duplicate ${duplicate} reordered ${reordered} refused ${refused}`;
  return [
    `${String(repeat).padStart(2)}  ${target.padEnd(9)}`, `${digits(messagesPerSecond).padStart(6)}/s`, `${digits(cpuUsPerMessage).padStart(5)} µs`,
    `p50 ${digits(load.delivery.p50).padStart(5)}`, `p99 ${digits(load.delivery.p99).padStart(5)}`, `max ${digits(load.delivery.max).padStart(5)} ms`,
    `waited ${digits(serverWaited * 100)}%${generatorLimited ? '  generator-limited' : ''}${faults}`,
  ].join('  ');
}
