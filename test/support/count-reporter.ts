import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';
import type { Counts } from './report.ts';

/** Where the counts of a run go. */
export const COUNTS_FILE = 'PARLOR_TEST_COUNTS';

/** Characters of a failure that the summary repeats. */
const LONGEST_REASON = 1_500;

/** Counts the tests of a run, and says which failed and why, for the summary of all runs; Vitest's own JSON is much more, and announces itself. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ name: `${module.relativeModuleId} > ${test.fullName}`, ...test.result() })));
    const failed = tests.filter(({ state }) => state === 'failed').map(({ name, errors = [] }) => ({ name, reason: brief(errors.map(reasonOf).join('\n')) }));
    const counts: Counts = { passed: tests.filter(({ state }) => state === 'passed').length, failed, total: tests.length };
    const file = process.env[COUNTS_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  }
}

const reasonOf = ({ message, diff = '', stack = '' }: { message: string; diff?: string; stack?: string }): string =>
  [stripVTControlCharacters(message), stripVTControlCharacters(diff), stack.split('\n').find((line) => /\btest\//.test(line))?.trim() ?? ''].filter((part) => part !== '').join('\n');

/** Enough to tell one cause from another; the whole is above, where the test ran. */
const brief = (reason: string): string => (reason.length <= LONGEST_REASON ? reason : `${reason.slice(0, LONGEST_REASON)}…`);
