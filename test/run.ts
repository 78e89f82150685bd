import { mkdtemp } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { COUNTS_FILE } from './support/count-reporter.ts';
import { migrateOnce } from './support/migrate-once.ts';
import { MIGRATED } from './support/migrated.ts';
import { installMissingPackages } from './support/packages.ts';
import { PACKED_SERVER, packServer } from './support/packed-server.ts';
import { startService, type Service } from './support/private-servers.ts';
import { run, stopRunning } from './support/processes.ts';
import { filesOf, isMeant, projects, type Project, type ServiceName } from './support/projects.ts';
import { Report } from './support/report.ts';
import { runFolder } from './support/run-folder.ts';
import { removeDir } from './support/temp.ts';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
// Hundreds of servers are started: each has to be compiled only once.
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/node');
process.env['PATH'] = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);

const USAGE = `Runs everything: type check, lint, layering, client build, and the tests with private servers.

  npm test                            all of it but bus and tools
  npm test -- --only unit             one stage: check, build, unit, alone, timely, integration, balancer, faults, browser
  npm test -- --only bus              with a real ActiveMQ and RabbitMQ, which nothing else installs
  npm test -- --only tools            the benches and the fault checker themselves
  npm test -- store/journal           only the test files whose path contains this
  npm test -- --only unit wire/       ... of this stage
  npm test -- --no-skip               a suite that cannot run is a failure (continuous integration)`;

const stages = ['check', 'build', ...projects.map(({ name }) => name)];
const { flags, filters } = readArguments();

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { only: { type: 'string', multiple: true, default: [] }, 'no-skip': { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (values.help) leave(0, USAGE);
    const unknown = values.only.find((stage) => !stages.includes(stage));
    if (unknown !== undefined) leave(1, `There is no stage named ${unknown}: ${stages.join(', ')}`);
    return { flags: values, filters: positionals };
  } catch (error) {
    return leave(1, `${(error instanceof Error ? error.message : String(error)).replace(/\. To specify.*/s, '')}\nnpm test -- --help says what there is`);
  }
}

function leave(code: number, words: string): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}

const typeChecked = ['.', 'src/domain', 'src/wire', 'clients/sdk', 'clients/ui', 'clients/widget', 'clients/console', 'clients/demo', 'test', 'test/console/parts'];
const wanted = projects.filter((project) => (wants(project.name) && (!project.onDemand || flags.only.length + filters.length > 0)) && (filters.length === 0 || filters.some((filter) => matches(project, filter))));
for (const filter of filters) {
  if (!wanted.some((project) => matches(project, filter))) leave(1, `No test file${flags.only.length > 0 ? ` of ${flags.only.join(', ')}` : ''} has ${filter} in its path`);
}

const report = new Report();
const services = new Map<ServiceName, Service>();
const dir = await mkdtemp(join(runFolder(), 'parlor-run-'));
// What tests write goes away with it.
process.env['TMPDIR'] = dir;

async function main(): Promise<boolean> {
  if (wants('check')) await check();
  // Browser tests wait for pages that never come where there is none, and try something else where it is older.
  if (wants('build') || wanted.some(({ needs }) => needs.includes('chromium'))) await report.stage('build', () => run('node', ['clients/build.ts', '--if-stale']));
  if (filters.length === 0 && wanted.some((project) => project.needs.length > 0)) await pack();
  await provide(new Set(wanted.flatMap((project) => project.needs)));
  if (filters.length === 0 && services.has('mysql')) await migrate();
  for (const stage of stagesOf(wanted)) await test(stage);
  return report.print({ skippingFails: flags['no-skip'] });
}

/** A path filter alone means: only the tests. */
function wants(stage: Project['name'] | 'check' | 'build'): boolean {
  if (flags.only.length > 0) return flags.only.includes(stage);
  return filters.length === 0 || projects.some((project) => project.name === stage);
}

function matches(project: Project, filter: string): boolean {
  return filesOf(project).some((file) => isMeant(file, filter));
}

/** Compiler and linter are written in Go and live for seconds: they rather take memory (1.6 GB at most) than a fifth more CPU to collect it. */
const rarelyCollecting = { env: { GOGC: '400', ...process.env } };

async function check(): Promise<void> {
  // Each further checker works out again what it shares with the others: more than there are cores cost, and gain nothing.
  const checkers = String(Math.min(2, availableParallelism()));
  for (const project of typeChecked) await report.stage(`types ${project}`, () => run('tsc', ['-p', project, '--checkers', checkers], rarelyCollecting));
  await report.stage('lint', () => run('oxlint', ['--type-aware', '--deny-warnings'], rarelyCollecting));
  await report.stage('layering', () => run('node', ['test/layering/check.ts']));
}

/** For many tests: a few start sooner than this is done. */
async function pack(): Promise<void> {
  await report.stage('pack', async () => {
    process.env[PACKED_SERVER] = await packServer();
    return 0;
  });
}

async function provide(names: Set<ServiceName>): Promise<void> {
  if (names.size === 0) return;
  await report.stage('services', async () => {
    await installMissingPackages(names, console.log);
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

/** For many tests, as with {@link pack}. */
async function migrate(): Promise<void> {
  await report.stage('migrate', async () => {
    const folder = join(dir, 'migrated');
    await migrateOnce(folder);
    process.env[MIGRATED] = folder;
    return 0;
  });
}

/** Projects that share a stage, in order. */
function stagesOf(chosen: readonly Project[]): Project[][] {
  const shared: Project[][] = [];
  for (const project of chosen) {
    const last = shared.at(-1);
    if (project.stage !== undefined && last?.[0]?.stage === project.stage) last.push(project);
    else shared.push([project]);
  }
  return shared;
}

async function test(stage: readonly Project[]): Promise<void> {
  const able = stage.filter((project) => {
    const missing = project.needs.filter((name) => !services.has(name));
    if (missing.length > 0) report.skip(project, missing);
    return missing.length === 0;
  });
  if (able.length === 0) return;
  const name = able.map((project) => project.name).join(', ');
  const file = join(dir, `${able[0]!.name}.json`);
  const workers = able[0]!.workers;
  await report.stage(name, () =>
    run(
      'node',
      [
        'node_modules/vitest/vitest.mjs', 'run', ...able.map((project) => `--project=${project.name}`), '--passWithNoTests', '--reporter=default',
        ...(workers === undefined ? [] : [`--maxWorkers=${workers}`]),
        '--reporter=./test/support/count-reporter.ts', ...filters,
      ],
      { env: { ...process.env, [COUNTS_FILE]: file } },
    ),
  );
  report.count(name, file, { emptyFails: flags['no-skip'] });
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
