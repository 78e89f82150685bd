import { readFile, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEntry } from '../support/packed-server.ts';
import { makeTempDir } from '../support/temp.ts';
import { check, type Violation } from './checker.ts';
import type { ClientRecord, Logs } from './evidence.ts';
import { Breaker } from './faults.ts';
import { Generator } from './generator.ts';
import type { Options } from './options.ts';
import { isCalm, troublesOf, unrestOf } from './quiet.ts';
import { overlapsOf, recoveriesOf, reportKinds, type KindReport, type Recovery } from './report.ts';
import { describeFault, scheduleOf, STORM } from './schedule.ts';
import { Site } from './site.ts';
import { countLinks, describeRecoveries, drawLinks, drawTable, type LinkCounts } from './table.ts';
import { comparedViews } from './views.ts';

const PROGRESS_MS = 5_000;
/** After everything is back, so long until everybody has said and seen everything. */
const QUIET_WITHIN_MS = 90_000;

export interface Outcome {
  readonly acknowledged: number;
  readonly kinds: readonly KindReport[];
  readonly recoveries: readonly Recovery[];
  readonly links: LinkCounts;
  readonly overlaps: number;
  /** Clients' pictures that were compared with the log. */
  readonly compared: number;
  readonly violations: readonly Violation[];
  /** The most memory that each node had, MB; 0 for one that is dead. */
  readonly peaks: readonly { readonly node: string; readonly mb: number }[];
  /** What did not go as planned, such as a handover that ended with an error, or an end that did not become quiet. */
  readonly troubles: readonly string[];
  /** Where logs and records are; null where they were removed. */
  readonly dir: string | null;
}

