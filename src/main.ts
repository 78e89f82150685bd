import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Logger } from 'pino';
import { USAGE, readCommandLine } from './command-line.ts';
import { ConfigError, dataPlace, printConfig, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { resetAdmin } from '#desk/first-admin.ts';
import { createPasswords } from '#desk/passwords.ts';
import { RefusalError } from '#domain/errors.ts';
import { createLog } from './log.ts';
import { StartError } from './start-error.ts';
import { start } from './start-node.ts';
import { openConfigured } from '#store/configured.ts';
import { StoreError } from '#store/store-error.ts';
import { ListenError } from './transport/listen-error.ts';

/** A drain that hangs must not hold up a deploy for ever, ms. */
const DRAIN_MS = 25_000;
/** A node without a store has nothing to hand over, nor one that has not started: whoever watches over it should start it anew soon, ms. */
const HASTY_STOP_MS = 5_000;

const root = resolve(import.meta.dirname, '..');

async function resetAdminPassword(config: Config): Promise<string> {
  const store = await openConfigured(config, createLog('warn', config.NODE_NAME));
  try {
    const access = await resetAdmin(store, createPasswords());
    if (access === null) throw new StartError(`there is no administrator yet in ${dataPlace(config)}: start the server, and it will print the password`);
    return `Sign in as   ${access.adminLogin}\nPassword     ${access.oneTimePassword}   (to be changed at the first sign-in)\n`;
  } finally {
    await store.close();
  }
}

/** In a process of its own, so that none of the builder's memory stays here. */
function buildClients(): void {
  const { status } = spawnSync(process.execPath, [`${root}/clients/build.ts`, '--if-stale'], { stdio: 'inherit' });
  if (status !== 0) throw new StartError('the browser clients could not be built: see above');
}

const version = (): string => (JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string }).version;

interface Ending {
  /** What is logged of it. */
  readonly why: object;
  readonly exitCode: number;
  /** It may take no longer than this, ms. */
  readonly withinMs: number;
}

/** A signal counts from the first moment on: one that comes while the node starts stops it as soon as it has. */
function whenAsked(withinMs: number): Promise<Ending> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => resolve({ why: { signal }, exitCode: 0, withinMs }));
  });
}

async function run(): Promise<void> {
  const { task, build } = readCommandLine(process.argv.slice(2));
  const say = (text: string): void => void process.stdout.write(text);
  if (task === 'help') return say(USAGE);
  if (task === 'version') return say(`${version()}\n`);
  if (task === 'print-config') return say(`${printConfig(process.env)}\n`);
  const config = readConfig(process.env);
  if (task === 'check-config') return say('the configuration is good\n');
  if (task === 'reset-admin-password') return say(await resetAdminPassword(config));
  if (build) buildClients();
  await serve(config, createLog(config.LOG_LEVEL, config.NODE_NAME));
}

/** From the start to the end of the process. */
async function serve(config: Config, log: Logger): Promise<void> {
  // Nothing that one chat does may take down the others: what was not awaited is reported, and the node goes on.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'an unhandled rejection'));
  const asked = whenAsked(DRAIN_MS + config.DRAIN_NOTICE);
  const running = await Promise.race([start(config, log), asked.then(() => sleep(HASTY_STOP_MS, null))]);
  if (running === null) throw new StartError('told to stop before it had started');
  const failed = running.failed.then(({ message }): Ending => ({ why: { reason: message }, exitCode: 1, withinMs: HASTY_STOP_MS }));
  const { why, exitCode, withinMs } = await Promise.race([asked, failed]);
  log.info(why, 'stopping');
  setTimeout(() => process.exit(1), withinMs).unref();
  try {
    await running.stop();
    log.info('stopped');
    process.exit(exitCode);
  } catch (error) {
    log.error({ err: error }, 'the stop failed');
    process.exit(1);
  }
}

/** Why it did not start: what whoever runs it can mend is one line, and shows its stack only to whoever looks for it. */
function reasonOf(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration is not usable:\n${error.message}`;
  const mendable = error instanceof StartError || error instanceof ListenError || error instanceof StoreError || error instanceof RefusalError;
  return mendable && !['debug', 'trace'].includes(process.env['LOG_LEVEL'] ?? '') ? error.message : inspect(error);
}

if (import.meta.main) {
  run().catch((error: unknown) => {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  });
}
