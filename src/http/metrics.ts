import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Cluster } from '#cluster/cluster.ts';
import type { EventType } from '#domain/events.ts';
import type { Hooks } from '#plugin/hooks.ts';
import type { Store } from '#store/store.ts';

/** The one registry of a node; whoever measures something gets it passed in. Event loop, memory and CPU are in it already. */
export function createMetrics(node: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ node });
  collectDefaultMetrics({ register: registry });
  return registry;
}

const COUNTED = [
  'conversation.started', 'conversation.assigned', 'conversation.closed', 'conversation.completed', 'conversation.reopened', 'message.posted',
] as const satisfies readonly EventType[];

/** From a fast disk to one that has trouble. */
const COMMIT_SECONDS = [0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.006, 0.008, 0.012, 0.016, 0.025, 0.05, 0.1, 0.25, 1];

/** What happens in the house, what lives on this node, and how the journal does. Read when somebody asks. */
export function measureHouse(registry: Registry, { hooks, cluster, store: { journal, lines } }: { readonly hooks: Hooks; readonly cluster: Cluster; readonly store: Pick<Store, 'journal' | 'lines'> }): void {
  const events = new Counter({ name: 'parlor_events_total', help: 'Events observed after their commit', labelNames: ['type'], registers: [registry] });
  const counters = new Map(COUNTED.map((type) => [type as EventType, events.labels(type)]));
  hooks.observers.add(COUNTED, ({ type }) => void counters.get(type)?.inc());

  const gauge = (name: string, help: string, read: () => number): void =>
    registry.registerMetric(new Gauge({ name, help, registers: [], collect() { this.set(read()); } }));
  registry.registerMetric(new Gauge({
    name: 'parlor_actors', help: 'Actors that are up on this node', labelNames: ['kind'], registers: [],
    collect() {
      for (const [kind, count] of Object.entries(cluster.population)) this.set({ kind }, count);
    },
  }));
  gauge('parlor_journal_depth', 'Rows that wait for the disk or are being written', () => journal.depth);
  gauge('parlor_journal_commits', 'Group commits since the start', () => journal.stats.commits);
  gauge('parlor_journal_rows', 'Rows committed since the start', () => journal.stats.rows);
  gauge('parlor_journal_failures', 'Entries that were not written', () => journal.stats.failures);
  registry.registerMetric(new Counter({
    name: 'parlor_log_illegible_total', help: 'Lines of logs that could not be read', registers: [],
    collect() {
      this.reset();
      this.inc(lines.illegible);
    },
  }));
  const commits = new Histogram({ name: 'parlor_journal_commit_seconds', help: 'Duration of group commits, sync included', buckets: COMMIT_SECONDS, registers: [registry] });
  const flush = journal.afterBatch;
  journal.afterBatch = () => {
    flush?.();
    commits.observe(journal.stats.commitMs / 1000);
  };
  gauge('parlor_journal_commit_ms', 'Duration of the last group commit, sync included', () => journal.stats.commitMs);
}
