import { globSync, readFileSync } from 'node:fs';
import type { Project, ServiceName } from './projects.ts';

type VitestJson = { numPassedTests: number; numFailedTests: number; numTotalTests: number; success: boolean };

/** Collects what each stage came to and prints it at the end, the totals on the last line. */
export class Report {
  readonly #lines: string[] = [];
  readonly #skipped: string[] = [];
  #passed = 0;
  #failed = 0;

  /** Runs one stage under its heading; a code other than 0 or a throw counts as one failure. */
  async stage(name: string, work: () => Promise<number>): Promise<void> {
    console.log(`\n== ${name}`);
    const started = performance.now();
    const code = await work().catch((error: unknown) => {
      console.error(error);
      return 1;
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const verdict = code === 0 ? 'ok' : 'FAILED';
    this.#lines.push(`${verdict.padEnd(6)} ${name} (${seconds} s)`);
    console.log(`== ${name}: ${verdict}, ${seconds} s`);
    if (code !== 0) this.#failed++;
  }

  /** Adds the tests of a vitest JSON report; their failures replace the failure of the stage. */
  count(name: string, file: string, options: { emptyFails: boolean }): void {
    let json: VitestJson;
    try {
      json = JSON.parse(readFileSync(file, 'utf8')) as VitestJson;
    } catch {
      return; // the stage itself failed before it could report
    }
    this.#passed += json.numPassedTests;
    if (json.numFailedTests > 0) this.#failed += json.numFailedTests - 1;
    if (json.numTotalTests === 0 && options.emptyFails) {
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
    console.log(`${this.#passed} passed, ${failed} failed${skipped}`);
    return failed === 0;
  }
}
