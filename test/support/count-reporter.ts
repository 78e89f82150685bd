import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { Counts } from './report.ts';

/** Where the counts of a run go. */
export const COUNTS_FILE = 'PARLOR_TEST_COUNTS';

/** Counts the tests of a run, and names those that failed, for the summary of all runs; Vitest's own JSON is much more, and announces itself. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ name: `${module.relativeModuleId} > ${test.fullName}`, state: test.result().state })));
    const failed = tests.filter(({ state }) => state === 'failed').map(({ name }) => name);
    const counts: Counts = { passed: tests.filter(({ state }) => state === 'passed').length, failed, total: tests.length };
    const file = process.env[COUNTS_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  }
}
