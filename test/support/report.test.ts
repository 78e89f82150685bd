import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { projects } from './projects.ts';
import { Report } from './report.ts';
import { tempDir } from './temp.ts';

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const integration = projects.find((project) => project.name === 'integration')!;

async function counts(passed: number, names: readonly string[]): Promise<string> {
  const file = join(await tempDir(), 'report.json');
  const failed = names.map((name) => ({ name, reason: 'it was red\nnot green' }));
  await writeFile(file, JSON.stringify({ passed, failed, total: passed + failed.length }));
  return file;
}

it('adds up the stages and their tests', async () => {
  const report = new Report();
  await report.stage('lint', () => Promise.resolve(0));
  await report.stage('unit', () => Promise.resolve(1));
  report.count('unit', await counts(10, ['a', 'b', 'c']), { emptyFails: true });
  await report.stage('integration', () => Promise.reject(new Error('broken')));
  expect(report.print({ skippingFails: false })).toBe(false);
  expect(printed.at(-1)).toBe('10 passed, 4 failed');
  expect(printed).toContain('       - b\n           it was red\n           not green');
});

it('names each folder that it skipped, and fails for it only where skipping is forbidden', () => {
  const report = new Report();
  report.skip(integration, ['mysql']);
  expect(report.print({ skippingFails: false })).toBe(true);
  expect(printed.find((line) => line.startsWith('SKIPPED'))).toMatch(/^SKIPPED integration: .*test\/support.* \(needs mysql\)$/);
  expect(printed.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
  expect(report.print({ skippingFails: true })).toBe(false);
  expect(printed.at(-1)).toBe('0 passed, 1 failed');
});

it('fails a project without a test where everything has to run', async () => {
  const report = new Report();
  report.count('browser', await counts(0, []), { emptyFails: true });
  expect(report.print({ skippingFails: true })).toBe(false);
});

it('counts stages where there are no tests', async () => {
  const report = new Report();
  await report.stage('types', () => Promise.resolve(0));
  await report.stage('lint', () => Promise.resolve(0));
  expect(report.print({ skippingFails: true })).toBe(true);
  expect(printed.at(-1)).toBe('all 2 stages are ok');
  await report.stage('layering', () => Promise.resolve(1));
  expect(report.print({ skippingFails: true })).toBe(false);
  expect(printed.at(-1)).toBe('1 of 3 stages failed');
});
