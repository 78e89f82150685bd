import { globSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export type ServiceName = 'redis' | 'mysql' | 'nginx' | 'chromium' | 'activemq' | 'rabbitmq';

export type Project = {
  name: 'unit' | 'alone' | 'timely' | 'integration' | 'balancer' | 'faults' | 'bus' | 'tools' | 'browser';
  /** Globs; empty means every test that no other project claims. */
  include: readonly string[];
  /** Without one of these the whole project is skipped, and said so. */
  needs: readonly ServiceName[];
  /** Files at a time. Default: one a core. */
  workers?: number;
  /** Projects in a row with the same one run together. */
  stage?: 'waiting';
  timeoutMs: number;
  /** Runs only where it is named: what it needs takes long to install, or it tests no part of the house. */
  onDemand?: boolean;
};

/** Files at a time where they mostly wait, for servers and for what is away to come back. */
const WAITING = 5;

/** Where a test belongs. A folder, or the ending `.integration.test.ts` / `.browser.test.ts`, decides. */
export const projects: readonly Project[] = [
  { name: 'unit', include: [], needs: [], timeoutMs: 20_000, workers: 3 },
  // What a node does with a core of its own, and a plugin with what nodes leave it.
  { name: 'alone', include: ['test/server/overload-cpu.test.ts', 'test/lifecycle/short.test.ts'], needs: ['redis', 'mysql'], workers: 2, timeoutMs: 240_000 },
  // What is done within seconds where the cores are not fought for.
  { name: 'timely', include: ['test/server/{clock,outage-*,rolling,sweep-times}.test.ts'], needs: ['redis', 'mysql'], workers: 3, timeoutMs: 240_000 },
  {
    name: 'integration',
    // `!(queue)` passes over queue-nodes as well.
    include: ['test/{store,rooms}/**/*.test.ts', 'test/cluster/!(membership).test.ts', 'test/server/!(clock|crash|lapse|nodes|outage-*|overload-cpu|queue|rolling|sweep-times).test.ts', 'test/server/queue-nodes.test.ts', 'test/!(channels|bench)/**/*.integration.test.ts'],
    needs: ['redis', 'mysql'],
    stage: 'waiting',
    workers: WAITING,
    timeoutMs: 60_000,
  },
  {
    name: 'balancer',
    include: ['test/balancer/**/*.test.ts'],
    needs: ['redis', 'mysql', 'nginx'],
    stage: 'waiting',
    workers: WAITING,
    timeoutMs: 60_000,
  },
  {
    name: 'faults',
    include: ['test/{faults,webhooks}/short.test.ts', 'test/channels/*.test.ts', 'test/cluster/membership.test.ts', 'test/server/{crash,lapse,nodes,queue}.test.ts'],
    needs: ['redis', 'mysql'],
    stage: 'waiting',
    workers: WAITING,
    timeoutMs: 240_000,
  },
  {
    name: 'bus',
    include: ['test/bus/{activemq,rabbitmq}.test.ts'],
    needs: ['redis', 'mysql', 'activemq', 'rabbitmq'],
    workers: WAITING,
    timeoutMs: 240_000,
    onDemand: true,
  },
  {
    // What measures and checks the house: whether a bench loses something itself, and the checker finds what is planted.
    name: 'tools',
    include: ['test/bench/*.integration.test.ts', 'test/faults/plants.test.ts'],
    needs: ['redis', 'mysql'],
    workers: WAITING,
    timeoutMs: 240_000,
    onDemand: true,
  },
  {
    name: 'browser',
    include: ['test/browser/**/*.test.ts', 'test/**/*.browser.test.ts'],
    needs: ['redis', 'mysql', 'chromium'],
    workers: 5,
    timeoutMs: 120_000,
  },
];

/** Files that take long for their project, the longest first: a fresh clone does not know what took how long, and their size does not tell. */
export const LONGEST: readonly string[] = [
  'test/faults/short.test.ts', 'test/channels/broadcasts.integration.test.ts', 'test/balancer/nginx.test.ts', 'test/webhooks/short.test.ts', 'test/server/queue.test.ts', 'test/server/nodes.test.ts',
  'test/server/crash.test.ts', 'test/server/lapse.test.ts', 'test/channels/telegram.integration.test.ts',
  'test/server/bots-left.test.ts', 'test/server/sweep.test.ts', 'test/plugin/hostile.integration.test.ts', 'test/server/bots-silence.test.ts',
  'test/http-api/search.integration.test.ts', 'test/server/transfer.test.ts', 'test/server/bots-crash.test.ts',
  'test/server/outage-redis-slow.test.ts', 'test/server/outage-database-slow.test.ts', 'test/server/outage-database.test.ts', 'test/server/outage-redis.test.ts', 'test/server/rolling.test.ts',
  'test/plugin/hostile.test.ts', 'test/plugins/telegram.test.ts', 'test/actors/hooks.test.ts', 'test/plugin/isolated.test.ts', 'test/actors/observers.test.ts',
  'test/console/designer.browser.test.ts', 'test/console/broadcasts.browser.test.ts', 'test/console/saved-replies.browser.test.ts', 'test/console/bots.browser.test.ts',
  'test/console/slots.browser.test.ts', 'test/console/bot-skills.browser.test.ts',
];

/** The test files of a project, as paths from the root. */
export function filesOf({ include }: Project): readonly string[] {
  const claimed = new Set(projects.flatMap((project) => globSync([...project.include], { cwd: root })));
  if (include.length === 0) return globSync('test/**/*.test.{ts,tsx}', { cwd: root }).filter((file) => !claimed.has(file));
  return globSync([...include], { cwd: root });
}

/** Whether a filter means this file: it is a part of its path, from the root or absolute. */
export const isMeant = (file: string, filter: string): boolean => resolve(root, file).includes(filter.replace(/^\.\//, ''));
