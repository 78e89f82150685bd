import type { Progress } from './crowd/messages.ts';
import type { ClientRecord, Logs } from './evidence.ts';
import type { Happened } from './faults.ts';
import { missingViews } from './views.ts';

/** Nobody was shown anything for so long. */
const QUIET_MS = 2_500;
/** What was written so lately may not have been shown yet. */
const JUST_MS = 500;

/** Nothing is on its way to anybody. */
export const isCalm = ({ inFlight, quietFor }: Pick<Progress, 'inFlight' | 'quietFor'>): boolean => inFlight === 0 && quietFor > QUIET_MS;

/** What is not over yet; null where everybody has said and seen everything. `progress` is what the crowd said before it was asked for its record, at `asked`. */
export function unrestOf(progress: Progress, record: ClientRecord, logs: Logs, asked: number): string | null {
  const { desksOnline, inFlight, quietFor, visitorsOnline } = progress;
  const visitors = new Set(record.posts.map(({ conversation }) => conversation)).size;
  const newest = [...logs.values()].reduce((most, log) => Math.max(most, log.at(-1)?.wroteAt ?? 0), 0);
  const missing = missingViews(record, logs).length;
  const unrest = [
    ...(isCalm(progress) ? [] : [`${inFlight} in flight, the last thing was shown ${quietFor} ms ago`]),
    ...(visitorsOnline === visitors && desksOnline === record.desks.length ? [] : [`${visitorsOnline} of ${visitors} visitors and ${desksOnline} of ${record.desks.length} desks are online`]),
    ...(newest < asked - JUST_MS ? [] : ['the log still grows']),
    ...(missing === 0 ? [] : [`${missing} pictures are missing`]),
  ];
  return unrest.length === 0 ? null : unrest.join('; ');
}

/** What went wrong apart from what the checker finds: faults that did not go as planned, and an end that did not become quiet. */
export const troublesOf = (happened: readonly Happened[], unrest: string | null, quietWithinMs: number): readonly string[] => [
  ...happened.flatMap(({ kind, target, trouble }) => (trouble === null ? [] : `${kind} ${target}: ${trouble}`)),
  ...(unrest === null ? [] : [`not quiet after ${quietWithinMs / 1000} s: ${unrest}`]),
];
