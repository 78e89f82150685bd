import { collectDefaultMetrics, Registry } from 'prom-client';

/** The one registry of a node; whoever measures something gets it passed in. Event loop, memory and CPU are in it already. */
export function createMetrics(node: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ node });
  collectDefaultMetrics({ register: registry });
  return registry;
}
