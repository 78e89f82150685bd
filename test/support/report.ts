import { globSync, readFileSync } from 'node:fs';
import { usedSeconds } from './core-time.ts';
import type { Project, ServiceName } from './projects.ts';

/** What the tests of a run came to. */
export type Counts = { passed: number; failed: ReadonlyArray<{ name: string; reason: string }>; total: number };

/** Collects what each stage came to and prints it at the end, the totals on the last line. */
export class Report {
  readonly #lines: string[] = [];
  readonly #skipped: string[] = [];
  #passed = 0;
  #failed = 0;
  #stages = 0;
  /** Whether there were tests at all to count. */
  #counted = false;

  /** Runs one stage under its heading; a code other than 0 or a throw counts as one failure. */
  async stage(name: string, work: () => Promise<number>): Promise<void> {
    this.#stages++;
    console.log(`\n== ${name}`);
    const [started, used] = [performance.now(), usedSeconds()];
    const code = await work().catch((error: unknown) => {
      console.error(error);
      return 1;
    });
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    // What a stage costs on a machine that is busy otherwise, and whether it computes or waits.
    const took = used === null ? seconds : `${seconds}, ${Math.round((usedSeconds() ?? used) - used)} s of CPU`;
    const verdict = code === 0 ? 'ok' : 'FAILED';
    this.#lines.push(`${verdict.padEnd(6)} ${name} (${took})`);
    console.log(`== ${name}: ${verdict}, ${took}`);
    if (code !== 0) this.#failed++;
  }

  /** Adds the counts of a run of tests; their failures replace the failure of the stage. */
  count(name: string, file: string, options: { emptyFails: boolean }): void {
    this.#counted = true;
    let counts: Counts;
    try {
      counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
    } catch {
      return; // the stage itself failed before it could report
    }
    this.#passed += counts.passed;
    if (counts.failed.length > 0) this.#failed += counts.failed.length - 1;
    this.#lines.push(...counts.failed.map(({ name: test, reason }) => [`- ${test}`, ...reason.split('\n').map((line) => `    ${line}`)].map((line) => `       ${line}`).join('\n')));
    if (counts.total === 0 && options.emptyFails) {
      this.#failed++;
      this.#lines.push(`FAILED ${name} has no tests`);
    }
  }

  skip(project: Project, missing: readonly ServiceName[]): void {
    const folders = new Set(globSync([...project.include]).map((file) => file.replace(/\/[^/]*$/, '')));
    this.#skipped.push(`${project.name}: ${[...folders].toSorted().join(', ')} (needs ${missing.join(', ')})`);
  }

  /** True when nothing failed. */
  print({ skippingFails }: { skippingFails: boolean }): boolean {
    console.log('\n== summary');
    for (const line of this.#lines) console.log(line);
    for (const line of this.#skipped) console.log(`${skippingFails ? 'FAILED' : 'SKIPPED'} ${line}`);
    const failed = this.#failed + (skippingFails ? this.#skipped.length : 0);
    const skipped = this.#skipped.length > 0 && !skippingFails ? `, ${this.#skipped.length} skipped` : '';
    if (this.#counted || this.#skipped.length > 0) console.log(`${this.#passed} passed, ${failed} failed${skipped}`);
    else console.log(failed === 0 ? `all ${this.#stages} stages are ok` : `${failed} of ${this.#stages} stages failed`);
    return failed === 0;
  }
}
