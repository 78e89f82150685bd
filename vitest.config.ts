import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { projects } from './test/support/projects.ts';
import { LongFirst } from './test/support/sequencer.ts';

const all = ['test/**/*.test.ts', 'test/**/*.test.tsx'];
const claimed = projects.flatMap((project) => project.include);

/** Projects, told apart by folder and by what they need: see test/support/projects.ts. */
export default defineConfig({
  test: {
    // One fewer by default, which on two cores is one after the other; most tests wait for servers, not for a core.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongFirst },
    projects: projects.map(({ name, include, timeoutMs }) => ({
      test: {
        name,
        include: include.length > 0 ? [...include] : all,
        exclude: include.length > 0 ? [] : claimed,
        // What a test changes in a module it puts back: loading them anew for each file is a third of what tests cost.
        isolate: false,
        testTimeout: timeoutMs,
        hookTimeout: timeoutMs,
      },
    })),
  },
});
