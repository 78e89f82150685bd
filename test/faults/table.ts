import { medianOf, type KindReport, type Recovery } from './report.ts';
import { isLinkKind, kinds, links, type Kind, type Link } from './schedule.ts';

const seconds = (ms: number | null): string => (ms === null ? '-' : (ms / 1000).toFixed(2));

function draw(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  return [head, ...rows].map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')).join('\n');
}

/** A line for each kind. */
export function drawTable(reports: readonly KindReport[]): string {
  const head = ['fault', 'times', 'alone', 'in flight >=', 'median s', 'worst s', "agents' worst s", 'worst s, overlapping too', 'without a message'];
  return draw(head, reports.map((r) => [
    r.kind, String(r.times), String(r.alone), String(r.leastInFlight), seconds(r.median), seconds(r.worst), seconds(r.worstOfAgents), seconds(r.worstOfAll), String(r.missing),
  ]));
}

/** How often each kind of fault met each link. */
export type LinkCounts = ReadonlyMap<Kind, Readonly<Record<Link, number>>>;

export function countLinks(recoveries: readonly Recovery[]): LinkCounts {
  return new Map(kinds.filter(isLinkKind).flatMap((kind) => {
    const met = recoveries.flatMap(({ fault }) => (fault.kind === kind ? (fault.link ?? []) : []));
    const count = (link: Link): number => met.filter((each) => each === link).length;
    return met.length === 0 ? [] : [[kind, { clients: count('clients'), redis: count('redis'), database: count('database'), peers: count('peers') }] as const];
  }));
}

export const drawLinks = (counts: LinkCounts): string => draw(['link', ...links], [...counts].map(([kind, count]) => [kind, ...links.map((link) => String(count[link]))]));

/** A line for each fault in order of time, so that an outlier can be found in the logs. `start`: of the load, ms since the epoch. */
export function describeRecoveries(recoveries: readonly Recovery[], start: number): readonly string[] {
  return recoveries.toSorted((a, b) => a.fault.at - b.fault.at).map(({ fault, chats, missing, agents, alone }) => {
    const worst = chats.at(-1);
    const times = worst === undefined ? (fault.chats?.length === 0 ? 'there were no chats' : 'nothing measured') : `median ${seconds(medianOf(chats.map(({ ms }) => ms)))}, worst ${seconds(worst.ms)} s (${worst.conversation}, ${worst.sender}) of ${chats.length} chats`;
    const more = [
      ...(agents === null ? [] : [`agents' worst ${seconds(agents.ms)} s (${agents.conversation})`]),
      ...(missing.length === 0 ? [] : [`without a message: ${missing.slice(0, 5).join(' ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}`]),
    ];
    return `${((fault.at - start) / 1000).toFixed(1).padStart(6)} s  ${fault.kind} ${fault.target}${alone ? ', alone' : ''}: ${[times, ...more].join('; ')}`;
  });
}
