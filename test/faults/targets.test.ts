import { expect, it } from 'vitest';
import { readOptions, type Options } from './options.ts';
import type { KindReport, Recovery } from './report.ts';
import { isLinkKind, kinds, type Kind } from './schedule.ts';
import { isBinding, targetsOf } from './targets.ts';

const report = (kind: Kind, more: Partial<KindReport> = {}): KindReport =>
  ({ kind, times: 8, alone: 5, leastInFlight: 200, median: 50, worst: 900, worstOfAll: 9_000, worstOfAgents: null, missing: 0, ...more });
const once = { clients: 1, redis: 1, database: 1, peers: 1 };
const found = { kinds: kinds.map((kind) => report(kind)), links: new Map(kinds.filter(isLinkKind).map((kind) => [kind, once] as const)), overlaps: 3, peaks: [{ node: 'node-2', mb: 640 }], recoveries: [] as Recovery[], violations: [] };
const whole = { chats: 200, storm: false };
const missed = (more: Partial<typeof found>, of = whole): readonly string[] => targetsOf({ ...found, ...more }, of).flatMap(({ met, target }) => (met ? [] : target));
const but = (kind: Kind, more: Partial<KindReport>) => ({ kinds: found.kinds.map((each) => (each.kind === kind ? report(kind, more) : each)) });

it('is content with a run that meets everything', () => {
  expect(missed({})).toEqual([]);
});

it.each<[string, Partial<typeof found>]>([
  ['every kind >= 5 times', but('zombie', { times: 4 })],
  ['every kind >= 5 times', { kinds: found.kinds.slice(1).concat(report('kill', { times: 0 })) }],
  ['>= 20 commands in flight at each', but('cut', { leastInFlight: 19 })],
  ['every kind of link fault met every link', { links: new Map([...found.links, ['cut', { ...once, peers: 0 }]]) }],
  ['overlapping pairs > 0', { overlaps: 0 }],
  ['kill alone: median <= 3 s', but('kill', { median: 3_001 })],
  ['kill alone: worst <= 6 s', but('kill', { worst: 6_001 })],
  ['roll alone: worst <= 1 s', but('roll', { worst: 1_001 })],
  ['roll alone: worst <= 1 s', but('roll', { worst: null })],
  ['redis-restart alone: worst <= 3 s', but('redis-restart', { worst: 3_001 })],
  ['database-restart alone: worst <= 3 s', but('database-restart', { worst: 3_001 })],
])('misses: %s', (target, more) => {
  expect(missed(more)).toEqual([target]);
});

const options = (...args: string[]): Options => readOptions(args) as Options;

it('binds whole runs and storms', () => {
  expect(isBinding(options('--minutes', '10'))).toBe(true);
  expect(isBinding(options('--storm'))).toBe(true);
  expect(isBinding(options('--minutes', '9'))).toBe(false);
  expect(isBinding(options('--minutes', '10', '--only', 'kill,cut'))).toBe(false);
  expect(isBinding(options('--minutes', '10', '--plant', 'fence'))).toBe(false);
});

it('demands of a storm that every chat speaks again within ten seconds', () => {
  const storm = { chats: 2, storm: true };
  const waits = [1_000, 10_000].map((ms, i) => ({ conversation: `c${i}`, ms, sender: 'visitor' as const }));
  const kill: Recovery = {
    fault: { kind: 'kill', target: 'node-1', link: null, at: 0, back: 15_000, inFlight: 2, chats: ['c0', 'c1'], trouble: null }, chats: waits, missing: [], agents: null, alone: true,
  };
  const judge = (...recoveries: Recovery[]) => targetsOf({ ...found, recoveries }, storm).filter(({ met }) => !met).map((target) => target.found);
  expect(judge(kill)).toEqual([]);
  expect(judge({ ...kill, chats: [{ ...waits[0]!, ms: 10_001 }], missing: ['c1'] })).toEqual(['1 later, 1 never']);
  expect(judge({ ...kill, fault: { ...kill.fault, chats: ['c0'] } })).toEqual(['1']);
  expect(judge()).toEqual(['0', 'no kill']);
  expect(missed({ peaks: [{ node: 'node-2', mb: 641 }], recoveries: [kill] }, storm)).toEqual(['no node over 640 MB']);
});
