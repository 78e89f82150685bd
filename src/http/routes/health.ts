import type { Context } from '../context.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

/** A check that takes longer, ms, counts as failed: a balancer waits no longer either. */
const patienceMs = 2_000;

/** For whoever runs the process, and for balancers. */
export function healthRoutes({ health, log }: Context): readonly Route[] {
  return [
    // Says only that the event loop turns: a node whose database is away must not be restarted for that.
    route('GET', '/livez', { handler: () => json({ live: true }) }),

    route('GET', '/readyz', {
      handler: async () => {
        const results = await Promise.all(Object.entries(health.checks).map(async ([name, check]) => [name, await passes(name, check)] as const));
        const draining = health.draining();
        const ready = !draining && results.every(([, passed]) => passed);
        return json({ ready, draining, checks: Object.fromEntries(results) }, { status: ready ? 200 : 503 });
      },
    }),
  ];

  async function passes(name: string, check: () => Promise<unknown>): Promise<boolean> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
    try {
      await Promise.race([check(), late]);
      return true;
    } catch (error) {
      log.warn({ err: error, check: name }, 'not ready');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