/** One run: everything up, load, faults, quiet, check, everything down. */
export async function run(options: Options, say: (words: string) => void): Promise<Outcome> {
  const dir = await makeTempDir();
  const closing: (() => Promise<void>)[] = [];
  let kept = options.keep;
  const stop = (): void => {
    void Promise.allSettled(closing.map((close) => close())).then(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const planted = options.plant === null ? {} : { FAULT_PLANT: options.plant };
    const site = await Site.open({ dir, nodes: options.nodes, entry: options.plant === null ? serverEntry() : join(import.meta.dirname, 'planted.ts'), env: planted, direct: options.storm, lookEveryMs: options.storm ? 2_000 : 300 });
    closing.push(() => site.close());
    const crowd = new Generator();
    closing.unshift(() => crowd.close());
    const { nodes, chats, rate, seed, storm } = options;
    await crowd.gather({ seed, chats, rate, storm, nodes: site.nodes.map(({ name, origin }) => ({ name, origin })) });
    say(`${chats} chats on ${nodes} nodes, ${rate} messages/s`);
    const start = Date.now();
    const breaker = await load(options, site, crowd, say);
    const quietWithinMs = options.quietWithinMs ?? QUIET_WITHIN_MS;
    const { record, logs, unrest } = await evidence(dir, site, crowd, quietWithinMs);
    const peaks = await Promise.all(site.nodes.map(async (node) => ({ node: node.name, mb: await node.peakMb() })));
    for (const { node, mb } of peaks) say(`${node} took ${mb} MB at most`);
    // What the check takes of this process, the proxies would miss.
    for (const close of closing.splice(0)) await close();
    const violations = check(record, logs);
    const recoveries = recoveriesOf(breaker.happened, record, logs);
    kept ||= (violations.length > 0 || unrest !== null || site.nodes.some(({ deaths }) => deaths.length > 0)) && options.plant === null;
    for (const node of site.nodes) for (const [words, times] of node.errors) say(`${node.name} logged ${times} x ${words}`);
    const outcome: Outcome = {
      acknowledged: record.posts.filter(({ text, settledAt }) => text !== null && settledAt !== null).length,
      kinds: reportKinds(recoveries), recoveries, links: countLinks(recoveries), overlaps: overlapsOf(recoveries), compared: comparedViews(record), violations, peaks,
      troubles: [...site.nodes.flatMap(({ name, deaths }) => deaths.map((how) => `${name} ${how}`)), ...troublesOf(breaker.happened, unrest, quietWithinMs)],
      dir: kept ? dir : null,
    };
    say(describe(outcome, start, crowd.progress?.refusals ?? {}));
    return outcome;
  } catch (error) {
    kept = true;
    say(`logs are in ${dir}`);
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    for (const close of closing) await close();
    if (!kept) await rm(dir, { recursive: true, force: true });
  }
}

async function load({ faults, minutes, seed, nodes, only, pace, storm }: Options, site: Site, crowd: Generator, say: (words: string) => void): Promise<Breaker> {
  const started = performance.now();
  const timed = (words: string): void => say(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${words}`);
  const schedule = storm ? STORM : faults !== undefined ? faults : only.length === 0 ? [] : scheduleOf({ seed, forMs: minutes * 60_000, nodes, only, pace });
  say(`seed ${seed}: ${schedule.length} faults\n${schedule.map(describeFault).join('\n')}\n`);
  const breaker = new Breaker(site, crowd, timed);
  const progress = setInterval(() => timed(describeProgress(crowd)), PROGRESS_MS);
  try {
    crowd.talk();
    const until = (ms: number): Promise<void> => sleep(Math.max(0, started + ms - performance.now()));
    const underWay: Promise<void>[] = [];
    for (const fault of schedule) {
      await Promise.race([until(fault.at), Promise.all(underWay).then(() => until(fault.at))]);
      underWay.push(breaker.perform(fault));
    }
    await until(minutes * 60_000);
    await Promise.all(underWay);
    crowd.hush();
    return breaker;
  } finally {
    clearInterval(progress);
  }
}

/** What everybody knows once nobody says or hears anything any more; `unrest` says who still did at the deadline. */
export async function evidence(dir: string, site: Site, crowd: Generator, withinMs: number): Promise<{ record: ClientRecord; logs: Logs; unrest: string | null }> {
  const deadline = Date.now() + withinMs;
  const file = join(dir, 'record.json');
  for (;;) {
    await sleep(1_000);
    const progress = crowd.progress!;
    if (!isCalm(progress) && Date.now() < deadline) continue;
    const asked = Date.now();
    await crowd.record(file);
    const record = JSON.parse(await readFile(file, 'utf8')) as ClientRecord;
    const logs = await site.logs();
    const unrest = unrestOf(progress, record, logs, asked);
    if (unrest === null || Date.now() >= deadline) return { record, logs, unrest };
  }
}

function describeProgress({ progress }: Generator): string {
  if (progress === null) return 'nothing yet';
  const { acknowledged, inFlight, visitorsOnline, desksOnline, served, transfers, healthy } = progress;
  return `... ${acknowledged} acknowledged, ${inFlight} in flight, ${visitorsOnline} visitors and ${desksOnline} desks online, ${served} chats served, ${transfers} transfers; ready: ${healthy.join(' ') || 'none'}; load ${loadavg()[0]!.toFixed(1)}`;
}

const SHOWN = 12;

function describe({ acknowledged, compared, dir, kinds, links, overlaps, recoveries, troubles, violations }: Outcome, start: number, refusals: Readonly<Record<string, number>>): string {
  const wrong = Map.groupBy(violations, (violation) => violation.wrong);
  return [
    '', drawTable(kinds), '', ...(links.size === 0 ? [] : [drawLinks(links), '']), ...describeRecoveries(recoveries, start), '',
    `${acknowledged} acknowledged messages, ${overlaps} overlapping pairs of faults, ${compared} pictures compared`,
    `refusals: ${Object.entries(refusals).map(([code, times]) => `${code} ${times}`).join(', ') || 'none'}`,
    ...troubles.map((trouble) => `trouble: ${trouble}`),
    `${violations.length} violations${[...wrong].map(([name, list]) => `, ${name} ${list.length}`).join('')}`,
    ...[...wrong.values()].flatMap((list) => list.slice(0, SHOWN).map((violation) => `  ${violation.wrong} ${violation.conversation}: ${violation.words}`)),
    ...(dir === null ? [] : [`logs and records are in ${dir}`]),
  ].join('\n');
}
