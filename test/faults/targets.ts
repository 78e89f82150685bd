import type { Options } from './options.ts';
import type { Outcome } from './run.ts';
import type { KindReport } from './report.ts';
import { kinds, links, type Kind } from './schedule.ts';

export interface Target {
  readonly target: string;
  readonly found: string;
  readonly met: boolean;
}

const LEAST_TIMES = 5;
const LEAST_IN_FLIGHT = 20;
/** A run is whole from so many minutes on: shorter ones do not meet every kind often enough. */
const WHOLE_MINUTES = 10;
const STORM_MS = 10_000;
/** Of all chats: so many are on the node that is killed, or the storm was none. */
const STORM_SHARE = 0.9;
/** What the README says that a node needs, MB. */
const NODE_MB = 640;

/** From a fault that was alone, ms. */
const WITHIN: readonly (readonly [Kind, 'median' | 'worst', number])[] = [
  ['kill', 'median', 3_000], ['kill', 'worst', 6_000], ['roll', 'worst', 1_000], ['redis-restart', 'worst', 3_000], ['database-restart', 'worst', 3_000],
];

/** Whether missed targets fail the run; otherwise they are for information. */
export const isBinding = ({ minutes, only, plant, storm }: Options): boolean =>
  plant === null && (storm || (minutes >= WHOLE_MINUTES && kinds.every((kind) => only.includes(kind))));

type Found = Pick<Outcome, 'kinds' | 'links' | 'overlaps' | 'peaks' | 'recoveries' | 'violations'>;

export function targetsOf(found: Found, { chats, storm }: Pick<Options, 'chats' | 'storm'>): readonly Target[] {
  const violations = { target: '0 violations', found: String(found.violations.length), met: found.violations.length === 0 };
  return storm ? [...stormTargets(found, chats), violations] : [...wholeTargets(found), violations];
}

function wholeTargets({ kinds: reports, links: counts, overlaps }: Found): readonly Target[] {
  const reportOf = new Map(reports.map((report) => [report.kind, report]));
  const seldom = kinds.filter((kind) => (reportOf.get(kind)?.times ?? 0) < LEAST_TIMES).map((kind) => `${kind} ${reportOf.get(kind)?.times ?? 0}`);
  const idle = reports.filter(({ leastInFlight }) => leastInFlight < LEAST_IN_FLIGHT).map(({ kind, leastInFlight }) => `${kind} ${leastInFlight}`);
  const unmet = [...counts].flatMap(([kind, count]) => links.filter((link) => count[link] === 0).map((link) => `${kind} ${link}`));
  return [
    none(`every kind >= ${LEAST_TIMES} times`, seldom), none(`>= ${LEAST_IN_FLIGHT} commands in flight at each`, idle), none('every kind of link fault met every link', unmet),
    { target: 'overlapping pairs > 0', found: String(overlaps), met: overlaps > 0 },
    ...WITHIN.map(([kind, which, ms]) => within(reportOf.get(kind), kind, which, ms)),
  ];
}

const none = (target: string, misses: readonly string[]): Target => ({ target, found: misses.join(', ') || 'yes', met: misses.length === 0 });

/** What was never measured is not met. */
function within(report: KindReport | undefined, kind: Kind, which: 'median' | 'worst', limit: number): Target {
  const ms = report?.[which] ?? null;
  return { target: `${kind} alone: ${which} <= ${limit / 1000} s`, found: ms === null ? 'not measured' : `${(ms / 1000).toFixed(2)} s`, met: ms !== null && ms <= limit };
}

function stormTargets({ peaks, recoveries }: Found, chats: number): readonly Target[] {
  const kill = recoveries.find(({ fault }) => fault.kind === 'kill');
  const concerned = kill?.fault.chats?.length ?? 0;
  const late = kill?.chats.filter(({ ms }) => ms > STORM_MS) ?? [];
  return [
    { target: `>= ${STORM_SHARE * 100} % of ${chats} chats on the node that is killed`, found: String(concerned), met: concerned >= STORM_SHARE * chats },
    none(`every chat has a new acknowledged message within ${STORM_MS / 1000} s of the kill`, [
      ...(kill === undefined ? ['no kill'] : []), ...(late.length === 0 ? [] : [`${late.length} later`]), ...((kill?.missing.length ?? 0) === 0 ? [] : [`${kill?.missing.length} never`]),
    ]),
    none(`no node over ${NODE_MB} MB`, peaks.filter(({ mb }) => mb > NODE_MB).map(({ mb, node }) => `${node} ${mb}`)),
  ];
}

export const drawTargets = (targets: readonly Target[], binding: boolean): string =>
  [`targets${binding ? '' : ', for information'}:`, ...targets.map(({ target, found, met }) => `  ${met ? 'met   ' : 'MISSED'}  ${target}: ${found}`)].join('\n');
