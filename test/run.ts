/**
 * Runs everything: type check, lint, layering, client build, and the tests with private servers.
 *
 *   npm test                            all of it
 *   npm test -- --only unit             one stage: check, build, unit, integration, browser
 *   npm test -- --only integration store/journal    ... and only the files whose path contains this
 *   npm test -- --no-skip               a suite that cannot run is a failure (continuous integration)
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installMissingPackages } from './support/packages.ts';
import { startService, type Service } from './support/private-servers.ts';
import { run, stopRunning } from './support/processes.ts';
import { projects, type Project, type ServiceName } from './support/projects.ts';
import { Report } from './support/report.ts';
import { removeDir } from './support/temp.ts';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
process.env['PATH'] = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);

const { values: flags, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true, default: [] }, 'no-skip': { type: 'boolean', default: false } },
});

const typeChecked = ['.', 'src/domain', 'src/wire', 'clients/sdk', 'clients/ui', 'clients/widget', 'clients/console', 'clients/demo', 'test'];
const report = new Report();
const services = new Map<ServiceName, Service>();
const dir = await mkdtemp(join(tmpdir(), 'parlor-run-'));

async function main(): Promise<boolean> {
  if (wants('check')) await check();
  if (wants('build')) await report.stage('build', () => run('node', ['clients/build.ts', '--if-stale']));
  const wanted = projects.filter((project) => wants(project.name));
  await provide(new Set(wanted.flatMap((project) => project.needs)));
  for (const project of wanted) await test(project);
  return report.print({ skippingFails: flags['no-skip'] });
}

/** A path filter alone means: only the tests. */
function wants(stage: Project['name'] | 'check' | 'build'): boolean {
  if (flags.only.length > 0) return flags.only.includes(stage);
  return filters.length === 0 || projects.some((project) => project.name === stage);
}

async function check(): Promise<void> {
  for (const project of typeChecked) await report.stage(`types ${project}`, () => run('tsc', ['-p', project]));
  await report.stage('lint', () => run('oxlint', ['--type-aware', '--deny-warnings']));
  await report.stage('layering', () => run('node', ['test/layering/check.ts']));
}

async function provide(names: Set<ServiceName>): Promise<void> {
  if (names.size === 0) return;
  await report.stage('services', async () => {
    await installMissingPackages(console.log);
    for (const name of names) {
      const service = await startService[name](dir).catch(console.error);
      if (!service) continue;
      services.set(name, service);
      process.env[service.variable] = service.value;
      console.log(`${service.variable}=${service.value}`);
    }
    return 0;
  });
}

async function test(project: Project): Promise<void> {
  const missing = project.needs.filter((name) => !services.has(name));
  if (missing.length > 0) return report.skip(project, missing);
  const file = join(dir, `${project.name}.json`);
  await report.stage(project.name, () =>
    run('node', [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project.name}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ]),
  );
  report.count(project.name, file, { emptyFails: flags['no-skip'] });
}

let cleaned: Promise<void> | undefined;
function clean(): Promise<void> {
  cleaned ??= (async () => {
    await stopRunning();
    await Promise.all([...services.values()].map((service) => service.stop()));
    await removeDir(dir);
  })();
  return cleaned;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void clean().finally(() => process.exit(130)));
}

let passed = false;
try {
  passed = await main();
} finally {
  await clean();
}
process.exitCode = passed ? 0 : 1;
