import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { Counts } from './report.ts';

/** Where the counts of a run go. */
export const COUNTS_FILE = 'PARLOR_TEST_COUNTS';

/** Counts the tests of a run for the summary of all runs; Vitest's own JSON is much more, and announces itself. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const counts: Counts = { passed: states.filter((state) => state === 'passed').length, failed: states.filter((state) => state === 'failed').length, total: states.length };
    const file = process.env[COUNTS_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  }
}
